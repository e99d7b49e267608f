package org.almt.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.almt.train.StopSignal;

/** Runs the cells of a study, several at the same time, on this or other machines. */
@FunctionalInterface
public interface CellRunner {
    /**
     * Runs all cells, approximately in their order, until the last is done or the stop signal is raised.
     *
     * @param folder the folder of the study, with a path that is valid for every cell
     *
     * @param done receives each finished cell; several threads may call it
     *
     * @throws IOException the first failure of a cell; the other cells are stopped, with their state on disk
     */
    void run(List<StudyCell> cells, Path folder, Consumer<CellResult> done, StopSignal stop)
            throws IOException, InterruptedException;
}
