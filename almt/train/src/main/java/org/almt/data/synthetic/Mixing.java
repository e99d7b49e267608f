package org.almt.data.synthetic;

import org.almt.core.random.RandomStream;

/**
 * Mixes sources into features: {@code features = M sources}. The matrix M, [width, sources], has orthonormal columns
 * and is drawn once for a data set. No feature shows one source alone, but a linear map can recover each.
 */
final class Mixing {
    private final int width;
    private final double[][] columns;

    Mixing(int width, int sources, RandomStream random) {
        this.width = width;
        columns = new double[sources][];
        for (int s = 0; s < sources; s++) {
            columns[s] = direction(s, random);
        }
    }

    /** A random direction orthogonal to the columns before {@code s} (Gram and Schmidt). */
    private double[] direction(int s, RandomStream random) {
        double[] column = Gaussians.vector(width, random);
        for (int before = 0; before < s; before++) {
            double along = Gaussians.dot(column, columns[before]);
            for (int i = 0; i < width; i++) {
                column[i] -= along * columns[before][i];
            }
        }
        double norm = StrictMath.sqrt(Gaussians.dot(column, column));
        for (int i = 0; i < width; i++) {
            column[i] /= norm;
        }
        return column;
    }

    /** Writes M sources + noise of the given size to {@code features[at .. at + width)}. */
    void mix(double[] sources, double noise, RandomStream random, float[] features, int at) {
        for (int i = 0; i < width; i++) {
            double sum = noise * random.nextGaussian();
            for (int s = 0; s < sources.length; s++) {
                sum += columns[s][i] * sources[s];
            }
            features[at + i] = (float) sum;
        }
    }
}
