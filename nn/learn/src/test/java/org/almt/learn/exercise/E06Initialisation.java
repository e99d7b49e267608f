package org.almt.learn.exercise;

/**
 * Exercise 6: a start that keeps the mean square, and a norm that restores it.
 */
final class E06Initialisation {
    private E06Initialisation() {}

    /**
     * The deviation of the weights of a layer with so many inputs, before relu: He's rule. Divide and take the
     * root in double, then round to float.
     */
    static float deviation(int inputs) {
        throw new UnsupportedOperationException("exercise 6: the deviation is yours to write");
    }

    /**
     * Puts a row to mean 0 and variance 1: (x - mean) / sqrt(variance + eps), where the variance is the mean of
     * the squared distances to the mean. Sums run upwards, in double; the result is rounded to float once.
     */
    static float[] norm(float[] row, double eps) {
        throw new UnsupportedOperationException("exercise 6: the norm is yours to write");
    }
}
