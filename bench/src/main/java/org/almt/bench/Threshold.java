package org.almt.bench;

/**
 * The least ratio, within one run, that a benchmark must reach.
 *
 * @param work the work, as {@link Case#work} calls it
 * @param against {@code ceiling} for a fraction of the roofline, or a contestant for how many times faster this engine
 *     is
 * @param minimum the least ratio
 * @param when the smallest run that checks it
 */
record Threshold(String work, String against, double minimum, When when) {
    static final String CEILING = "ceiling";

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

    /** The ratio that was reached. NaN if it was not measured. */
    double reached(Figures figures) {
        return againstCeiling() ? figures.share(work) : figures.ratio(work, against);
    }

    /** Whether this case is needed to check the threshold. */
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
