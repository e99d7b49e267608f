package org.almt.study;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.almt.run.DataOrigin;
import org.almt.train.StopSignal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cells of one process. None of these studies would end within a day by itself. */
@Timeout(300)
class ThreadedCellsTest {
    private static final int FOR_EVER = 1_000_000;

    @TempDir
    Path folder;

    private static Study study() {
        Study example = StudyFile.shipped("example");
        return new Study("endless", "two cells", null, "three-scales", List.of(1L, 2L), FOR_EVER, example.set(),
                example.variants().subList(0, 1), List.of(), List.of());
    }

    private static Path cell(Path study, int seed) {
        return study.resolve("runs/three-scales/seed-" + seed);
    }

    private void begin(CellRunner runner) throws IOException, InterruptedException {
        new Studies(study(), DataOrigin.EMBEDDED, runner).begin(folder.resolve("study"), StudyListener.SILENT,
                new StopSignal());
    }

    @Test
    void aFailureStopsTheCellsThatWereBegunBefore() {
        CellRunner second = (cells, place, done, stop) -> {
            Files.writeString(Files.createDirectories(cell(place, 2)).resolve("notes.txt"), "mine");
            new ThreadedCells(2).run(cells, place, done, stop);
        };
        CellException failure = assertThrows(CellException.class, () -> begin(second));
        assertTrue(failure.getMessage().startsWith("variant three-scales, seed 2: "), failure.getMessage());
        assertFalse(Files.exists(cell(folder.resolve("study"), 1).resolve("summary.json")));
    }

    @Test
    void anInterruptStopsAllCellsAndKeepsTheirState() throws Exception {
        Thread caller = Thread.currentThread();
        Path epochs = cell(folder.resolve("study"), 2).resolve("metrics.csv");
        Thread interrupter = new Thread(() -> {
            try {
                while (!Files.exists(epochs) || Files.readAllLines(epochs).size() < 3) {
                    Thread.sleep(20);
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                caller.interrupt();
            }
        });
        interrupter.start();
        assertThrows(InterruptedException.class, () -> begin(new ThreadedCells(2)));
        interrupter.join();
        assertTrue(Files.exists(epochs.resolveSibling("last.safetensors")), "no state was kept");
        assertFalse(Files.exists(epochs.resolveSibling("summary.json")));
    }
}
