package org.almt.explain.check;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.almt.explain.Method;
import org.almt.stats.Interval;
import org.almt.stats.Intervals;
import org.almt.stats.Moments;

/** Finds the best of several methods, if they can be distinguished. */
final class Winner {
    private Winner() {}

    /** The method with the largest mean, if the interval of its lead over the next, paired by sample, is above 0. */
    static Optional<Method> ofSamples(Map<Method, double[]> figures, List<Method> among) {
        List<Method> ranking = among.stream().filter(figures::containsKey)
                .sorted(Comparator.comparingDouble(method -> -Moments.mean(of(figures, method)))).toList();
        if (ranking.size() < 2) {
            return ranking.stream().findFirst();
        }
        double[] first = of(figures, ranking.get(0));
        double[] second = of(figures, ranking.get(1));
        Interval lead =
                Intervals.ofMean(IntStream.range(0, first.length).mapToDouble(i -> first[i] - second[i]).toArray());
        return lead.low() > 0 ? Optional.of(ranking.getFirst()) : Optional.empty();
    }

    private static double[] of(Map<Method, double[]> figures, Method method) {
        return Objects.requireNonNull(figures.get(method), method.name());
    }

    /** The method with the largest figure, if its interval is above all others. */
    static Optional<Method> ofIntervals(Map<Method, Interval> figures) {
        Map.Entry<Method, Interval> best = figures.entrySet().stream()
                .max(Comparator.comparingDouble(entry -> entry.getValue().value())).orElseThrow();
        boolean apart = figures.entrySet().stream()
                .allMatch(entry -> entry.getKey() == best.getKey()
                        || entry.getValue().high() < best.getValue().low());
        return apart ? Optional.of(best.getKey()) : Optional.empty();
    }
}
