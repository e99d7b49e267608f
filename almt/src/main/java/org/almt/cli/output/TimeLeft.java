package org.almt.cli.output;

import java.util.Locale;

/**
 * Estimates the time that training will still take, from the last batches (about one epoch): the first batches are
 * slow.
 */
final class TimeLeft {
    private static final int LONGEST_WINDOW = 256;

    /** The times at which the last batches ended, by batch number. The start counts as the batch before the first. */
    private long[] doneAt = new long[1];

    private long startedAt;
    /** The number of batches done before the start; negative until the first batch is done. */
    private long batchesBefore = -1;
    private long batchesInAll;
    private int batchesPerEpoch;

    void started(int epochs, int perEpoch) {
        batchesPerEpoch = perEpoch;
        batchesInAll = (long) epochs * perEpoch;
        doneAt = new long[Math.min(perEpoch, LONGEST_WINDOW) + 1];
        startedAt = System.nanoTime();
    }

    /** Records the end of a batch. */
    void batchDone(int epoch, int batch) {
        if (batchesBefore < 0) { // a resumed run may begin inside an epoch
            batchesBefore = number(epoch, batch) - 1;
            doneAt[place(batchesBefore)] = startedAt;
        }
        doneAt[place(number(epoch, batch))] = System.nanoTime();
    }

    /** For example {@code 1:05 left}, after a batch of an epoch. */
    String after(int epoch, int batch) {
        long done = number(epoch, batch);
        long window = Math.clamp(done - batchesBefore, 1, doneAt.length - 1);
        double perBatch = 1e-9 * (System.nanoTime() - doneAt[place(done - window)]) / window;
        return text(Math.round(perBatch * (batchesInAll - done))) + " left";
    }

    private long number(int epoch, int batch) {
        return (epoch - 1L) * batchesPerEpoch + batch;
    }

    private int place(long batch) {
        return (int) (batch % doneAt.length);
    }

    /** For example {@code 0:42} or {@code 3:05:00}. */
    static String text(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
