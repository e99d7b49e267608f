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
 * The baselines' usual sizes and training settings for each data set, as {@code presets.json} beside this class lists
 * them: MMSA's tuned ones for CMU-MOSI, CMU-MOSEI and CH-SIMS, and some that suit the generated data set.
 *
 * <p>For the generated data, rates were chosen by the validation MAE of seed 1: TFN .848 at 1e-3 and .938 at 2e-3; LMF
 * .895 at 1e-3, .889 at 2e-3 and .906 at 4e-3. MMSA's MulT adds the gradients of eight batches before an update, and
 * keeps each element within 0.6; here these are the parts of one batch, eight times as large, whose gradient is their
 * mean, so that the bound is an eighth. (MMSA also bounds the sum after each of the eight, and drops batches that are
 * left at the end of an epoch.) It trains until eight epochs in a row have not lowered the validation loss, 200 at most
 * here, and what decides is the validation MAE: for CH-SIMS that is of values cut to [-1, 1].
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
     * @param inputs whose six sizes of inputs are taken
     */
    public static BaselineConfig model(BaselineConfig.Schema schema, Preset preset, ModelConfig inputs) {
        Map<String, Object> values = new LinkedHashMap<>(inputs.toMap());
        values.putAll(part(schema, preset, "model"));
        return BaselineConfig.of(schema, values);
    }

    /** How the model is trained: settings by name, as far as they are not ALMT's. */
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
