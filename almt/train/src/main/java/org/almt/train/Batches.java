package org.almt.train;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.almt.core.random.RandomStream;

/**
 * The samples of each batch of each epoch. An epoch's order depends only on the seed and the epoch's number, so a
 * resumed run needs no state of earlier epochs.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class Batches {
    /** Separates the shuffle from all other uses of a seed. */
    private static final long PURPOSE = 0x5348554646L;

    private final int samples;
    private final int batchSize;
    private final Order order;
    /**
     * The number of batches that are used of each pass over the samples. The last pass of an epoch comes after all
     * others.
     */
    private final int[] counts;

    /** The samples of a pass, counted from 1 over all epochs, in the order of use. */
    private interface Order {
        int[] of(int pass);
    }

    private Batches(int samples, int batchSize, Order order, int... counts) {
        if (samples < 1) {
            throw new IllegalArgumentException("train: the training split has no samples");
        }
        this.samples = samples;
        this.batchSize = batchSize;
        this.order = order;
        this.counts = counts.length > 0 ? counts : new int[] {Math.ceilDiv(samples, batchSize)};
    }

    /**
     * The same with two passes per epoch, each in its own order. The first pass uses {@code first} of its batches, the
     * second all. A batch of the second pass begins at {@link #samples} or later.
     */
    public Batches inTwoPasses(int first) {
        return new Batches(samples, batchSize, order, first, Math.ceilDiv(samples, batchSize));
    }

    /** Every epoch in the order of the file. */
    public static Batches inOrder(int samples, int batchSize) {
        int[] identity = new int[samples];
        Arrays.setAll(identity, i -> i);
        return new Batches(samples, batchSize, pass -> identity);
    }

    /** Every epoch in its own random order. */
    public static Batches shuffled(int samples, int batchSize, long seed) {
        return new Batches(samples, batchSize, pass -> {
            RandomStream stream = new RandomStream(seed, PURPOSE);
            stream.seek(pass);
            return stream.permutation(samples);
        });
    }

    /**
     * Every epoch in the order of a row of a table, for example a table recorded from another implementation.
     *
     * @param table one permutation of 0 to samples - 1 for each pass
     * @throws IllegalArgumentException if there are too few rows, or a row is not a permutation
     */
    public static Batches listed(int[][] table, int samples, int batchSize, int epochs) {
        if (table.length < epochs) {
            throw new IllegalArgumentException("sample order: " + table.length + " rows are too few for " + epochs
                    + " epochs; one row for each epoch is needed");
        }
        for (int row = 0; row < table.length; row++) {
            checkPermutation(table[row], samples, row);
        }
        return new Batches(samples, batchSize, pass -> table[pass - 1]);
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

    /** The number of batches of an epoch. */
    public int count() {
        return IntStream.of(counts).sum();
    }

    /** The number of samples of a pass. The losses of an epoch are those of its last pass. */
    public int samples() {
        return samples;
    }

    /** A batch, counted from 0. The last may be smaller than the others. */
    public BatchPart batch(int batch) {
        int ofPass = batch;
        int pass = 0;
        while (ofPass >= counts[pass]) {
            ofPass -= counts[pass++];
        }
        int from = ofPass * batchSize;
        return BatchPart.batch(pass * samples + from, Math.min(batchSize, samples - from));
    }

    /** The number of samples of the last pass that have been used after a batch; 0 before the last pass. */
    public int counted(BatchPart batch) {
        return Math.max(0, batch.from() + batch.size() - (counts.length - 1) * samples);
    }

    /** The samples of an epoch, counted from 1, pass after pass, in the order of use. */
    public int[] order(int epoch) {
        int first = (epoch - 1) * counts.length + 1;
        if (counts.length == 1) {
            return order.of(first);
        }
        int[] all = new int[counts.length * samples];
        for (int pass = 0; pass < counts.length; pass++) {
            System.arraycopy(order.of(first + pass), 0, all, pass * samples, samples);
        }
        return all;
    }
}
