package org.almt.core.op;

/** Formulas in double that several tests of ops need. */
public final class Formulas {
    private Formulas() {}

    /** Softmax of each row of {@code width} numbers. */
    public static double[] softmax(double[] x, int width) {
        double[] y = new double[x.length];
        for (int row = 0; row < x.length; row += width) {
            double sum = 0;
            for (int j = 0; j < width; j++) {
                y[row + j] = Math.exp(x[row + j]);
                sum += y[row + j];
            }
            for (int j = 0; j < width; j++) {
                y[row + j] /= sum;
            }
        }
        return y;
    }
}
