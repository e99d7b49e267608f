package org.almt.run;

import java.io.IOException;
import java.nio.file.Path;
import org.almt.nn.checkpoint.numpy.Npy;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.train.Batches;
import org.almt.train.TrainingConfig;

/**
 * A given order of samples: an {@code .npy} file of whole numbers, [epochs, samples].
 *
 * <p>Threads: safe for many at once.
 */
public final class SampleOrder {
    private SampleOrder() {}

    /**
     * Reads the order, one row for each epoch.
     *
     * @throws IllegalArgumentException if it is not such a table
     */
    public static int[][] read(Path file) throws IOException {
        NpyArray array = Npy.read(file);
        if (array.shape().rank() != 2 || array.shape().count() == 0) {
            throw new IllegalArgumentException("sample order: " + file + " has shape " + array.shape()
                    + "; [epochs, samples] is needed");
        }
        int rows = array.shape().size(0);
        int samples = array.shape().size(1);
        long[] numbers = array.longs();
        int[][] table = new int[rows][samples];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < samples; i++) {
                table[row][i] = Math.clamp(numbers[row * samples + i], Integer.MIN_VALUE, Integer.MAX_VALUE);
            }
        }
        return table;
    }

    /** The batches of a run's configuration. */
    static Batches batches(RunFolder folder, RunConfig config, int samples) throws IOException {
        TrainingConfig training = config.training();
        if (config.sampleOrder()) {
            return Batches.listed(read(folder.sampleOrder()), samples, training.batchSize(), training.epochs());
        }
        return training.shuffle()
                ? Batches.shuffled(samples, training.batchSize(), training.seed())
                : Batches.inOrder(samples, training.batchSize());
    }
}
