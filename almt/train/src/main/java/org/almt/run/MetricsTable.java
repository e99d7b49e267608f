package org.almt.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.almt.input.DatasetKind;
import org.almt.metrics.Metrics;
import org.almt.train.EpochResult;

/**
 * {@code metrics.csv}: one row per epoch, with the deciding metric first. Figures are unrounded. The last two columns
 * are times, the only columns that differ between equal runs.
 */
final class MetricsTable {
    private final EpochTable table;
    private final List<String> names;

    MetricsTable(Path file, DatasetKind kind) {
        names = names(kind);
        names.remove(Metrics.MAE);
        names.addFirst(Metrics.MAE);
        List<String> columns = new ArrayList<>(List.of("epoch", "lr", "train_loss"));
        names.forEach(name -> columns.add("valid_" + column(name)));
        columns.addAll(List.of("step_ms", "epoch_seconds"));
        table = new EpochTable(file, columns);
    }

    /** The metrics of a kind of data set, in their own order. */
    static List<String> names(DatasetKind kind) {
        return new ArrayList<>(Metrics.of(kind, new float[1], new float[1]).values().keySet());
    }

    /** A metric's name as part of a column's. */
    static String column(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    void reload(int lastEpoch) throws IOException {
        table.reload(lastEpoch);
    }

    /** A checksum of the rows up to an epoch, without the times. */
    String checksum(int lastEpoch) {
        return table.checksum(lastEpoch, 2);
    }

    /** The validation MAE of an epoch, counted from 1. */
    double validMae(int epoch) {
        return table.value(epoch, "valid_" + column(Metrics.MAE));
    }

    void add(EpochResult result) throws IOException {
        List<Object> cells = new ArrayList<>(List.of(result.epoch(), result.lr(), result.trainLoss()));
        names.forEach(name -> cells.add(result.valid().get(name)));
        cells.add(result.stepMillis());
        cells.add(result.seconds());
        table.append(cells);
    }
}
