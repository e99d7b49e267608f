package org.almt.learn.exercise;

/**
 * Exercise 11: the choice of the next letter.
 */
final class E11Gpt {
    private E11Gpt() {}

    /** The ids of the k highest scores, from the highest to the lowest; of equal scores the lower id comes first. */
    static int[] best(float[] scores, int k) {
        throw new UnsupportedOperationException("exercise 11: the k best is yours to write");
    }

    /**
     * One of the k best ids: the weight of each is exp((score - highest score) / temperature), by StrictMath in
     * double. Going from the highest score down, it is the first at which the sum of weights exceeds draw times
     * the sum of all k; draw is in [0, 1).
     */
    static int choose(float[] scores, int k, double temperature, double draw) {
        throw new UnsupportedOperationException("exercise 11: the choice is yours to write");
    }
}
