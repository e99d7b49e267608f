package org.almt.train;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.almt.nn.optim.Schedule;
import org.almt.nn.optim.WarmupCosine;

/** The ways in which the learning rate may change from epoch to epoch, by name. */
public enum RateSchedule {
    /** A linear warm-up from zero over the first tenth, then a half cosine down towards zero. */
    WARMUP_COSINE("warmup-cosine"),
    /** Always the same. */
    CONSTANT("constant");

    private final String label;

    RateSchedule(String label) {
        this.label = label;
    }

    /** The name on the command line and in {@code config.json}. */
    public String label() {
        return label;
    }

    /** The factors by which the base rate is scaled in a run of so many epochs. */
    public Schedule over(int epochs) {
        return switch (this) {
            case WARMUP_COSINE -> new WarmupCosine(epochs);
            case CONSTANT -> Schedule.constant();
        };
    }

    /** The schedule of a name. */
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
