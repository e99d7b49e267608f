package org.almt.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.almt.train.StopSignal;

/**
 * Trains models, in one call. The command {@code almt train} makes the same calls, and the same bits.
 *
 * <pre>{@code
 * RunRequest request = RunRequest.onEmbeddedData().seed(2).set("epochs", 10);
 * RunOutcome run = Training.run(request, RunListener.SILENT);
 * Almt almt = Almt.load(run.folder().directory());
 * }</pre>
 *
 * <p>Threads: safe for many at once.
 */
public final class Training {
    private static final Path RUNS = Path.of("runs");

    private Training() {}

    /** Trains in a new folder below {@code runs} in the working directory, named after data, model and seed. */
    public static RunOutcome run(RunRequest request, RunListener listener) throws IOException {
        return run(request, request.freeFolder(RUNS), listener, new StopSignal());
    }

    /**
     * Trains in a folder.
     *
     * @param folder new or empty
     * @param stop may be raised from any thread; the run can then be resumed
     * @throws IllegalArgumentException if the request contradicts itself or the data
     * @throws IOException if the data or the folder cannot be used; nothing is left behind then
     */
    public static RunOutcome run(RunRequest request, Path folder, RunListener listener, StopSignal stop)
            throws IOException {
        try (PreparedRun run = prepare(request, folder, listener)) {
            return run.train(stop);
        }
    }

    /** Checks everything and opens the data; training begins with {@link PreparedRun#train}. */
    public static PreparedRun prepare(RunRequest request, Path folder, RunListener listener) throws IOException {
        return new NewRun(request, listener).prepare(folder);
    }

    /**
     * Continues the run of a folder with the data that it began with; a finished run stays as it is. A run on samples
     * in memory is given them: {@link #resume(Path, RunData, RunListener, StopSignal)}.
     */
    public static RunOutcome resume(Path folder, RunListener listener, StopSignal stop) throws IOException {
        return resume(folder, new RunData(listener::warning), listener, stop);
    }

    /**
     * Continues the run of a folder.
     *
     * @param data where the data that it began with are now: {@code new RunData(listener::warning)}, and then {@link
     *     RunData#at(org.almt.data.DataSet)} for samples in memory, or {@link RunData#at(DataOrigin)} for another place
     * @throws IOException if the data are others, or the folder is damaged
     */
    public static RunOutcome resume(Path folder, RunData data, RunListener listener, StopSignal stop)
            throws IOException {
        RunFolder run = RunFolder.open(folder);
        if (run.isFinished()) {
            return new RunOutcome(run, Optional.empty());
        }
        try (PreparedRun rest = prepareToResume(folder, data, listener)) {
            return rest.train(stop);
        }
    }

    /** Checks everything and opens the data of a run that is not finished; {@link PreparedRun#train} continues it. */
    public static PreparedRun prepareToResume(Path folder, RunData data, RunListener listener) throws IOException {
        return new ResumedRun(folder, data, listener).prepare();
    }
}
