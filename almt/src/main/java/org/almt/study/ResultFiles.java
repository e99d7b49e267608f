package org.almt.study;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.almt.metrics.DatasetKind;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.stats.CrossedBootstrap;
import org.almt.stats.Interval;
import org.almt.json.Json;

/**
 * The files that tell what a study came to. All but the seconds are the same in every repetition.
 *
 * <p>{@code results.json}; a figure that does not exist is null:
 *
 * <pre>
 * format          1
 * study           the study, as in its file
 * data, kind, samples, confidence, resamples
 * metrics         names of the test metrics; measures likewise
 * variants        a list, in the study's order:
 *   name, description, parameters, runs (folders, one a seed)
 *   secondsPerRun, seconds (one a seed), bestEpochs (one a seed)
 *   figures       by name, metrics and measures:
 *     values      one a seed
 *     mean, low, high, deviation
 *     difference  mean, low, high; not in the base variant
 * curves          a list, in the study's order:
 *   name, description, kind, modality, at
 *   points        a list: variant, strength, figures by metric: mean, low, high
 * </pre>
 *
 * <p>{@code results.csv} has a row for each variant and figure, {@code curves/NAME.csv} one for each variant and strength.
 */
public final class ResultFiles {
    private ResultFiles() {}

    /** Writes all; {@code results.json} last. */
    public static void write(StudyFolder folder, StudyResults results) throws IOException {
        if (!results.study().curves().isEmpty()) {
            Files.createDirectories(folder.curve("any").getParent());
        }
        for (Curve curve : results.study().curves()) {
            AtomicFiles.writeString(folder.curve(curve.name()), curveCsv(results, curve));
        }
        AtomicFiles.writeString(folder.table(), String.join("\n", table(results)) + "\n");
        AtomicFiles.writeString(folder.resultsCsv(), csv(results));
        byte[] json = Json.write(json(results));
        AtomicFiles.write(folder.resultsJson(), out -> out.write(json));
    }

    /** The metrics that a table has room for: the error first, on which models are selected. */
    static List<String> mainMetrics(DatasetKind kind) {
        return kind == DatasetKind.SIMS
                ? List.of("MAE", "Corr", "Mult_acc_2", "Mult_acc_5")
                : List.of("MAE", "Corr", "Non0_acc_2", "Mult_acc_7");
    }

    /** In Markdown, and fit for a terminal. */
    public static List<String> table(StudyResults results) {
        Study study = results.study();
        List<String> lines = new ArrayList<>();
        lines.add("# " + study.name());
        lines.add("");
        lines.add(study.description());
        lines.add("");
        lines.add("Data: " + results.data() + ". Seeds: "
                + String.join(", ", study.seeds().stream().map(String::valueOf).toList())
                + ". Test split, weights of the best validation epoch; mean ± standard deviation over seeds.");
        List<List<String>> groups = study.measures().isEmpty()
                ? List.of(mainMetrics(results.kind()))
                : List.of(mainMetrics(results.kind()), study.measures());
        for (List<String> shown : groups) {
            lines.add("");
            lines.addAll(aligned(means(results, shown, shown == groups.getFirst())));
        }
        if (results.variants().size() > 1) {
            lines.add("");
            lines.add("Difference from " + study.base() + ", seed for seed and sample for sample, with 95 % intervals"
                    + " over test samples and seeds (* where 0 lies outside):");
            for (List<String> shown : groups) {
                lines.add("");
                lines.addAll(aligned(differences(results, shown)));
            }
        }
        List<Curve> left = new ArrayList<>(study.curves());
        while (!left.isEmpty()) {
            Curve first = left.getFirst();
            List<Curve> alike = left.stream().filter(curve -> curve.trained() == first.trained()
                    && curve.strengths().equals(first.strengths())).toList();
            left.removeAll(alike);
            lines.add("");
            lines.add("MAE by strength of what is done " + (first.trained()
                    ? "in training and test, each a training of its own:"
                    : "in test alone, to runs trained as above:"));
            lines.add("");
            lines.addAll(aligned(curveRows(results, alike)));
        }
        return lines;
    }

    private static List<List<String>> means(StudyResults results, List<String> shown, boolean withSizes) {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("variant"));
        header.addAll(shown);
        if (withSizes) {
            header.addAll(List.of("parameters", "s a run"));
        }
        rows.add(header);
        for (VariantResult variant : results.variants()) {
            List<String> row = new ArrayList<>(List.of(variant.variant().name()));
            for (String name : shown) {
                Summary figure = variant.figures().get(name);
                row.add(Double.isNaN(figure.deviation())
                        ? number("%.4f", figure.mean().value())
                        : number("%.4f", figure.mean().value()) + " ± " + number("%.4f", figure.deviation()));
            }
            if (withSizes) {
                row.add(String.format(Locale.ROOT, "%,d", variant.parameters()));
                row.add(number("%.1f", variant.secondsPerRun()));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<List<String>> differences(StudyResults results, List<String> shown) {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("variant"));
        header.addAll(shown);
        rows.add(header);
        for (VariantResult variant : results.variants()) {
            if (variant.variant().name().equals(results.study().base())) {
                continue;
            }
            List<String> row = new ArrayList<>(List.of(variant.variant().name()));
            for (String name : shown) {
                Interval difference = variant.figures().get(name).difference();
                row.add(Double.isNaN(difference.value())
                        ? "–"
                        : number("%+.4f", difference.value()) + " [" + number("%+.4f", difference.low()) + ", "
                                + number("%+.4f", difference.high()) + "]" + (difference.excludesZero() ? " *" : ""));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<List<String>> curveRows(StudyResults results, List<Curve> curves) {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("curve, variant"));
        curves.getFirst().strengths().forEach(strength -> header.add(String.valueOf(strength)));
        rows.add(header);
        for (Curve curve : curves) {
            for (String variant : curve.variants()) {
                List<String> row = new ArrayList<>(List.of(curve.name() + ", " + variant));
                for (CurvePoint point : results.points()) {
                    if (point.curve().equals(curve) && point.variant().equals(variant)) {
                        Interval mae = point.metrics().get("MAE");
                        row.add(number("%.3f", mae.value()) + " [" + number("%.3f", mae.low()) + ", "
                                + number("%.3f", mae.high()) + "]");
                    }
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
    }

    /** Rows of a Markdown table, the first of which is its header, with columns of equal width. */
    private static List<String> aligned(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int c = 0; c < columns; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("|");
            for (int c = 0; c < columns; c++) {
                String padding = " ".repeat(widths[c] - row.get(c).length());
                line.append(' ').append(c == 0 ? row.get(c) + padding : padding + row.get(c)).append(" |");
            }
            lines.add(line.toString());
            if (lines.size() == 1) {
                StringBuilder rule = new StringBuilder("|");
                for (int c = 0; c < columns; c++) {
                    rule.append("-".repeat(widths[c] + 1)).append(c == 0 ? "-|" : ":|");
                }
                lines.add(rule.toString());
            }
        }
        return lines;
    }

    private static String csv(StudyResults results) {
        StringBuilder csv = new StringBuilder(
                "variant,figure,mean,low,high,deviation,difference,difference_low,difference_high\n");
        for (VariantResult variant : results.variants()) {
            variant.figures().forEach((name, figure) -> {
                Interval difference = figure.difference();
                csv.append(variant.variant().name()).append(',').append(name).append(',')
                        .append(cells(figure.mean())).append(',').append(cell(figure.deviation())).append(',')
                        .append(difference == null ? ",," : cells(difference)).append('\n');
            });
        }
        return csv.toString();
    }

    private static String curveCsv(StudyResults results, Curve curve) {
        StringBuilder csv = new StringBuilder("variant,strength");
        for (String name : results.variants().getFirst().figures().sequencedKeySet()) {
            if (!results.study().measures().contains(name)) {
                csv.append(',').append(name).append(',').append(name).append("_low,").append(name).append("_high");
            }
        }
        csv.append('\n');
        for (CurvePoint point : results.points()) {
            if (point.curve().equals(curve)) {
                csv.append(point.variant()).append(',').append(point.strength());
                point.metrics().values().forEach(interval -> csv.append(',').append(cells(interval)));
                csv.append('\n');
            }
        }
        return csv.toString();
    }

    private static String cells(Interval interval) {
        return cell(interval.value()) + "," + cell(interval.low()) + "," + cell(interval.high());
    }

    /** Empty where there is no such number. */
    private static String cell(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    private static Map<String, Object> json(StudyResults results) {
        Study study = results.study();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format", 1);
        map.put("study", study.toMap());
        map.put("data", results.data());
        map.put("kind", results.kind().label());
        map.put("samples", results.samples());
        map.put("confidence", CrossedBootstrap.CONFIDENCE);
        map.put("resamples", CrossedBootstrap.REPLICATES);
        map.put("metrics", results.variants().getFirst().figures().sequencedKeySet().stream()
                .filter(name -> !study.measures().contains(name)).toList());
        map.put("measures", study.measures());
        map.put("variants", results.variants().stream().map(variant -> variant(study, variant)).toList());
        map.put("curves", study.curves().stream().map(curve -> curve(results, curve)).toList());
        return map;
    }

    private static Map<String, Object> variant(Study study, VariantResult result) {
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

    private static Map<String, Object> curve(StudyResults results, Curve curve) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", curve.name());
        map.put("description", curve.description());
        map.put("kind", curve.kind().label());
        map.put("modality", curve.modality().key());
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
