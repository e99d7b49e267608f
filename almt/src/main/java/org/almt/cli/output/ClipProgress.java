package org.almt.cli.output;

import java.io.PrintWriter;
import org.almt.clips.DataSetBuilder;

/** Prints from time to time how many clips are done, and the time that the others will take. */
public final class ClipProgress implements DataSetBuilder.Listener {
    private static final long EVERY_NANOS = 2_000_000_000L;

    private final PrintWriter out;
    private final long start = System.nanoTime();
    private long said = start;

    /** Prints on the error stream, so that progress does not mix with the command's output. */
    public ClipProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void progress(int done, int all) {
        long now = System.nanoTime();
        if (now - said < EVERY_NANOS || done == all) {
            return;
        }
        said = now;
        long left = Math.round(1e-9 * (now - start) / done * (all - done));
        out.println("almt: clip " + done + "/" + all + "  " + TimeLeft.text(left) + " left");
        out.flush();
    }

    @Override
    public void note(String sentence) {
        out.println("almt: " + sentence);
        out.flush();
    }
}
