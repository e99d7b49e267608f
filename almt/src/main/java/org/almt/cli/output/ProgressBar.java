package org.almt.cli.output;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import org.almt.train.EpochResult;

/**
 * A bar that fills while an epoch runs, and leaves the epoch's line behind; for a terminal.
 *
 * <p>A class of our own, because the well-known progress-bar library brings native code (jline) along.
 */
final class ProgressBar extends ProgressLines {
    private static final int WIDTH = 24;
    private static final long REDRAW_NANOS = 100_000_000;

    /** Return to the line's start and clear it. */
    private static final String CLEAR = "\r\u001b[K";

    private final char full;
    private final char empty;
    private String validSoFar = "";
    private long drawn;

    ProgressBar(PrintWriter out, Charset charset) {
        super(out);
        boolean blocks = charset.newEncoder().canEncode("█░");
        full = blocks ? '█' : '#';
        empty = blocks ? '░' : '.';
    }

    @Override
    public void batchDone(int epoch, int batch, double meanLoss) {
        super.batchDone(epoch, batch, meanLoss);
        long now = System.nanoTime();
        if (now - drawn < REDRAW_NANOS) {
            return;
        }
        drawn = now;
        int filled = (int) ((long) WIDTH * batch / batchesPerEpoch);
        String bar = String.valueOf(full).repeat(filled) + String.valueOf(empty).repeat(WIDTH - filled);
        HarmlessWriter.control(out, CLEAR);
        out.print(String.format(Locale.ROOT, "%s %s loss %.4f%s  %s",
                epochOf(epoch), bar, meanLoss, validSoFar, timeLeft.after(epoch, batch)));
        out.flush();
    }

    @Override
    public void epochDone(EpochResult result) {
        HarmlessWriter.control(out, CLEAR);
        super.epochDone(result);
        validSoFar = String.format(Locale.ROOT, "  valid MAE %.4f", result.validMae());
    }

    @Override
    public void stopped(int epoch, int batch) {
        HarmlessWriter.control(out, CLEAR);
        out.flush();
    }
}
