package org.almt.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.almt.run.RunListener;
import org.almt.train.StopSignal;

/**
 * Cells on threads of this JVM.
 *
 * @param jobs how many at the same time; results have the same bits
 */
public record ThreadedCells(int jobs) implements CellRunner {
    @Override
    public void run(List<StudyCell> cells, Path folder, Consumer<CellResult> done, StopSignal stop)
            throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(jobs);
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (StudyCell cell : cells) {
                futures.add(pool.submit(() -> {
                    if (!stop.isRaised()) {
                        CellResult result = cell.run(folder, RunListener.SILENT, stop);
                        if (result.run().isPresent()) {
                            done.accept(result);
                        }
                    }
                    return null;
                }));
            }
            await(futures, stop);
        } finally {
            pool.shutdownNow();
            pool.close();
        }
    }

    /** Waits for all; when one fails the others stop, and the first failure is thrown. */
    private static void await(List<Future<?>> futures, StopSignal stop) throws IOException, InterruptedException {
        Throwable failure = null;
        for (Future<?> future : futures) {
            try {
                future.get();
            } catch (ExecutionException e) {
                stop.raise();
                failure = failure == null ? e.getCause() : failure;
            }
        }
        switch (failure) {
            case null -> {}
            case Error error -> throw error;
            case IOException e -> throw e;
            default -> throw new IOException(failure);
        }
    }
}
