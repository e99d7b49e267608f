package org.almt.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.almt.input.DatasetKind;
import org.almt.metrics.ConstantBaseline;
import org.almt.stats.Interval;

/** The results of a study, in Markdown that is also readable in a terminal. */
public final class ResultTable {
    private ResultTable() {}

    /** The source of variation of the intervals. */
    private static String drawn(int seeds) {
        return seeds == 1 ? "test samples alone" : "test samples and seeds";
    }

    /** The lines: means, differences from the base, curves. */
    public static List<String> of(StudyResults results) {
        Study study = results.study();
        List<String> lines = new ArrayList<>();
        lines.add("# " + study.name());
        lines.add("");
        lines.add(study.description());
        lines.add("");
        lines.add("Data: " + results.data() + ". Seeds: "
                + String.join(", ", study.seeds().stream().map(String::valueOf).toList())
                + ". Test split, weights of the best validation epoch; mean ± standard deviation over seeds.");
        for (String warning : StudyWarnings.of(results)) {
            lines.add("");
            lines.add("Warning: " + warning);
        }
        List<List<String>> groups = study.measures().isEmpty()
                ? List.of(mainMetrics(results.kind()))
                : List.of(mainMetrics(results.kind()), study.measures());
        for (List<String> shown : groups) {
            lines.add("");
            lines.addAll(aligned(means(results, shown, shown == groups.getFirst())));
        }
        if (results.variants().size() > 1) {
            lines.add("");
            lines.add("Difference from " + study.base() + ", paired by seed and sample, with 95 % intervals over "
                    + drawn(study.seeds().size()) + " (* marks an interval without 0):");
            for (List<String> shown : groups) {
                lines.add("");
                lines.addAll(aligned(differences(results, shown)));
            }
        }
        lines.addAll(likePapers(results));
        List<Curve> left = new ArrayList<>(study.curves());
        while (!left.isEmpty()) {
            Curve first = left.getFirst();
            List<Curve> alike = left.stream().filter(curve -> curve.trained() == first.trained()
                    && curve.strengths().equals(first.strengths())).toList();
            left.removeAll(alike);
            lines.add("");
            lines.add("MAE by strength of the corruption " + (first.trained()
                    ? "in training and test, with a training for each strength:"
                    : "in the test split only, for the runs above:"));
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
            header.addAll(List.of("parameters", "best epoch", "s a run"));
        }
        rows.add(header);
        for (VariantResult variant : results.variants()) {
            List<String> row = new ArrayList<>(List.of(variant.variant().name()));
            for (String name : shown) {
                FigureSummary figure = variant.figure(name);
                row.add(Double.isNaN(figure.deviation())
                        ? number("%.4f", figure.mean().value())
                        : number("%.4f", figure.mean().value()) + " ± " + number("%.4f", figure.deviation()));
            }
            if (withSizes) {
                row.add(String.format(Locale.ROOT, "%,d", variant.parameters()));
                row.add(Arrays.stream(variant.bestEpochs()).mapToObj(String::valueOf).collect(Collectors.joining(" ")));
                row.add(number("%.1f", variant.secondsPerRun()));
            }
            rows.add(row);
        }
        if (withSizes && !results.constant().isEmpty()) {
            List<String> row = new ArrayList<>(List.of(ConstantBaseline.MEAN));
            shown.forEach(name -> row.add(number("%.4f", results.constant().getOrDefault(name, Double.NaN))));
            row.addAll(List.of("–", "–", "–"));
            rows.add(row);
        }
        return rows;
    }

    /** Figures selected on the test split, as in papers, beside published ones; empty if there are neither. */
    private static List<String> likePapers(StudyResults results) {
        Study study = results.study();
        List<String> shown = mainMetrics(results.kind());
        boolean found = results.variants().stream().anyMatch(variant -> !variant.bestTestEpochs().isEmpty());
        boolean published =
                study.variants().stream()
                        .anyMatch(variant -> PaperFigures.of(study, variant, results.samples()).isPresent());
        if (!found && !published) {
            return List.of();
        }
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("variant"));
        if (found) {
            shown.forEach(name -> header.add("best test " + name));
        }
        if (published) {
            shown.forEach(name -> header.add("published " + name));
            header.add("source");
        }
        rows.add(header);
        for (VariantResult variant : results.variants()) {
            List<String> row = new ArrayList<>(List.of(variant.variant().name()));
            for (String name : found ? shown : List.<String>of()) {
                row.add(number("%.4f", variant.bestTestEpochs().getOrDefault(name, Double.NaN)));
            }
            if (published) {
                Optional<PaperFigures> paper = PaperFigures.of(study, variant.variant(), results.samples());
                shown.forEach(name -> row.add(
                        number("%.4f", paper.map(figures -> figures.figure(name)).orElse(Double.NaN))));
                row.add(paper.map(PaperFigures::source).orElse("–"));
            }
            rows.add(row);
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("These are not results but figures selected as in papers"
                + (found ? "; \"best test\" is the best test epoch of each metric, mean over seeds" : "")
                + ". They are too good, and comparable only with one another:");
        lines.add("");
        lines.addAll(aligned(rows));
        return lines;
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
                Interval difference =
                        Objects.requireNonNull(variant.figure(name).difference(), "all variants except the base have"
                                + " one");
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
                        Interval mae = Objects.requireNonNull(point.metrics().get("MAE"), "MAE");
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

    /** Formats the rows of a Markdown table, with columns of equal width. The first row is the header. */
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

    /** The metrics for which a table has room. The first is the error, by which models are selected. */
    static List<String> mainMetrics(DatasetKind kind) {
        return kind == DatasetKind.SIMS
                ? List.of("MAE", "Corr", "Mult_acc_2", "Mult_acc_5")
                : List.of("MAE", "Corr", "Non0_acc_2", "Mult_acc_7");
    }
}
