package org.almt.study;

import org.almt.data.WorkListener;

/** Receives the progress of a study. */
public interface StudyListener extends WorkListener {
    /** Ignores everything. */
    StudyListener SILENT = new StudyListener() {};

    /** Receives a line about the study: its data, its folder. */
    default void fact(String line) {}

    /** Receives a warning, or a message before long work. */
    default void warning(String sentence) {}

    /** The same as {@link #warning}. */
    @Override
    default void accept(String sentence) {
        warning(sentence);
    }

    /** Reports finished seeds in the folder that the study does not name. They are left out of the results. */
    default void seedsLeftOut(int count) {}

    /**
     * Reports a finished cell. Calls come one after another.
     *
     * @param done the number of finished cells so far
     *
     * @param total the number of all cells
     */
    default void cellDone(CellResult result, int done, int total) {}
}
