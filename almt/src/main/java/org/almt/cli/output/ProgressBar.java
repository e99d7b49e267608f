package org.almt.cli.output;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import org.almt.train.EpochResult;

/**
 * A progress bar for a terminal: it fills while an epoch runs, and is then replaced by the epoch's line.
 *
 * <p>The well-known progress-bar library is not used, because it depends on native code (jline).
 */
final class ProgressBar extends ProgressLines {
    private static final int WIDTH = 24;
    private static final long REDRAW_NANOS = 100_000_000;

    /** Returns to the start of the line and clears it. */
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
