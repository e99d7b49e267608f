package org.almt.cli;

import java.util.Locale;

/** How long training will still take, judged by the batches since this process began. */
final class TimeLeft {
    private long began;
    private long batchesBefore;
    private long batchesInAll;
    private int batchesPerEpoch;

    void started(int epochs, int perEpoch, int epochsDone) {
        began = System.nanoTime();
        batchesPerEpoch = perEpoch;
        batchesBefore = (long) epochsDone * perEpoch;
        batchesInAll = (long) epochs * perEpoch;
    }

    /** For example {@code 1:05 left}, once {@code batch} batches of {@code epoch} are done. */
    String after(int epoch, int batch) {
        long done = (epoch - 1L) * batchesPerEpoch + batch;
        long doneHere = Math.max(1, done - batchesBefore);
        double seconds = 1e-9 * (System.nanoTime() - began) / doneHere * (batchesInAll - done);
        return text(Math.round(seconds)) + " left";
    }

    /** For example {@code 0:42} or {@code 3:05:00}. */
    static String text(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
