package org.almt.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.almt.metrics.BestEpochTable;
import org.almt.metrics.Metrics;

/**
 * The result of a finished run.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param data a short description of the data
 * @param epochs the number of epochs
 * @param bestEpoch the epoch with the lowest validation MAE
 * @param parameters the number of parameters of the model
 * @param valid the metrics of the validation split with the best weights
 * @param test the metrics of the test split with the best weights: the result; empty if that split has no labels
 * @param baselines the metrics of simpler predictors on the test split, by name, the weakest first
 * @param leftOut simpler predictors that were not tried, by name, each with the reason
 * @param reference the best test figure of any epoch; empty if not requested
 */
public record RunSummary(
        String data, int epochs, int bestEpoch, long parameters, Metrics valid,
        Optional<Metrics> test,
        SequencedMap<String, Metrics> baselines, SequencedMap<String, String> leftOut,
        SequencedMap<String, BestEpochTable.Entry> reference) {

    /** The figures of the reference's table per line. */
    private static final int REFERENCE_CELLS = 4;
    private static final double MOST_TIMES = 10;

    /** The contents of {@code summary.json} and {@code --json}. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("data", data);
        map.put("epochs", epochs);
        map.put("bestEpoch", bestEpoch);
        map.put("parameters", parameters);
        map.put("validation", valid.values());
        test.ifPresent(metrics -> {
            map.put("test", metrics.values());
            Map<String, Object> simpler = new LinkedHashMap<>();
            baselines.forEach((name, one) -> simpler.put(name, one.values()));
            map.put("baselinesOnTest", simpler);
        });
        if (!leftOut.isEmpty()) {
            map.put("baselinesLeftOut", leftOut);
        }
        if (!reference.isEmpty()) {
            Map<String, Object> best = new LinkedHashMap<>();
            best.put("note", "best test epoch per metric: selected on the test split itself, only to be compared with"
                    + " tables made in the same way");
            reference.forEach((name, entry) -> {
                Map<String, Object> cell = new LinkedHashMap<>();
                cell.put("value", entry.value());
                cell.put("epoch", entry.epoch());
                best.put(name, cell);
            });
            map.put("referenceProtocol", best);
        }
        return map;
    }

    /** The lines of {@code summary.txt} and of the terminal. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Data: " + data);
        lines.add(String.format(Locale.ROOT, "Epoch %d of %d has the lowest validation MAE. With its weights (%,d"
                + " parameters):", bestEpoch, epochs, parameters));
        lines.add("");
        lines.add(String.format(Locale.ROOT, "  %-16s%12s%10s", "", "validation", test.isEmpty() ? "" : "test")
                .stripTrailing());
        valid.values().forEach((name, value) -> lines.add(String.format(Locale.ROOT, "  %-16s%12.4f", name, value)
                + test.map(metrics -> String.format(Locale.ROOT, "%10.4f", metrics.get(name))).orElse("")));
        lines.add("");
        if (test.isEmpty()) {
            lines.add("The test split has no labels: predictions.csv has the predictions, and there are no figures.");
        }
        baselines.forEach((name, metrics) -> lines.add(comparison(name, metrics.mae(), test.orElseThrow().mae())));
        leftOut.forEach((name, why) -> lines.add("Not compared with " + name + ", which " + why + "."));
        if (!reference.isEmpty()) {
            addReference(lines);
        }
        return lines;
    }

    /** For example {@code Test MAE 0.6078 beats constant (train mean), 1.4138, by 0.8060 (57.0 %).} */
    private static String comparison(String baseline, double mae, double own) {
        double gain = mae - own;
        String form = gain > 0
                ? "Test MAE %.4f beats %s, %.4f, by %.4f%s."
                : "Test MAE %.4f does not beat %s, %.4f: it is worse by %.4f%s.";
        // with an error near 0 of the baseline, the percentage has no meaning
        String share = Math.abs(gain) > MOST_TIMES * mae
                ? ""
                : String.format(Locale.ROOT, " (%.1f %%)", 100 * Math.abs(gain) / mae);
        return String.format(Locale.ROOT, form, own, baseline, mae, Math.abs(gain), share);
    }

    private void addReference(List<String> lines) {
        lines.add("");
        lines.add(
                "Not a result, but the reference's \"best test epoch per metric\": chosen on the test split itself,"
                        + " so");
        lines.add("it flatters, and is only to be compared with tables that were made the same way.");
        List<String> cells = new ArrayList<>();
        reference.forEach((name, entry) -> cells.add(
                String.format(Locale.ROOT, "%s %.4f (epoch %d)", name, entry.value(), entry.epoch())));
        for (int from = 0; from < cells.size(); from += REFERENCE_CELLS) {
            lines.add("  " + String.join("  ", cells.subList(from, Math.min(cells.size(), from + REFERENCE_CELLS))));
        }
    }
}
