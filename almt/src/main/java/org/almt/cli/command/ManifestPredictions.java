package org.almt.cli.command;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.almt.cli.option.DataOptions;
import org.almt.clips.Manifest;
import org.almt.data.DataSet;
import org.almt.data.SplitName;
import org.almt.metrics.PredictionsCsv;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.run.SplitPredictions;
import org.almt.saved.SavedModel;

/** Predictions for all samples of a table, with or without labels. An empty row has no prediction. */
final class ManifestPredictions {
    private final DataOptions data;
    private final List<SavedModel> models;
    private final UnaryOperator<String> written;

    ManifestPredictions(DataOptions data, List<SavedModel> models, UnaryOperator<String> written) {
        this.written = written;
        this.data = data;
        this.models = models;
    }

    /** Whether a row has no sound and no face, and no text that a model can read. */
    private boolean isEmpty(Manifest.Row row) {
        String text = row.text();
        boolean words = row.words() != null || text != null && !text.isBlank() && models.stream()
                .allMatch(saved -> saved.language() == null || saved.language().model().hasWords(text));
        return !words && row.audio() == null && row.vision() == null;
    }

    /** Writes id,label,prediction rows in the order of the table. */
    String write(Path table, Path out) throws IOException {
        Manifest manifest = Manifest.read(table);
        Set<SplitName> splits = new TreeSet<>();
        manifest.rows().forEach(row -> splits.add(row.split()));
        Map<String, Double> sums = new HashMap<>();
        for (SavedModel saved : models) {
            try (DataSet samples = data.openTableFor(table, saved, splits)) {
                for (SplitName split : splits) {
                    SplitPredictions result = SplitPredictions.of(saved, samples, samples.split(split));
                    for (int i = 0; i < result.predictions().length; i++) {
                        sums.merge(result.split().id(i), (double) result.predictions()[i], Double::sum);
                    }
                }
            }
        }
        List<String> ids = new ArrayList<>();
        float[] labels = new float[manifest.rows().size()];
        float[] predictions = new float[labels.length];
        List<Long> empty = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            Manifest.Row row = manifest.rows().get(i);
            ids.add(written.apply(row.id()));
            labels[i] = row.labels()[0];
            boolean nothing = isEmpty(row);
            predictions[i] = nothing
                    ? Float.NaN
                    : (float) (Objects.requireNonNull(sums.get(row.id()), row.id()) / models.size());
            if (nothing) {
                empty.add(row.line());
            }
        }
        AtomicFiles.write(out, file -> {
            Writer writer = new OutputStreamWriter(file, StandardCharsets.UTF_8);
            PredictionsCsv.write(writer, ids, labels, predictions, "");
            writer.flush();
        });
        return out + ": " + (ids.size() - empty.size()) + " predictions" + (empty.isEmpty()
                ? ""
                : "; " + empty.size() + (empty.size() == 1 ? " row has" : " rows have") + " no text and no prediction,"
                        + " the first in line " + empty.getFirst() + " of the table");
    }
}
