package org.almt.bench;

/**
 * The least that a benchmark must reach, as a ratio within one run.
 *
 * @param work the work, as {@link Case#work} calls it
 * @param against {@code ceiling}, for the share of the roofline, or a contestant, for how many times faster than it we
 *     are
 * @param minimum the least ratio
 * @param when the smallest run that checks it
 */
record Threshold(String work, String against, double minimum, When when) {
    static final String CEILING = "ceiling";

    /** Runs by what they measure; each measures what the one before does. */
    enum When {
        /** The short form of the guard. */
        SHORT,
        /** A run without further words. */
        FULL,
        /** A run with native peers. */
        PEERS
    }

    boolean againstCeiling() {
        return against.equals(CEILING);
    }

    /** What was reached; NaN where it was not measured. */
    double reached(Figures figures) {
        return againstCeiling() ? figures.share(work) : figures.ratio(work, against);
    }

    /** Whether this case is needed to judge. */
    boolean needs(Case measured) {
        if (measured.work().equals(work)) {
            return measured.isOurs() || measured.contestant().equals(against);
        }
        boolean bounds = measured.group().equals("FmaCeiling")
                || measured.group().equals("Bandwidth") && work.startsWith("Kernel ");
        return againstCeiling() && bounds && work.endsWith(onThreads(measured));
    }

    private static String onThreads(Case measured) {
        return measured.work().substring(measured.work().lastIndexOf(" on "));
    }

    /** For example {@code at least 0.60 of the ceiling}. */
    String rule() {
        return againstCeiling()
                ? "at least %.2f of the ceiling".formatted(minimum)
                : "at least %.2f times as fast as %s".formatted(minimum, against);
    }
}
