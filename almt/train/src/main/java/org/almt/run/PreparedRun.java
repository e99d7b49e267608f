package org.almt.run;

import java.io.IOException;
import org.almt.data.DataSet;
import org.almt.train.StopSignal;

/**
 * A run with checked settings and open data. Nothing is written yet.
 *
 * <p>Threads: one at a time.
 */
public final class PreparedRun implements AutoCloseable {
    private final RunConfig config;
    private final DataSet data;
    private final Beginning beginning;

    /** Makes the trainer, as late as possible. */
    @FunctionalInterface
    interface Beginning {
        Trainer trainer(StopSignal stop) throws IOException;
    }

    PreparedRun(RunConfig config, DataSet data, Beginning beginning) {
        this.config = config;
        this.data = data;
        this.beginning = beginning;
    }

    /** The configuration, as in {@code config.json}. */
    public RunConfig config() {
        return config;
    }

    /**
     * Trains to the end, or until it is stopped.
     *
     * @param stop the signal to stop, which any thread may raise; the checkpoint is then written after the current
     *         batch
     */
    public RunOutcome train(StopSignal stop) throws IOException {
        Trainer trainer = beginning.trainer(stop);
        return new RunOutcome(trainer.folder(), trainer.run());
    }

    /** Closes the data. */
    @Override
    public void close() {
        data.close();
    }
}
