package org.almt.explain.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.almt.explain.Method;
import org.almt.input.Modality;
import org.almt.stats.Intervals;
import org.jspecify.annotations.Nullable;

/**
 * The best method for each modality that was checked, if methods can be distinguished.
 *
 * @param where the method that best locates the informative words or frames, by modality
 * @param direction the method whose sign best gives the direction of the effect, by modality; never attention, which
 *     has no sign
 * @param why the reasons in sentences; null if nothing was checked
 */
public record MethodRanking(Map<Modality, Method> where, Map<Modality, Method> direction, @Nullable String why) {

    /** Ranks by known truth; if it is not known, by the area between deletion and insertion. */
    public static MethodRanking of(List<TruthCheck> truth, List<DeletionCheck> deletion) {
        Map<Modality, Method> where = new EnumMap<>(Modality.class);
        Map<Modality, Method> direction = new EnumMap<>(Modality.class);
        if (!truth.isEmpty()) {
            Map<Modality, Integer> checked = new EnumMap<>(Modality.class);
            Map<Modality, Integer> summed = new EnumMap<>(Modality.class);
            for (TruthCheck check : truth) {
                checked.put(check.modality(), check.samples());
                summed.put(check.modality(), check.summed());
                if (check.lead().excludesZero()) {
                    where.put(check.modality(), check.best());
                }
                Winner.ofIntervals(check.directions()).ifPresent(best -> direction.put(check.modality(), best));
            }
            return new MethodRanking(where, direction, "Best for locating words and frames: " + words(where, checked)
                    + " (area under the ROC curve). Best for the direction of the effect: " + words(direction, summed)
                    + " (correlation of its sum with the known part).");
        }
        Map<Modality, Integer> checked = new EnumMap<>(Modality.class);
        for (DeletionCheck check : deletion) {
            checked.put(check.modality(), check.samples());
            if (check.best() != null) {
                where.put(check.modality(), check.best());
            }
            if (check.bestSigned() != null) {
                direction.put(check.modality(), check.bestSigned());
            }
        }
        return new MethodRanking(where, direction, deletion.isEmpty()
                ? null
                : "The informative words and frames are not known here. By the area between deletion and"
                        + " insertion: " + words(where, checked)
                        + "; of gradient × input and occlusion, which have a sign: " + words(direction, checked) + ".");
    }

    /**
     * For example {@code attention for text and audio, none is clearly best for vision}.
     *
     * @param checked the number of samples on which each modality was checked
     */
    private static String words(Map<Modality, Method> methods, Map<Modality, Integer> checked) {
        Map<String, List<String>> sequences = new LinkedHashMap<>();
        checked.forEach((modality, samples) -> {
            String name = samples < Intervals.LEAST ? "too few samples"
                    : methods.containsKey(modality) ? methods.get(modality).words()
                    : "none is clearly best";
            sequences.computeIfAbsent(name, any -> new ArrayList<>()).add(modality.key());
        });
        return sequences.entrySet().stream().map(entry -> entry.getKey() + " for " + listed(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String listed(List<String> names) {
        String last = names.removeLast();
        return names.isEmpty() ? last : String.join(", ", names) + " and " + last;
    }

    /**
     * The method to show first for a modality: the one with the best direction, or occlusion if nothing was checked.
     */
    public Method shown(Modality modality) {
        return direction.getOrDefault(modality, Method.OCCLUSION);
    }
}
