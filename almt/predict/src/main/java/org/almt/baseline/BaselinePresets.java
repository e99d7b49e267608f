package org.almt.baseline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.almt.io.Json;
import org.almt.model.ModelConfig;
import org.almt.model.Preset;

/**
 * The default sizes and training settings of the baselines for each data set. The file {@code presets.json} beside this
 * class lists them. Those for CMU-MOSI, CMU-MOSEI and CH-SIMS are MMSA's tuned values; those for the generated data set
 * were chosen here.
 *
 * <p>For the generated data, the rates were chosen by the validation MAE of seed 1: TFN .848 at 1e-3 and .938 at 2e-3;
 * LMF .895 at 1e-3, .889 at 2e-3 and .906 at 4e-3.
 *
 * <p>MMSA's MulT adds the gradients of eight batches before an update, and clips each element to 0.6. Here the eight
 * are parts of one batch that is eight times as large. Its gradient is the mean of theirs, so the bound is an eighth.
 * (MMSA also clips the sum after each of the eight, and drops the batches left at the end of an epoch.) MMSA trains
 * until the validation loss has not fallen for eight epochs in a row. Here training ends after 200 epochs at most, and
 * the validation MAE decides; for CH-SIMS, the MAE is that of values clipped to [-1, 1].
 */
public final class BaselinePresets {
    private static final String FILE = "presets.json";

    private static final Map<String, Object> ALL = read();

    private BaselinePresets() {}

    private static Map<String, Object> read() {
        try (InputStream in = BaselinePresets.class.getResourceAsStream(FILE)) {
            return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The sizes of a model.
     *
     * @param preset the data set
     * @param inputs the configuration whose six sizes of inputs are used
     */
    public static BaselineConfig model(BaselineConfig.Schema schema, Preset preset, ModelConfig inputs) {
        Map<String, Object> values = new LinkedHashMap<>(inputs.toMap());
        values.putAll(part(schema, preset, "model"));
        return BaselineConfig.of(schema, values);
    }

    /** The training settings of the model by name, as far as they differ from ALMT's. */
    public static Map<String, Object> training(BaselineConfig.Schema schema, Preset preset) {
        return part(schema, preset, "training");
    }

    private static Map<String, Object> part(BaselineConfig.Schema schema, Preset preset, String part) {
        Map<String, Object> found = object(object(object(ALL, schema.architecture()), preset.dataSet()), part);
        return Collections.unmodifiableMap(found);
    }

    private static Map<String, Object> object(Map<String, Object> map, String key) {
        if (map.get(key) instanceof Map<?, ?> object) {
            Map<String, Object> named = new LinkedHashMap<>();
            object.forEach((name, value) -> named.put((String) name, value));
            return named;
        }
        throw new IllegalStateException(FILE + ": '" + key + "' is missing");
    }
}
