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

    /** log sum exp of each row. */
    static double[] logSumExp(double[] x, int width) {
        double[] y = new double[x.length / width];
        for (int r = 0; r < y.length; r++) {
            double sum = 0;
            for (int j = 0; j < width; j++) {
                sum += Math.exp(x[r * width + j]);
            }
            y[r] = Math.log(sum);
        }
        return y;
    }

    static double[] logSoftmax(double[] x, int width) {
        double[] sums = logSumExp(x, width);
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = x[i] - sums[i / width];
        }
        return y;
    }

    /** The length of each row. */
    static double[] l2Norm(double[] x, int width) {
        double[] y = new double[x.length / width];
        for (int i = 0; i < x.length; i++) {
            y[i / width] += x[i] * x[i];
        }
        for (int r = 0; r < y.length; r++) {
            y[r] = Math.sqrt(y[r]);
        }
        return y;
    }
}
