package org.almt.explain.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.almt.input.DatasetKind;
import org.almt.metrics.Metrics;
import org.almt.metrics.SentimentClasses;
import org.almt.stats.Interval;
import org.almt.stats.Intervals;

/**
 * The errors of a model on a split.
 *
 * @param classes the names of the classes, from most negative to most positive
 * @param confusion [true class][predicted class], counts
 * @param byClass the mean absolute error of the samples of each true class
 * @param byLength the mean absolute error by the number of words
 */
public record SplitView(List<String> classes, int[][] confusion, List<Group> byClass, List<Group> byLength) {
    private static final int LENGTHS = 5;

    /**
     * A group of samples.
     *
     * @param name their common property
     *
     * @param samples their number
     *
     * @param error their mean absolute error, defined as in the metrics, with its interval; NaN without samples; the
     *         ends are NaN with too few samples
     */
    public record Group(String name, int samples, Interval error) {}

    /** Computes the errors of predictions. */
    public static SplitView of(DatasetKind kind, float[] predictions, float[] labels, int[] lengths) {
        List<String> names = SentimentClasses.names(kind);
        int[][] confusion = new int[names.size()][names.size()];
        for (int i = 0; i < labels.length; i++) {
            confusion[SentimentClasses.of(kind, labels[i])][SentimentClasses.of(kind, predictions[i])]++;
        }
        List<Group> byClass = new ArrayList<>();
        for (int c = 0; c < names.size(); c++) {
            int wanted = c;
            byClass.add(group(names.get(c), kind, predictions, labels,
                    i -> SentimentClasses.of(kind, labels[i]) == wanted));
        }
        return new SplitView(names, confusion, byClass, byLength(kind, predictions, labels, lengths));
    }

    /** Groups of about equal size, by whole lengths. */
    private static List<Group> byLength(
            DatasetKind kind, float[] predictions, float[] labels, int[] lengths) {
        int[] sorted = lengths.clone();
        Arrays.sort(sorted);
        List<Group> groups = new ArrayList<>();
        int from = sorted[0];
        for (int g = 1; g <= LENGTHS; g++) {
            int to = g == LENGTHS ? sorted[sorted.length - 1] : sorted[sorted.length * g / LENGTHS] - 1;
            if (to >= from) {
                int first = from;
                groups.add(group(first == to ? Integer.toString(to) : first + "–" + to, kind, predictions, labels,
                        i -> lengths[i] >= first && lengths[i] <= to));
                from = to + 1;
            }
        }
        return groups;
    }

    private static Group group(
            String name, DatasetKind kind, float[] predictions, float[] labels, IntPredicate belongs) {
        double[] errors = IntStream.range(0, labels.length).filter(belongs)
                .mapToDouble(i -> Metrics.absoluteError(kind, predictions[i], labels[i])).toArray();
        return new Group(name, errors.length, Intervals.ofMean(errors));
    }
}
