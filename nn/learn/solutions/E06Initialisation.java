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
        return (float) Math.sqrt(2.0 / inputs);
    }

    /**
     * Puts a row to mean 0 and variance 1: (x - mean) / sqrt(variance + eps), where the variance is the mean of
     * the squared distances to the mean. Sums run upwards, in double; the result is rounded to float once.
     */
    static float[] norm(float[] row, double eps) {
        double sum = 0;
        for (float x : row) {
            sum += x;
        }
        double mean = sum / row.length;
        double squares = 0;
        for (float x : row) {
            squares += (x - mean) * (x - mean);
        }
        double root = Math.sqrt(squares / row.length + eps);
        float[] normed = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            normed[i] = (float) ((row[i] - mean) / root);
        }
        return normed;
    }
}
