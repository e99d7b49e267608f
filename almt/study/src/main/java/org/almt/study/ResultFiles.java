package org.almt.study;

import java.io.IOException;
import java.nio.file.Files;
import org.almt.io.Json;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.stats.Interval;

/**
 * The files with the results of a study: {@link ResultTable} and {@link ResultJson}. There are also two kinds of CSV:
 * {@code results.csv} with a row for each variant and figure, and {@code curves/NAME.csv} with a row for each variant
 * and strength. All values except the seconds are the same in every repetition.
 */
public final class ResultFiles {
    private ResultFiles() {}

    /** Writes all files, {@code results.json} last. */
    public static void write(StudyFolder folder, StudyResults results) throws IOException {
        if (!results.study().curves().isEmpty()) {
            Files.createDirectories(folder.curve("any").getParent());
        }
        for (Curve curve : results.study().curves()) {
            AtomicFiles.writeString(folder.curve(curve.name()), curveCsv(results, curve));
        }
        AtomicFiles.writeString(folder.table(), String.join("\n", ResultTable.of(results)) + "\n");
        AtomicFiles.writeString(folder.resultsCsv(), csv(results));
        byte[] json = Json.write(ResultJson.of(results));
        AtomicFiles.write(folder.resultsJson(), out -> out.write(json));
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

    /** The text of a cell; empty for NaN. */
    private static String cell(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }
}
