package org.almt.nn.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.almt.core.Shape;
import org.almt.core.op.Checks;

/**
 * The differences between the tensors of a file and those that a model expects.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param missing names that the model expects and the file lacks
 * @param unexpected names that the file has and the model does not know
 * @param misshapen for each name that both have with different shapes, a text with the two shapes
 */
public record WeightsMatch(List<String> missing, List<String> unexpected, Map<String, String> misshapen) {
    /** Number of names of each kind in a message. */
    private static final int SHOWN = 6;

    /** Compares the expected tensors with those found. */
    public static WeightsMatch compare(Map<String, Shape> expected, Map<String, Shape> found) {
        Checks.given("WeightsMatch.compare", "expected", expected);
        Checks.given("WeightsMatch.compare", "found", found);
        List<String> missing = new ArrayList<>();
        Map<String, String> misshapen = new LinkedHashMap<>();
        expected.forEach((name, shape) -> {
            Shape other = found.get(name);
            if (other == null) {
                missing.add(name);
            } else if (!other.equals(shape)) {
                misshapen.put(name, other + " instead of " + shape);
            }
        });
        List<String> unexpected = new ArrayList<>(found.keySet());
        unexpected.removeAll(expected.keySet());
        return new WeightsMatch(missing, unexpected, misshapen);
    }

    /** Whether nothing differs. */
    public boolean exact() {
        return missing.isEmpty() && unexpected.isEmpty() && misshapen.isEmpty();
    }

    /** For example {@code 1 missing ('h_hyper'), 1 of another shape ('proj_l.0.bias' [16] instead of [128])}. */
    public String describe() {
        StringJoiner parts = new StringJoiner(", ");
        part(parts, "missing", missing.stream().map(CheckpointException::quote).toList());
        part(parts, "unexpected", unexpected.stream().map(CheckpointException::quote).toList());
        part(parts, "of another shape", misshapen.entrySet().stream()
                .map(entry -> CheckpointException.quote(entry.getKey()) + " " + entry.getValue())
                .toList());
        return exact() ? "all tensors match" : parts.toString();
    }

    private static void part(StringJoiner parts, String kind, List<String> items) {
        if (!items.isEmpty()) {
            String rest = items.size() > SHOWN ? ", and " + (items.size() - SHOWN) + " more" : "";
            parts.add(items.size() + " " + kind + " ("
                    + String.join(", ", items.subList(0, Math.min(SHOWN, items.size()))) + rest + ")");
        }
    }
}
