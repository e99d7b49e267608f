package org.almt.data.synthetic;

import org.almt.core.random.RandomStream;

/** Vectors of independent standard normal numbers. */
final class Gaussians {
    private Gaussians() {}

    /** A vector of {@code size} numbers. */
    static double[] vector(int size, RandomStream random) {
        double[] vector = new double[size];
        for (int i = 0; i < size; i++) {
            vector[i] = random.nextGaussian();
        }
        return vector;
    }

    /** The inner product, summed in order. */
    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
