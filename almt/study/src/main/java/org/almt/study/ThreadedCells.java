package org.almt.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.almt.run.RunListener;
import org.almt.train.StopSignal;

/**
 * Runs cells on threads of this JVM.
 *
 * @param jobs the number of cells at the same time; results have the same bits
 */
public record ThreadedCells(int jobs) implements CellRunner {
    @Override
    public void run(List<StudyCell> cells, Path folder, Consumer<CellResult> done, StopSignal stop)
            throws IOException, InterruptedException {
        try (ExecutorService pool = Executors.newFixedThreadPool(jobs)) {
            CompletionService<Void> ended = new ExecutorCompletionService<>(pool);
            for (StudyCell cell : cells) {
                ended.submit(() -> {
                    if (!stop.isRaised()) {
                        CellResult result = cell.run(folder, RunListener.SILENT, stop);
                        if (result.run().isPresent()) {
                            done.accept(result);
                        }
                    }
                    return null;
                });
            }
            await(ended, cells.size(), stop);
        }
    }

    /**
     * Waits for all cells. If one fails, or the caller is interrupted, the others stop after their current batch.
     * Threads of cells are not interrupted: an interrupt would close the file that a thread is writing.
     */
    private static void await(CompletionService<Void> ended, int cells, StopSignal stop)
            throws IOException, InterruptedException {
        Throwable failure = null;
        for (int left = cells; left > 0;) {
            try {
                ended.take().get();
                left--;
            } catch (ExecutionException e) {
                left--;
                stop.raise();
                failure = failure == null ? e.getCause() : failure;
            } catch (InterruptedException e) {
                stop.raise();
                failure = failure == null ? e : failure;
            }
        }
        switch (failure) {
            case null -> {}
            case Error error -> throw error;
            case IOException e -> throw e;
            case InterruptedException e -> throw e;
            default -> throw new IOException(failure);
        }
    }
}
