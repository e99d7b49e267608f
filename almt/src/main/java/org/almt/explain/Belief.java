package org.almt.explain;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which method to believe.
 *
 * @param method the one
 * @param why in a sentence; null where nothing was checked
 */
public record Belief(Method method, String why) {
    /**
     * The method that finds known truth best, averaged over sequences; where truth is not known, the one with the largest
     * area between deletion and insertion; where nothing was checked, occlusion, which is what it says it is.
     */
    public static Belief of(List<TruthCheck> truth, List<DeletionCheck> deletion) {
        Map<Method, Double> scores = new EnumMap<>(Method.class);
        for (Method method : Method.values()) {
            if (!truth.isEmpty() && truth.stream().allMatch(check -> check.areas().containsKey(method))) {
                scores.put(method, truth.stream().mapToDouble(check -> check.areas().get(method).value()).average()
                        .orElseThrow());
            } else if (truth.isEmpty() && !deletion.isEmpty()
                    && deletion.stream().allMatch(check -> check.areas().containsKey(method.words()))) {
                scores.put(method, deletion.stream().mapToDouble(check -> check.areas().get(method.words()).value())
                        .average().orElseThrow());
            }
        }
        if (scores.isEmpty()) {
            return new Belief(Method.OCCLUSION, null);
        }
        Method best = scores.entrySet().stream().max(Comparator.comparingDouble(Map.Entry::getValue)).orElseThrow()
                .getKey();
        String list = truth.isEmpty()
                ? deletion.stream().map(check -> check.modality().key() + " " + winner(check))
                        .collect(Collectors.joining("; "))
                : truth.stream().map(check -> check.modality().key() + ": " + check.verdict())
                        .collect(Collectors.joining("; "));
        return new Belief(best, "Most to be believed here, averaged over the sequences: " + best.words() + " ("
                + (truth.isEmpty()
                        ? "the largest area between deletion and insertion; best by sequence: "
                        : "the largest area under the ROC curve; ")
                + list + ").");
    }

    private static String winner(DeletionCheck check) {
        return check.areas().entrySet().stream().max(Comparator.comparingDouble(entry -> entry.getValue().value()))
                .orElseThrow().getKey();
    }
}
