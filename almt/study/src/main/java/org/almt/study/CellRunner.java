package org.almt.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.almt.train.StopSignal;

/** Runs the cells of a study: several at the same time, here or on other machines. */
@FunctionalInterface
public interface CellRunner {
    /**
     * Runs all cells, in about their order, until the last is done or the stop signal is raised.
     *
     * @param folder of the study, which every cell reaches under this path
     * @param done receives each cell that is finished; may be called by several threads
     * @throws IOException the first failure of a cell; the others are stopped, and have kept their state
     */
    void run(List<StudyCell> cells, Path folder, Consumer<CellResult> done, StopSignal stop)
            throws IOException, InterruptedException;
}
