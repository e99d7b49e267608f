package org.almt.explain;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.almt.data.Modality;

/**
 * Which method to believe, for each sequence that was checked.
 *
 * @param where the one that finds best what counts
 * @param direction the one that says best which way the sequence pushes; not attention, which has no sign
 * @param why in sentences; null where nothing was checked
 */
public record Belief(Map<Modality, Method> where, Map<Modality, Method> direction, String why) {
    private static final List<Method> ALL = List.of(Method.values());
    private static final List<Method> SIGNED = List.of(Method.GRADIENT, Method.OCCLUSION);

    /** By known truth; where it is not known, by the area between deletion and insertion. */
    public static Belief of(List<TruthCheck> truth, List<DeletionCheck> deletion) {
        Map<Modality, Method> where = new EnumMap<>(Modality.class);
        Map<Modality, Method> direction = new EnumMap<>(Modality.class);
        if (!truth.isEmpty()) {
            for (TruthCheck check : truth) {
                where.put(check.modality(), best(ALL, check.areas()::get));
                direction.put(check.modality(), best(SIGNED, check.directions()::get));
            }
            return new Belief(where, direction,
                    "Where to look: " + words(where) + " (the largest area under the ROC curve)."
                            + " Which way it pushes: " + words(direction)
                            + " (its sum follows the known part most closely).");
        }
        for (DeletionCheck check : deletion) {
            where.put(check.modality(), best(ALL, method -> check.areas().get(method.words())));
            direction.put(check.modality(), best(SIGNED, method -> check.areas().get(method.words())));
        }
        return new Belief(where, direction, deletion.isEmpty()
                ? null
                : "What counts is not known here. By the area between deletion and insertion: " + words(where)
                        + "; of those with a sign: " + words(direction)
                        + ". Methods whose intervals overlap cannot be told apart.");
    }

    private static Method best(List<Method> methods, Function<Method, Interval> figure) {
        return methods.stream().filter(method -> Objects.nonNull(figure.apply(method)))
                .max(Comparator.comparingDouble(method -> figure.apply(method).value())).orElseThrow();
    }

    /** For example {@code attention for text, audio and vision}. */
    private static String words(Map<Modality, Method> methods) {
        return methods.values().stream().distinct()
                .map(method -> method.words() + " for " + methods.entrySet().stream()
                        .filter(entry -> entry.getValue() == method).map(entry -> entry.getKey().key())
                        .collect(Collectors.collectingAndThen(Collectors.toList(), Belief::listed)))
                .collect(Collectors.joining(", "));
    }

    private static String listed(List<String> names) {
        String last = names.removeLast();
        return names.isEmpty() ? last : String.join(", ", names) + " and " + last;
    }

    /** What to show first of a sequence: what says which way it pushes, and occlusion where nothing was checked. */
    public Method shown(Modality modality) {
        return direction.getOrDefault(modality, Method.OCCLUSION);
    }
}
