package org.almt.run;

import org.almt.data.WorkListener;
import org.almt.failure.Remedy;
import org.almt.train.TrainingListener;

/**
 * Receives the progress of a run, on the thread that runs it: facts about the run, warnings, long work before the
 * training, and each epoch.
 *
 * <p>Threads: called by the one that runs the training.
 */
public interface RunListener extends TrainingListener, WorkListener {
    /** Ignores everything. */
    RunListener SILENT = new RunListener() {};

    /** Receives a line about the run: its data, its sizes, its folder. */
    default void fact(String line) {}

    /** Receives a warning, or a message before long work. */
    default void warning(String sentence) {}

    /** The same as {@link #warning(String)}. */
    @Override
    default void accept(String sentence) {
        warning(sentence);
    }

    /** Receives a warning with a remedy for the caller. */
    default void warning(String sentence, Remedy remedy) {
        warning(sentence);
    }
}
