package org.almt.cli.output;

import java.io.IOException;
import org.almt.run.RunFolder;
import org.almt.run.Trainer;
import org.almt.train.StopSignal;
import org.almt.train.TrainingListener;

/** Whom a training run talks to, and who may stop it. */
public interface RunSession {
    /** Makes the trainer of a run, with its listener and its stop signal. */
    @FunctionalInterface
    interface TrainerSource {
        Trainer make(TrainingListener listener, StopSignal stop) throws IOException;
    }

    /** Passes a line on to the listener. */
    void say(String line);

    /** Trains to the end, or until it is stopped. */
    void train(RunFolder folder, TrainerSource source) throws IOException;

    /** Tells that there is nothing left to do. */
    void finishedBefore(RunFolder folder) throws IOException;
}
