package org.almt.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.almt.input.DatasetKind;
import org.almt.metrics.BestEpochTable;
import org.almt.metrics.Metrics;

/**
 * The figures that the reference reports and papers compare: for each metric, the best value that any epoch reached
 * <em>on the test split</em>. Such figures are selected with the same labels on which they are measured, so they are
 * too good. They are written to a separate file, do not affect any decision, and are never called a result.
 *
 * <p>Threads: one at a time.
 */
public final class ReferenceProtocol {
    private final DatasetKind kind;
    /** Empty if nothing is recorded. */
    private final Optional<EpochTable> table;
    private final List<String> names;
    private final BestEpochTable best = new BestEpochTable();

    /** A protocol that is written to {@code file}. Unless it is {@code wanted}, it ignores everything. */
    ReferenceProtocol(Path file, DatasetKind kind, boolean wanted) {
        this.kind = kind;
        names = MetricsTable.names(kind);
        List<String> columns = new ArrayList<>();
        columns.add("epoch");
        names.forEach(name -> columns.add(column(name)));
        table = wanted ? Optional.of(new EpochTable(file, columns)) : Optional.empty();
    }

    private static String column(String name) {
        return "test_" + MetricsTable.column(name);
    }

    void reload(int lastEpoch) throws IOException {
        if (table.isEmpty()) {
            return;
        }
        table.get().reload(lastEpoch);
        for (int epoch = 1; epoch <= lastEpoch; epoch++) {
            SequencedMap<String, Double> values = new LinkedHashMap<>();
            for (String name : names) {
                values.put(name, table.get().value(epoch, column(name)));
            }
            best.record(epoch, new Metrics(kind, values, new LinkedHashMap<>()));
        }
    }

    /** A checksum of the rows up to an epoch. */
    String checksum(int lastEpoch) {
        return table.isEmpty() ? "none" : table.get().checksum(lastEpoch, 0);
    }

    /** Adds an epoch. {@code scoring} is not called if nothing is recorded. */
    void add(int epoch, Supplier<Metrics> scoring) throws IOException {
        if (table.isEmpty()) {
            return;
        }
        Metrics test = scoring.get();
        List<Object> cells = new ArrayList<>();
        cells.add(epoch);
        names.forEach(name -> cells.add(test.get(name)));
        table.get().append(cells);
        best.record(epoch, test);
    }

    /** The best of each figure, and the epoch that reached it. */
    SequencedMap<String, BestEpochTable.Entry> best() {
        return best.entries();
    }
}
