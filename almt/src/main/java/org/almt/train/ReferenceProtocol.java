package org.almt.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.almt.metrics.BestEpochTable;
import org.almt.metrics.DatasetKind;
import org.almt.metrics.Metrics;

/**
 * What the reference reports, and papers compare: for each metric the best value that any epoch reached <em>on the test
 * split</em>. Such figures are chosen with the very labels that they are measured on, and so flatter; they are kept in a
 * file of their own, take no part in any decision, and are never called a result.
 */
public final class ReferenceProtocol {
    private final EpochTable table;
    private final List<String> names;

    /** A protocol kept in {@code file}. */
    public ReferenceProtocol(Path file, DatasetKind kind) {
        names = Metrics.names(kind);
        List<String> columns = new ArrayList<>();
        columns.add("epoch");
        names.forEach(name -> columns.add("test_" + name));
        table = new EpochTable(file, columns);
    }

    void reload(int lastEpoch) throws IOException {
        table.reload(lastEpoch);
    }

    void add(int epoch, Metrics test) throws IOException {
        List<Object> cells = new ArrayList<>();
        cells.add(epoch);
        Map<String, Double> values = test.values();
        names.forEach(name -> cells.add(values.get(name)));
        table.append(cells);
    }
}
