package org.almt.bench;

import java.util.List;

/**
 * The least ratio, within one run, that a benchmark must reach.
 *
 * @param work the work, as {@link Case#work} calls it
 * @param against {@code ceiling} for a fraction of the roofline, {@code oneThread} for that fraction divided by the one
 *     on a single thread, or a contestant for how many times faster this engine is
 * @param minimum the least ratio
 * @param when the smallest run that checks it
 * @param seen what healthy machines of several kinds reached; empty if that is not recorded
 */
record Threshold(String work, String against, double minimum, When when, List<Double> seen) {
    static final String CEILING = "ceiling";
    /** Against the share that the same work reaches on one thread: 0.5 if a loop on two is serial. */
    static final String ONE_THREAD = "oneThread";

    /** Runs by what they measure. Each also measures what the one before does. */
    enum When {
        /** The short form of the guard. */
        SHORT,
        /** A run without arguments. */
        FULL,
        /** A run with native peers. */
        PEERS
    }

    boolean againstCeiling() {
        return against.equals(CEILING);
    }

    /** Whether the threshold is a comparison with a peer. */
    boolean againstPeer() {
        return !againstCeiling() && !againstOneThread();
    }

    private boolean againstOneThread() {
        return against.equals(ONE_THREAD);
    }

    private String workOnOneThread() {
        return work.substring(0, work.lastIndexOf(" on ")) + " on 1 thread";
    }

    /** The ratio that was reached. NaN if it was not measured. */
    double reached(Figures figures) {
        if (againstOneThread()) {
            return figures.share(work) / figures.share(workOnOneThread());
        }
        return againstCeiling() ? figures.share(work) : figures.ratio(work, against);
    }

    /** Whether this case is needed to check the threshold. */
    boolean needs(Case measured) {
        if (measured.work().equals(work)) {
            return measured.isOurs() || measured.contestant().equals(against);
        }
        if (againstOneThread()) {
            return measured.isOurs() && (measured.work().equals(workOnOneThread())
                    || measured.group().equals("FmaCeiling")
                            && (measured.threads() == 1 || work.endsWith(onThreads(measured))));
        }
        boolean bounds = measured.group().equals("FmaCeiling")
                || measured.group().equals("Bandwidth") && work.startsWith("Kernel ");
        return againstCeiling() && bounds && work.endsWith(onThreads(measured));
    }

    /** Whether this case, which the threshold needs, is what the work is compared with. */
    boolean isOtherSide(Case needed) {
        if (againstOneThread()) {
            return needed.work().equals(workOnOneThread());
        }
        return againstCeiling() ? !needed.work().equals(work) : !needed.isOurs();
    }

    private static String onThreads(Case measured) {
        return measured.work().substring(measured.work().lastIndexOf(" on "));
    }

    /** For example {@code at least 0.60 of the ceiling}. */
    String rule() {
        if (againstOneThread()) {
            return "at least %.2f of its share on one thread".formatted(minimum);
        }
        return againstCeiling()
                ? "at least %.2f of the ceiling".formatted(minimum)
                : "at least %.2f times as fast as %s".formatted(minimum, against);
    }
}
