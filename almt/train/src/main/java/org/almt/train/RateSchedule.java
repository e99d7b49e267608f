package org.almt.train;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.almt.nn.optim.Plateau;

/**
 * The schedules of the learning rate over a run, by name.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum RateSchedule {
    /** A linear warm-up from zero over the first tenth of the epochs, then half a cosine wave down to almost zero. */
    WARMUP_COSINE("warmup-cosine"),
    /**
     * The same curve over updates instead of epochs. It is for runs with so few epochs that the first must not have
     * rate zero.
     */
    WARMUP_COSINE_BY_STEP("warmup-cosine-by-step"),
    /** A constant rate. */
    CONSTANT("constant"),
    /** A tenth of the rate whenever the validation MAE has stopped falling; see {@link Plateau}. */
    PLATEAU("plateau");

    private final String label;

    RateSchedule(String label) {
        this.label = label;
    }

    /** The name on the command line and in {@code config.json}. */
    public String label() {
        return label;
    }

    private static final double PLATEAU_REDUCTION = 0.1;

    /** The factor by which the base rates are scaled in an update of a run. */
    @FunctionalInterface
    public interface Factor {
        /**
         * The factor.
         *
         * @param epoch the epoch, from 1
         *
         * @param batch the batch of the epoch, from 0
         */
        double at(int epoch, int batch);

        /**
         * Reports the validation MAE of an epoch, on which a plateau depends. A resumed run reports all earlier epochs
         * first.
         */
        default void report(double validMae) {}
    }

    /**
     * The factors of a run with the given numbers of epochs and batches.
     *
     * @param patience the epochs without a lower validation MAE that a plateau waits
     */
    public Factor over(int epochs, int batches, int patience) {
        return switch (this) {
            case WARMUP_COSINE -> {
                WarmupCosine schedule = new WarmupCosine(epochs);
                yield (epoch, batch) -> schedule.factor(epoch);
            }
            case WARMUP_COSINE_BY_STEP -> {
                WarmupCosine schedule = new WarmupCosine((long) epochs * batches);
                yield (epoch, batch) -> schedule.factor((epoch - 1L) * batches + batch + 1);
            }
            case CONSTANT -> (epoch, batch) -> 1;
            case PLATEAU -> new FollowedPlateau(new Plateau(PLATEAU_REDUCTION, patience));
        };
    }

    private record FollowedPlateau(Plateau plateau) implements Factor {
        @Override
        public double at(int epoch, int batch) {
            return plateau.factor(epoch);
        }

        @Override
        public void report(double validMae) {
            plateau.report(validMae);
        }
    }

    /** The schedule with a name. */
    public static RateSchedule of(String label) {
        for (RateSchedule schedule : values()) {
            if (schedule.label.equals(label)) {
                return schedule;
            }
        }
        throw new IllegalArgumentException("schedule: there is no '" + label + "'; known are "
                + Arrays.stream(values()).map(RateSchedule::label).collect(Collectors.joining(", ")));
    }
}
