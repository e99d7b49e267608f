package org.almt.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.almt.input.DatasetKind;
import org.jspecify.annotations.Nullable;

/**
 * The reference's "best test epoch per metric": each figure is the best that any epoch reached on one split, different
 * figures at different epochs. Where that split is the test split, this is how the paper's tables came about.
 *
 * <p><b>It is optimistic, since it chooses on what it reports.</b> It is here so that like can be compared with like,
 * and belongs in no table without its name. An honest figure comes from the epoch of the lowest validation MAE.
 *
 * <p>The recorder's ways, kept as they are:
 *
 * <ul>
 *   <li>the two-class accuracies bring the F1 of their epoch with them; F1 is never chosen for itself;
 *   <li>a lower {@code MAE} also writes the {@code Corr} of its epoch over a better one;
 *   <li>{@code Mult_acc_3}, {@code _5}, {@code _7} and {@code Corr} are maximised each for itself;
 *   <li>only strictly better replaces, so that the first of equals stays, and nothing is better than NaN: a NaN {@code
 *       Corr} of the first epoch stays until a lower {@code MAE} overwrites it.
 * </ul>
 *
 * <p>Threads: one at a time.
 */
public final class BestEpochTable {
    /** The F1 that goes with each two-class accuracy. */
    private static final Map<String, String> CARRIES =
            Map.of("Has0_acc_2", "Has0_F1_score", "Non0_acc_2", "Non0_F1_score", "Mult_acc_2", "F1_score");

    /**
     * A figure and where it is from.
     *
     * @param value the figure
     * @param epoch the epoch that reached it
     */
    public record Entry(double value, int epoch) {}

    private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    private @Nullable DatasetKind kind;

    /** A table without epochs. */
    public BestEpochTable() {}

    /**
     * Takes an epoch's figures into account.
     *
     * @throws IllegalArgumentException when they are of another kind than those before
     */
    public void record(int epoch, Metrics metrics) {
        if (kind == null) {
            kind = metrics.kind();
            metrics.values().keySet().forEach(name -> put(name, epoch, metrics));
            return;
        }
        if (kind != metrics.kind()) {
            throw new IllegalArgumentException("best-epoch table: epoch " + epoch + " has metrics of "
                    + metrics.kind().label() + ", the ones before of " + kind.label());
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
