package org.almt.distill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.metrics.Metrics;
import org.almt.run.SplitPredictions;
import org.almt.saved.SavedModel;

/**
 * A model that is compared with another.
 *
 * @param run its run folder
 *
 * @param parameters the number of its parameters
 *
 * @param bytes the size of its weights on disk
 *
 * @param milliseconds the median time of predicting one sample
 *
 * @param test its metrics on the test split
 *
 * @param predictions its predictions for the test split
 *
 * @param labels the labels of the test split
 */
public record Contender(
        Path run, long parameters, long bytes, double milliseconds, Metrics test, float[] predictions,
        float[] labels) {
    static Contender of(Path run, SavedModel saved, DataSet data, double milliseconds) throws IOException {
        Split split = data.split(SplitName.TEST);
        SplitPredictions result = SplitPredictions.of(saved, data, split);
        return new Contender(
                run, saved.network().root().parameterCount(), Files.size(saved.origin()), milliseconds,
                Metrics.of(saved.kind(), result.predictions(), result.labels()), result.predictions(),
                result.labels());
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("run", run.toString());
        map.put("parameters", parameters);
        map.put("bytes", bytes);
        map.put("milliseconds", milliseconds);
        map.put("test", test.values());
        return map;
    }
}
