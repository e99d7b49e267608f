package org.almt.train;

import java.util.Arrays;
import java.util.BitSet;
import org.almt.core.random.RandomStream;

/**
 * Which samples make up which batch of which epoch. An epoch's order follows from the seed and the epoch's number
 * alone, so that a resumed run needs no memory of the epochs before.
 */
public final class Batches {
    /** Names the shuffle among the uses of a seed. */
    private static final long PURPOSE = 0x5348554646L;

    private final int samples;
    private final int batchSize;
    private final Order order;

    /** The samples of an epoch (counted from 1), in the order of use. */
    private interface Order {
        int[] of(int epoch);
    }

    private Batches(int samples, int batchSize, Order order) {
        if (samples < 1) {
            throw new IllegalArgumentException("train: the training split has no samples");
        }
        this.samples = samples;
        this.batchSize = batchSize;
        this.order = order;
    }

    /** Every epoch in the order of the file. */
    public static Batches inOrder(int samples, int batchSize) {
        int[] identity = new int[samples];
        Arrays.setAll(identity, i -> i);
        return new Batches(samples, batchSize, epoch -> identity);
    }

    /** Every epoch in a random order of its own. */
    public static Batches shuffled(int samples, int batchSize, long seed) {
        return new Batches(samples, batchSize, epoch -> {
            RandomStream stream = new RandomStream(seed, PURPOSE);
            stream.seek(epoch);
            return stream.permutation(samples);
        });
    }

    /**
     * Every epoch in the order of a row of a table, for example one recorded from another implementation.
     *
     * @param table one permutation of 0 to samples - 1 for each epoch
     * @throws IllegalArgumentException when there are too few rows, or a row is not a permutation
     */
    public static Batches listed(int[][] table, int samples, int batchSize, int epochs) {
        if (table.length < epochs) {
            throw new IllegalArgumentException("sample order: " + table.length + " rows are too few for " + epochs
                    + " epochs; one row for each epoch is needed");
        }
        for (int row = 0; row < table.length; row++) {
            checkPermutation(table[row], samples, row);
        }
        return new Batches(samples, batchSize, epoch -> table[epoch - 1]);
    }

    private static void checkPermutation(int[] row, int samples, int number) {
        if (row.length != samples) {
            throw new IllegalArgumentException("sample order: rows have " + row.length
                    + " entries; the training split has " + samples + " samples");
        }
        BitSet seen = new BitSet(samples);
        for (int sample : row) {
            if (sample < 0 || sample >= samples || seen.get(sample)) {
                throw new IllegalArgumentException("sample order: row " + number + " is not a permutation of 0 to "
                        + (samples - 1) + ": " + sample
                        + (sample >= 0 && sample < samples ? " occurs twice" : " is outside"));
            }
            seen.set(sample);
        }
    }

    /** Number of batches of an epoch. */
    public int count() {
        return Math.ceilDiv(samples, batchSize);
    }

    /** Number of samples of an epoch. */
    public int samples() {
        return samples;
    }

    /** Number of samples of a batch (counted from 0); the last may be smaller than the others. */
    public int size(int batch) {
        return Math.min(batchSize, samples - batch * batchSize);
    }

    /** The samples of an epoch (counted from 1), in the order of use: batch b begins at b x batch size. */
    public int[] order(int epoch) {
        return order.of(epoch);
    }

    /** Where in {@link #order} a batch begins. */
    public int from(int batch) {
        return batch * batchSize;
    }
}
