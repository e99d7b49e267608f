package org.almt.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.almt.input.DatasetKind;
import org.almt.metrics.BestEpochTable;
import org.almt.metrics.Metrics;

/**
 * What the reference reports, and papers compare: for each metric the best value that any epoch reached <em>on the test
 * split</em>. Such figures are chosen with the very labels that they are measured on, and so flatter; they are kept in
 * a file of their own, take no part in any decision, and are never called a result.
 */
public final class ReferenceProtocol {
    private final DatasetKind kind;
    private final EpochTable table;
    private final List<String> names;
    private final BestEpochTable best = new BestEpochTable();

    /** A protocol kept in {@code file}. */
    ReferenceProtocol(Path file, DatasetKind kind) {
        this.kind = kind;
        names = MetricsTable.names(kind);
        List<String> columns = new ArrayList<>();
        columns.add("epoch");
        names.forEach(name -> columns.add(column(name)));
        table = new EpochTable(file, columns);
    }

    private static String column(String name) {
        return "test_" + MetricsTable.column(name);
    }

    void reload(int lastEpoch) throws IOException {
        table.reload(lastEpoch);
        for (int epoch = 1; epoch <= lastEpoch; epoch++) {
            SequencedMap<String, Double> values = new LinkedHashMap<>();
            for (String name : names) {
                values.put(name, table.value(epoch, column(name)));
            }
            best.record(epoch, new Metrics(kind, values, new LinkedHashMap<>()));
        }
    }

    void add(int epoch, Metrics test) throws IOException {
        List<Object> cells = new ArrayList<>();
        cells.add(epoch);
        names.forEach(name -> cells.add(test.get(name)));
        table.append(cells);
        best.record(epoch, test);
    }

    /** The best of each figure, and the epoch that reached it. */
    SequencedMap<String, BestEpochTable.Entry> best() {
        return best.entries();
    }
}
