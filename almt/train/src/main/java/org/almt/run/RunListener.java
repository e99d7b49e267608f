package org.almt.run;

import org.almt.failure.Remedy;
import org.almt.train.TrainingListener;

/**
 * Receives how a run goes, on the thread that runs it: what it works on, what is doubtful, and each epoch.
 *
 * <p>Threads: called by the one that runs the training.
 */
public interface RunListener extends TrainingListener {
    /** Ignores everything. */
    RunListener SILENT = new RunListener() {};

    /** A line about the run: its data, its sizes, its folder. */
    default void fact(String line) {}

    /** A sentence about something that is doubtful, or that takes long. */
    default void warning(String sentence) {}

    /** The same where the caller can do something about it. */
    default void warning(String sentence, Remedy remedy) {
        warning(sentence);
    }
}
