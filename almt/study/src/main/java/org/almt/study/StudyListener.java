package org.almt.study;

/** Receives how a study goes. */
public interface StudyListener {
    /** Ignores everything. */
    StudyListener SILENT = new StudyListener() {};

    /** A line about the study: its data, its folder. */
    default void fact(String line) {}

    /** A sentence about something that is doubtful, or that takes long. */
    default void warning(String sentence) {}

    /** Finished seeds lie in the folder that the study does not name; they are left out of the results. */
    default void seedsLeftOut(int count) {}

    /**
     * A cell is finished; calls come one after another.
     *
     * @param done how many are finished so far
     * @param total how many there are
     */
    default void cellDone(CellResult result, int done, int total) {}
}
