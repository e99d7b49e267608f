package org.almt.learn.exercise;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Exercise 11: the choice of the next letter.
 */
final class E11Gpt {
    private E11Gpt() {}

    /** The ids of the k highest scores, from the highest to the lowest; of equal scores the lower id comes first. */
    static int[] best(float[] scores, int k) {
        return IntStream.range(0, scores.length).boxed()
                .sorted(Comparator.comparing((Integer id) -> -scores[id]).thenComparing(id -> id)).limit(k)
                .mapToInt(id -> id).toArray();
    }

    /**
     * One of the k best ids: the weight of each is exp((score - highest score) / temperature), by StrictMath in
     * double. Going from the highest score down, it is the first at which the sum of weights exceeds draw times
     * the sum of all k; draw is in [0, 1).
     */
    static int choose(float[] scores, int k, double temperature, double draw) {
        int[] ids = best(scores, k);
        double[] sums = new double[ids.length];
        double sum = 0;
        for (int i = 0; i < ids.length; i++) {
            sum += StrictMath.exp((scores[ids[i]] - scores[ids[0]]) / temperature);
            sums[i] = sum;
        }
        int chosen = 0;
        while (sums[chosen] <= draw * sum) {
            chosen++;
        }
        return ids[chosen];
    }
}
