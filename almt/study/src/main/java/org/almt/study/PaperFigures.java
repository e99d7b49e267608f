package org.almt.study;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.almt.io.Json;
import org.almt.model.Preset;
import org.almt.saved.Architecture;

/**
 * Published figures of models, from papers and public tables: {@code papers/figures.json} beside this class. Most of
 * them were selected on the test split, as the best epoch of each metric. So they must not be compared with honest
 * results. {@code source} names the origin of each.
 *
 * @param figures the published figures by the names of metrics
 *
 * @param source a short name of the origin
 */
public record PaperFigures(Map<?, ?> figures, String source) {
    private static final String FILE = "papers/figures.json";
    private static final Map<String, Object> ALL = read();

    /** The test samples of the public data sets, as in the files that MMSA offers. */
    private static final Map<String, Integer> TEST_SAMPLES = Map.of("mosi", 686, "mosei", 4659, "sims", 457);

    private static Map<String, Object> read() {
        try (InputStream in = PaperFigures.class.getResourceAsStream(FILE)) {
            return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The published figures of a variant's model, if the study uses a public data set and the model is the published
     * one. The preset alone does not identify the data: others have labels on the same scale. So the test split must
     * have as many samples as that of the data set.
     *
     * @param samples the number of test samples of the study
     */
    public static Optional<PaperFigures> of(Study study, Arm variant, int samples) {
        boolean asPublished = variant.set().keySet().stream().allMatch("missing"::equals)
                && variant.train().isEmpty() && variant.test().isEmpty();
        if (study.preset() == null || !asPublished
                || !Integer.valueOf(samples).equals(TEST_SAMPLES.get(Preset.of(study.preset()).dataSet()))
                || !(ALL.get(Preset.of(study.preset()).dataSet()) instanceof Map<?, ?> models)) {
            return Optional.empty();
        }
        String model = variant.model() == null ? Architecture.ALMT.label() : variant.model();
        return models.get(model) instanceof Map<?, ?> figures
                ? Optional.of(new PaperFigures(figures, String.valueOf(figures.get("source"))))
                : Optional.empty();
    }

    /** The figure of a metric; NaN if none is published. */
    public double figure(String metric) {
        return figures.get(metric) instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
