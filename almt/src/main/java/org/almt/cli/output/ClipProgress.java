package org.almt.cli.output;

import java.io.PrintWriter;
import org.almt.clips.DataSetBuilder;

/** Prints from time to time how many clips are done, and the time that the others will take. */
public final class ClipProgress implements DataSetBuilder.Listener {
    private final WorkProgress lines;

    /** Prints on the error stream, so that progress does not mix with the command's output. */
    public ClipProgress(PrintWriter err) {
        lines = new WorkProgress(err, false);
    }

    @Override
    public void progress(int done, int all) {
        lines.progress("clip", done, all);
    }

    @Override
    public void note(String sentence) {
        lines.accept(sentence);
    }
}
