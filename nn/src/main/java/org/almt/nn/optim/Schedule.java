package org.almt.nn.optim;

/**
 * How a learning rate changes over a run: a factor for each moment t = 0, 1, 2, …, by which the base rate is
 * multiplied. The caller decides what t counts:
 *
 * <pre>{@code
 * Schedule schedule = Schedule.cosine(1000).warmup(50);
 * optimiser.learningRate(rate * schedule.factor(optimiser.steps()));    // by step
 * optimiser.learningRate(rate * schedule.factor(epoch));                // by epoch, counted from 0
 * }</pre>
 *
 * <p>A warm-up keeps the first steps small, as long as the moments of {@link AdamW} come from few gradients. A decay
 * lets the weights come to rest at the end, because the noise of small batches moves them by about the rate. {@link
 * Plateau} follows the validation loss instead of a plan.
 *
 * <p>Threads: one at a time.
 */
@FunctionalInterface
public interface Schedule {
    /**
     * The factor at a moment.
     *
     * @param t number of steps or epochs made before, from 0
     */
    double factor(long t);

    /**
     * Reports a result, such as the validation loss of an epoch. {@link Plateau} uses it. The other schedules ignore
     * it.
     */
    default void report(double loss) {}

    /** Always 1. */
    static Schedule constant() {
        return t -> 1;
    }

    /** From {@code start} to {@code end} in a straight line. The end is reached at t = length and kept. */
    static Schedule linear(double start, double end, long length) {
        requireLength(length);
        return t -> start + (end - start) * Math.min(t, length) / length;
    }

    /** From 1 to 0 along half a cosine wave, which ends at t = length (Loshchilov and Hutter, "SGDR", 2017). */
    static Schedule cosine(long length) {
        return cosine(length, 0);
    }

    /**
     * From 1 to {@code end} along half a cosine wave: end + (1 - end) (1 + cos(pi t / length)) / 2, then {@code end}.
     */
    static Schedule cosine(long length, double end) {
        requireLength(length);
        return t -> end + (1 - end) * 0.5 * (1 + StrictMath.cos(StrictMath.PI * Math.min(t, length) / length));
    }

    /** Multiplied by {@code reduction} after every {@code length}: reduction^floor(t / length). */
    static Schedule stairs(long length, double reduction) {
        requireLength(length);
        return t -> StrictMath.pow(reduction, t / length);
    }

    /**
     * A linear rise before this schedule: (t + 1) / length for t below {@code length}, never 0. Then this schedule
     * begins.
     */
    default Schedule warmup(long length) {
        requireLength(length);
        Schedule after = this;
        return new Schedule() {
            @Override
            public double factor(long t) {
                return t < length ? (t + 1.0) / length * after.factor(0) : after.factor(t - length);
            }

            @Override
            public void report(double loss) {
                after.report(loss);
            }
        };
    }

    /** This schedule, counted in epochs, used by steps: its factor at epoch floor(t / steps). */
    default Schedule byEpochsOf(long steps) {
        requireLength(steps);
        Schedule epochs = this;
        return new Schedule() {
            @Override
            public double factor(long t) {
                return epochs.factor(t / steps);
            }

            @Override
            public void report(double loss) {
                epochs.report(loss);
            }
        };
    }

    private static void requireLength(long length) {
        if (length < 1) {
            throw new IllegalArgumentException("schedule: a length of " + length + "; 1 or more is needed");
        }
    }
}
