package org.almt.cli.option;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.almt.data.Split;
import org.almt.run.SplitPredictions;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a split that are explained.
 *
 * @param samples their indices
 * @param how a sentence on how they were chosen; null if the user named them, or if all are chosen
 */
public record SampleChoice(int[] samples, @Nullable String how) {
    /** The samples with some ids, which the split must have. */
    public static SampleChoice named(Split split, List<String> ids) {
        return new SampleChoice(ids.stream().mapToInt(split::indexOf).toArray(), null);
    }

    /** At most {@code most} samples, spread evenly from the smallest to the largest error, in the order of the data. */
    public static SampleChoice byError(SplitPredictions predicted, int most) {
        int all = predicted.split().size();
        List<Integer> byError = IntStream.range(0, all).boxed()
                .sorted(Comparator.comparingDouble(
                        i -> Math.abs((double) predicted.predictions()[i] - predicted.labels()[i])))
                .toList();
        int[] samples = evenly(byError, most).stream().mapToInt(i -> i).sorted().toArray();
        return new SampleChoice(samples, samples.length == all
                ? null
                : samples.length + " of the " + all
                        + " samples of the split, evenly from the smallest to the largest error.");
    }

    /** At most {@code count} elements of a list, spread evenly, with the first and the last. */
    public static <T> List<T> evenly(List<T> list, int count) {
        return list.size() <= count
                ? list
                : IntStream.range(0, count)
                        .mapToObj(i -> list.get(count == 1 ? 0 : (int) ((long) i * (list.size() - 1) / (count - 1))))
                        .toList();
    }
}
