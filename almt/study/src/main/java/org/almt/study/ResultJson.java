package org.almt.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.data.corrupt.Corruption;
import org.almt.stats.CrossedBootstrap;
import org.almt.stats.Interval;

/**
 * {@code results.json}: the results of a study, for programs. A figure that does not exist is null:
 *
 * <pre>
 * format          1
 * study           the study, as in its file
 * data, kind, samples, confidence, resamples
 * warnings        what the study is too small to show
 * constant        test metrics of the mean of the training labels
 * metrics         names of the test metrics; measures too
 * variants        a list, in the study's order:
 *   name, description, parameters, runs (folders, one a seed)
 *   secondsPerRun, seconds (one a seed), bestEpochs (one a seed)
 *   likePapers    figures that are chosen on the test split: bestTestEpochs, by metric; published, by metric; source
 *   figures       by name, metrics and measures:
 *     values      one a seed
 *     mean, low, high, deviation
 *     difference  mean, low, high; not in the base variant
 * curves          a list, in the study's order:
 *   name, description, kind, modality, at
 *   points        a list: variant, strength, figures by metric: mean, low, high
 * </pre>
 */
public final class ResultJson {
    private ResultJson() {}

    /** The contents of the file. */
    public static Map<String, Object> of(StudyResults results) {
        Study study = results.study();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format", 1);
        map.put("study", study.toMap());
        map.put("data", results.data());
        map.put("kind", results.kind().label());
        map.put("samples", results.samples());
        map.put("confidence", CrossedBootstrap.CONFIDENCE);
        map.put("resamples", CrossedBootstrap.REPLICATES);
        map.put("warnings", StudyWarnings.of(results));
        map.put("constant", results.constant());
        map.put("metrics", results.variants().getFirst().figures().sequencedKeySet().stream()
                .filter(name -> !study.measures().contains(name)).toList());
        map.put("measures", study.measures());
        map.put("variants", results.variants().stream().map(variant -> variant(results, variant)).toList());
        map.put("curves", study.curves().stream().map(curve -> curve(results, curve)).toList());
        return map;
    }

    private static Map<String, Object> variant(StudyResults results, VariantResult result) {
        Study study = results.study();
        Map<String, Object> map = new LinkedHashMap<>();
        String name = result.variant().name();
        map.put("name", name);
        map.put("description", result.variant().description());
        map.put("parameters", result.parameters());
        map.put("runs", study.seeds().stream().map(seed -> "runs/" + name + "/seed-" + seed).toList());
        map.put("secondsPerRun", result.secondsPerRun());
        map.put("seconds", list(result.seconds()));
        List<Long> epochs = new ArrayList<>();
        for (long epoch : result.bestEpochs()) {
            epochs.add(epoch);
        }
        map.put("bestEpochs", epochs);
        map.put("likePapers", likePapers(results, result));
        Map<String, Object> figures = new LinkedHashMap<>();
        result.figures().forEach((figure, summary) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("values", list(summary.values()));
            one.putAll(interval(summary.mean()));
            one.put("deviation", summary.deviation());
            if (summary.difference() != null) {
                one.put("difference", interval(summary.difference()));
            }
            figures.put(figure, one);
        });
        map.put("figures", figures);
        return map;
    }

    private static Map<String, Object> likePapers(StudyResults results, VariantResult result) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("bestTestEpochs", result.bestTestEpochs());
        PaperFigures.of(results.study(), result.variant(), results.samples()).ifPresent(paper -> {
            map.put("published", paper.figures());
            map.put("source", paper.source());
        });
        return map;
    }

    private static Map<String, Object> curve(StudyResults results, Curve curve) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", curve.name());
        map.put("description", curve.description());
        map.put("kind", curve.kind().label());
        map.put("modality", Corruption.label(curve.modality()));
        map.put("at", curve.trained() ? "train" : "test");
        List<Object> points = new ArrayList<>();
        for (CurvePoint point : results.points()) {
            if (point.curve().equals(curve)) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("variant", point.variant());
                one.put("strength", point.strength());
                Map<String, Object> figures = new LinkedHashMap<>();
                point.metrics().forEach((name, interval) -> figures.put(name, interval(interval)));
                one.put("figures", figures);
                points.add(one);
            }
        }
        map.put("points", points);
        return map;
    }

    private static Map<String, Object> interval(Interval interval) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("mean", interval.value());
        map.put("low", interval.low());
        map.put("high", interval.high());
        return map;
    }

    private static List<Double> list(double[] values) {
        List<Double> list = new ArrayList<>();
        for (double value : values) {
            list.add(value);
        }
        return list;
    }
}
