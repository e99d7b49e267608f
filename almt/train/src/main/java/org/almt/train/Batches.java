package org.almt.train;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.almt.core.random.RandomStream;

/**
 * Which samples make up which batch of which epoch. An epoch's order follows from the seed and the epoch's number
 * alone, so that a resumed run needs no memory of the epochs before.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class Batches {
    /** Names the shuffle among the uses of a seed. */
    private static final long PURPOSE = 0x5348554646L;

    private final int samples;
    private final int batchSize;
    private final Order order;
    /** How many batches of each pass over the samples are used; all but the last pass come before it in an epoch. */
    private final int[] counts;

    /** The samples of a pass (counted from 1 over all epochs), in the order of use. */
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
     * The same with two passes an epoch, each in an order of its own: first as many of its batches as {@code first},
     * then all. A batch of the second begins at {@link #samples} or later.
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

    /** Every epoch in a random order of its own. */
    public static Batches shuffled(int samples, int batchSize, long seed) {
        return new Batches(samples, batchSize, pass -> {
            RandomStream stream = new RandomStream(seed, PURPOSE);
            stream.seek(pass);
            return stream.permutation(samples);
        });
    }

    /**
     * Every epoch in the order of a row of a table, for example one recorded from another implementation.
     *
     * @param table one permutation of 0 to samples - 1 for each pass
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

    /** Number of batches of an epoch. */
    public int count() {
        return IntStream.of(counts).sum();
    }

    /** Number of samples of a pass; the last one's losses are an epoch's. */
    public int samples() {
        return samples;
    }

    /** A batch (counted from 0); the last may be smaller than the others. */
    public BatchPart batch(int batch) {
        int ofPass = batch;
        int pass = 0;
        while (ofPass >= counts[pass]) {
            ofPass -= counts[pass++];
        }
        int from = ofPass * batchSize;
        return BatchPart.batch(pass * samples + from, Math.min(batchSize, samples - from));
    }

    /** How many samples of the last pass have been used when a batch is done; 0 before it. */
    public int counted(BatchPart batch) {
        return Math.max(0, batch.from() + batch.size() - (counts.length - 1) * samples);
    }

    /** The samples of an epoch (counted from 1), pass after pass, in the order of use. */
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
