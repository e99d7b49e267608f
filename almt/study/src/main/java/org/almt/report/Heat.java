package org.almt.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Features over time, small enough for a page. There are at most {@value #FEATURES} features, those that vary most, and
 * at most {@value #BINS} columns, each the mean of neighbouring frames. The values are the feature minus its mean over
 * the sample, in standard deviations, clipped to ±2.5. Constant features are left out: their difference from the mean
 * is only rounding.
 */
final class Heat {
    static final int FEATURES = 24;
    static final int BINS = 128;
    private static final double LIMIT = 2.5;
    /** As a fraction of the mean: a deviation not above this is rounding. */
    private static final double ROUNDING = 1e-6;

    private Heat() {}

    /**
     * The picture.
     *
     * @param values [L, width] of a sample
     * @param frames the indices of its real frames
     */
    static Map<String, Object> of(float[] values, int width, int... frames) {
        double[] means = new double[width];
        double[] spreads = new double[width];
        for (int f = 0; f < width; f++) {
            for (int t : frames) {
                means[f] += values[t * width + f] / (double) frames.length;
            }
            for (int t : frames) {
                double away = values[t * width + f] - means[f];
                spreads[f] += away * away / frames.length;
            }
            spreads[f] = Math.sqrt(spreads[f]);
        }
        boolean[] moves = new boolean[width];
        for (int f = 0; f < width; f++) {
            moves[f] = spreads[f] > ROUNDING * Math.abs(means[f]);
        }
        int[] features = IntStream.range(0, width).filter(f -> moves[f]).boxed()
                .sorted(Comparator.comparingDouble(f -> -spreads[f])).limit(FEATURES).mapToInt(f -> f).sorted()
                .toArray();
        int together = Math.max(1, Math.ceilDiv(frames.length, BINS));
        int bins = Math.ceilDiv(frames.length, together);
        double[] cells = new double[features.length * bins];
        List<Integer> starts = new ArrayList<>();
        for (int b = 0; b < bins; b++) {
            int end = Math.min(frames.length, (b + 1) * together);
            starts.add(frames[b * together]);
            for (int i = 0; i < features.length; i++) {
                double sum = 0;
                for (int k = b * together; k < end; k++) {
                    sum += values[frames[k] * width + features[i]] - means[features[i]];
                }
                cells[i * bins + b] =
                        Math.clamp(sum / (spreads[features[i]] * (end - b * together)), -LIMIT, LIMIT);
            }
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("width", width);
        map.put("together", together);
        map.put("features", Arrays.stream(features).boxed().toList());
        map.put("constant", IntStream.range(0, width).filter(f -> !moves[f]).boxed().toList());
        map.put("bins", bins);
        map.put("starts", starts);
        map.put("values", PackedNumbers.of8(cells));
        return map;
    }
}
