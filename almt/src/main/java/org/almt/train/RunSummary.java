package org.almt.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import org.almt.metrics.BestEpochTable;
import org.almt.metrics.Metrics;

/**
 * What a finished run came to.
 *
 * @param epochs how many there were
 * @param bestEpoch the one with the lowest validation MAE
 * @param parameters how many numbers the model holds
 * @param valid metrics of the validation split with the best weights
 * @param test metrics of the test split with the best weights: the result
 * @param baselines metrics of simpler predictors on the test split, by name, the weakest first
 * @param reference the best test figure of any epoch; empty where it was not asked for
 */
public record RunSummary(
        int epochs, int bestEpoch, long parameters, Metrics valid, Metrics test,
        SequencedMap<String, Metrics> baselines, SequencedMap<String, BestEpochTable.Entry> reference) {

    /** For {@code summary.json} and {@code --json}. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("epochs", epochs);
        map.put("bestEpoch", bestEpoch);
        map.put("parameters", parameters);
        map.put("validation", valid.values());
        map.put("test", test.values());
        Map<String, Object> simpler = new LinkedHashMap<>();
        baselines.forEach((name, metrics) -> simpler.put(name, metrics.values()));
        map.put("baselinesOnTest", simpler);
        if (!reference.isEmpty()) {
            Map<String, Object> best = new LinkedHashMap<>();
            best.put("note", "best test epoch per metric: chosen on the test split itself, only to be compared with"
                    + " tables made the same way");
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

    /** For {@code summary.txt} and the terminal. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "Best of %d epochs by validation MAE: epoch %d (%,d parameters)", epochs,
                bestEpoch, parameters));
        lines.add("  validation  " + valid);
        lines.add("Test split, read once with these weights:");
        lines.add("  test        " + test);
        lines.add("");
        if (!baselines.isEmpty()) {
            addComparison(lines);
        }
        if (!reference.isEmpty()) {
            lines.add("Not a result: the reference's \"best test epoch per metric\", chosen on the test split itself;"
                    + " only to be");
            lines.add("compared with tables made the same way:");
            List<String> cells = new ArrayList<>();
            reference.forEach((name, entry) -> cells.add(String.format(
                    Locale.ROOT, "%s %.4f (epoch %d)", name, entry.value(), entry.epoch())));
            for (int from = 0; from < cells.size(); from += 4) {
                lines.add("  " + String.join("  ", cells.subList(from, Math.min(cells.size(), from + 4))));
            }
            lines.add("");
        }
        return lines;
    }

    private void addComparison(List<String> lines) {
        lines.add("Test MAE beside simpler predictors:");
        baselines.forEach((name, metrics) -> {
            double gain = metrics.mae() - test.mae();
            lines.add(String.format(Locale.ROOT, "  %-22s %.4f   ALMT is %s by %.4f (%.1f %%)", name, metrics.mae(),
                    gain > 0 ? "better" : "not better: worse", Math.abs(gain), 100 * Math.abs(gain) / metrics.mae()));
        });
        lines.add(String.format(Locale.ROOT, "  %-22s %.4f", "ALMT", test.mae()));
        lines.add("");
    }
}
