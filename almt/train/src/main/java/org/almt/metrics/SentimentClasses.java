package org.almt.metrics;

import java.util.List;
import org.almt.input.DatasetKind;

/**
 * The classes of sentiment for a confusion matrix: the seven of {@code Mult_acc_7} for CMU-MOSI and CMU-MOSEI, the five
 * of {@code Mult_acc_5} for CH-SIMS.
 *
 * <p>Threads: safe for many at once.
 */
public final class SentimentClasses {
    private static final int MOSI_LIMIT = 3;

    private SentimentClasses() {}

    /** Their names, from most negative to most positive. */
    public static List<String> names(DatasetKind kind) {
        return switch (kind) {
            case MOSI, MOSEI -> List.of("-3", "-2", "-1", "0", "+1", "+2", "+3");
            case SIMS -> List.of("negative", "weakly negative", "neutral", "weakly positive", "positive");
        };
    }

    /**
     * The class of a value.
     *
     * @throws IllegalArgumentException if it is NaN
     */
    public static int of(DatasetKind kind, float value) {
        if (Float.isNaN(value)) {
            throw new IllegalArgumentException("class: NaN has no class; the model's prediction is not a number");
        }
        return switch (kind) {
            case MOSI, MOSEI -> (int) Math.rint(Metrics.clip(value, MOSI_LIMIT)) + MOSI_LIMIT;
            case SIMS -> SimsMetrics.bin(Metrics.clip(value, kind.labelLimit()), SimsMetrics.FIVE);
        };
    }
}
