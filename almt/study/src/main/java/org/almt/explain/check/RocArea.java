package org.almt.explain.check;

import java.util.Arrays;
import java.util.Comparator;

/** The area under the ROC curve: the probability that a marked item scores higher than another. */
public final class RocArea {
    private RocArea() {}

    /**
     * P(score of a marked item > score of another), ties counted half, by ranks (Mann and Whitney's U).
     *
     * @return from 0 to 1, one half for chance; NaN if all or none are marked, or if a score is NaN
     */
    public static double of(double[] scores, boolean[] marked) {
        if (Arrays.stream(scores).anyMatch(Double::isNaN)) {
            return Double.NaN;
        }
        Integer[] order = new Integer[scores.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
        double ranks = 0;
        long positive = 0;
        for (int from = 0; from < order.length;) {
            int to = from;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                to++;
            }
            double rank = (from + 1 + to) / 2.0; // the mean rank of all tied items, counted from 1
            for (int i = from; i < to; i++) {
                if (marked[order[i]]) {
                    ranks += rank;
                    positive++;
                }
            }
            from = to;
        }
        long negative = scores.length - positive;
        return positive == 0 || negative == 0
                ? Double.NaN
                : (ranks - positive * (positive + 1) / 2.0) / ((double) positive * negative);
    }
}
