package org.almt.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.almt.input.DatasetKind;
import org.jspecify.annotations.Nullable;

/**
 * The reference's "best test epoch per metric". Each figure is the best that any epoch reached on one split; different
 * figures may come from different epochs. With the test split, the paper's tables were made in this way.
 *
 * <p><b>It is optimistic, because it selects on the split that it reports.</b> It exists for comparisons with figures
 * made in the same way, and must be named in every table. An honest figure comes from the epoch with the lowest
 * validation MAE.
 *
 * <p>The rules of the reference's recorder, which are kept:
 *
 * <ul>
 *   <li>the two-class accuracies come with the F1 of their epoch; F1 is not maximised itself;
 *   <li>a lower {@code MAE} also replaces {@code Corr} by that of its epoch, even if it is worse;
 *   <li>{@code Mult_acc_3}, {@code _5}, {@code _7} and {@code Corr} are each maximised separately;
 *   <li>only a strictly better value replaces another, so the first of equal values is kept. No value is better than
 *       NaN: a NaN {@code Corr} of the first epoch is kept until a lower {@code MAE} replaces it.
 * </ul>
 *
 * <p>Threads: one at a time.
 */
public final class BestEpochTable {
    /** The F1 that belongs to each two-class accuracy. */
    private static final Map<String, String> CARRIES =
            Map.of("Has0_acc_2", "Has0_F1_score", "Non0_acc_2", "Non0_F1_score", "Mult_acc_2", "F1_score");

    /**
     * A figure and its epoch.
     *
     * @param value the figure
     *
     * @param epoch the epoch that reached it
     */
    public record Entry(double value, int epoch) {}

    private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    private @Nullable DatasetKind kind;

    /** A table without epochs. */
    public BestEpochTable() {}

    /**
     * Adds an epoch's figures.
     *
     * @throws IllegalArgumentException if they are of another kind than the earlier ones
     */
    public void record(int epoch, Metrics metrics) {
        if (kind == null) {
            kind = metrics.kind();
            metrics.values().keySet().forEach(name -> put(name, epoch, metrics));
            return;
        }
        if (kind != metrics.kind()) {
            throw new IllegalArgumentException("best-epoch table: epoch " + epoch + " has metrics of "
                    + metrics.kind().label() + ", the earlier ones of " + kind.label());
        }
        for (String name : metrics.values().keySet()) {
            if (!improves(name, metrics.get(name))) {
                continue;
            }
            put(name, epoch, metrics);
            if (CARRIES.containsKey(name)) {
                put(CARRIES.get(name), epoch, metrics);
            } else if (name.equals(Metrics.MAE)) {
                put(Metrics.CORR, epoch, metrics);
            }
        }
    }

    private boolean improves(String name, double value) {
        double best = Objects.requireNonNull(entries.get(name), name).value();
        if (CARRIES.containsValue(name)) {
            return false;
        }
        return name.equals(Metrics.MAE) ? value < best : value > best;
    }

    private void put(String name, int epoch, Metrics metrics) {
        entries.put(name, new Entry(metrics.get(name), epoch));
    }

    /** The best of each figure, in the order of the metrics; empty before the first epoch. */
    public SequencedMap<String, Entry> entries() {
        return Collections.unmodifiableSequencedMap(entries);
    }
}
