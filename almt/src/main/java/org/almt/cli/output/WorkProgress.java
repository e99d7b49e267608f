package org.almt.cli.output;

import java.io.PrintWriter;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.almt.data.WorkListener;

/**
 * Prints each message once, and from time to time how much of long work is done and the time that the rest will take.
 * All lines go to the error stream, so that they do not mix with the command's output.
 *
 * <p>Threads: safe for many at once. Only one of them may have progress to report.
 */
public final class WorkProgress implements WorkListener {
    private static final long FIRST_NANOS = 2_000_000_000L;
    /** After the first line, one line for each tenth of the time so far, but not more often than this. */
    private static final long EVERY_NANOS = 5_000_000_000L;

    private final PrintWriter err;
    private final boolean quiet;
    private final LongSupplier clock;
    private final Set<String> printed = new HashSet<>();
    private long start;
    private long next;

    /**
     * @param err the error stream
     * @param quiet whether progress is left out; messages are still printed
     */
    public WorkProgress(PrintWriter err, boolean quiet) {
        this(err, quiet, System::nanoTime);
    }

    /** The same with another clock, in nanoseconds. */
    WorkProgress(PrintWriter err, boolean quiet, LongSupplier clock) {
        this.err = HarmlessWriter.of(err);
        this.quiet = quiet;
        this.clock = clock;
        begin();
    }

    private void begin() {
        start = clock.getAsLong();
        next = FIRST_NANOS;
    }

    @Override
    public synchronized void accept(String sentence) {
        if (printed.add(sentence)) {
            print(sentence);
        }
    }

    private void print(String sentence) {
        err.println("almt: " + sentence);
        err.flush();
    }

    @Override
    public synchronized void progress(String thing, int done, int all) {
        if (done == 0) {
            begin();
            return;
        }
        long passed = clock.getAsLong() - start;
        if (quiet || passed < next || done == all) {
            return;
        }
        next = passed + Math.max(EVERY_NANOS, passed / 10);
        long left = Math.round(1e-9 * passed / done * (all - done));
        print(thing + " " + done + "/" + all + "  " + TimeLeft.text(left) + " left");
    }
}
