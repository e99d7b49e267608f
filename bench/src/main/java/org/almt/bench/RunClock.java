package org.almt.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * The time of a run. It counts measurements against one goal that stays the same, estimates the time that remains, and
 * ends repeats before the run takes longer than its limit.
 */
final class RunClock {
    /** The limit of a run that is planned to take less than this, in seconds. */
    static final double LIMIT = 600;

    /** Seconds before the limit that repeats because of noise leave to repeats because of a fall. */
    private static final double RESERVE = 45;

    /** Seconds for repeats because of noise, if the run has no limit. */
    private static final double REPEATS = 90;

    /** The plan counts as much as so many measured seconds: the first measurements may be disturbed. */
    private static final double TRUST = 60;

    private final ToDoubleFunction<Case> seconds;
    private final LongSupplier clock;
    private final double limit;
    private final long start;
    private final double planned;
    private final int total;
    private int begun;
    /** Planned seconds of what was measured, and what it took without repeats. */
    private double finished;
    private double taken;
    private double repeated;

    /**
     * @param plan each measurement of the run
     * @param minutes the limit in minutes, or {@code auto}: ten for a plan of less than ten, otherwise none
     */
    RunClock(Collection<Case> plan, String minutes) {
        this(plan, minutes, CaseSeconds::guess, System::nanoTime);
    }

    RunClock(Collection<Case> plan, String minutes, ToDoubleFunction<Case> seconds, LongSupplier clock) {
        this.seconds = seconds;
        this.clock = clock;
        planned = plan.stream().mapToDouble(seconds).sum();
        total = plan.size();
        limit = limit(minutes, planned);
        start = clock.getAsLong();
    }

    private static double limit(String minutes, double planned) {
        if (minutes.equals("auto")) {
            return planned < LIMIT ? LIMIT : Double.POSITIVE_INFINITY;
        }
        double limit;
        try {
            limit = 60 * Double.parseDouble(minutes);
        } catch (NumberFormatException e) {
            limit = Double.NaN;
        }
        if (!(limit > 0)) {
            throw new IllegalArgumentException("bench.minutes: '" + minutes
                    + "' is neither auto nor a number of minutes, such as 10");
        }
        return limit;
    }

    /** Seconds since the start. */
    double elapsed() {
        return (clock.getAsLong() - start) / 1e9;
    }

    /** How much slower than planned the measurements were. */
    private double pace() {
        return (taken + TRUST) / (finished + TRUST);
    }

    /** Seconds until the planned measurements end. */
    private double remaining() {
        return (planned - finished) * pace();
    }

    /** Whether there is no time left for a measurement. */
    boolean isOver(Case some) {
        return elapsed() + seconds.applyAsDouble(some) * pace() > limit;
    }

    /** Whether a measurement that other programs disturbed may be repeated. */
    boolean mayRepeat(Case some) {
        double once = seconds.applyAsDouble(some) * pace();
        return limit == Double.POSITIVE_INFINITY
                ? repeated + once <= REPEATS
                : elapsed() + once + remaining() <= limit - RESERVE;
    }

    /** Counts a measurement: {@code [13/104, 1:02 of about 7:40]}. */
    String begin() {
        begun++;
        int width = Integer.toString(total).length();
        return String.format(Locale.ROOT, "[%" + width + "d/%d, %s of about %s]", begun, total, minutes(elapsed()),
                minutes(Math.min(limit, elapsed() + remaining())));
    }

    /** A measurement that was planned has ended. */
    void end(Case some, double took) {
        finished += seconds.applyAsDouble(some);
        taken += took;
    }

    /** A repeat because of noise has ended. */
    void repeated(double took) {
        repeated += took;
    }

    /** Minutes and seconds: {@code 7:40}. */
    static String minutes(double seconds) {
        long whole = Math.round(seconds);
        return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }

    /** What the run will take at most, in words. */
    String announce() {
        return "time: about " + minutes(planned) + " for " + total + " measurements"
                + (limit == Double.POSITIVE_INFINITY
                        ? ", and at most 1:30 for repeats because of noise\n"
                        : ", at most " + minutes(limit) + " with repeats because of noise\n");
    }
}
