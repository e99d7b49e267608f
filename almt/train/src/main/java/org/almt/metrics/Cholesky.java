package org.almt.metrics;

/** Solves symmetric positive definite systems, A = LLᵀ. */
final class Cholesky {
    private Cholesky() {}

    /**
     * Solves (A + shift·I) x = b. The arguments are not changed.
     *
     * @param a the lower triangle of a symmetric, positive semidefinite matrix
     * @param shift above 0, so that the sum is definite
     */
    static double[] solve(double[][] a, double shift, double[] b) {
        int n = b.length;
        double[][] l = new double[n][];
        double[] x = b.clone();
        for (int r = 0; r < n; r++) {
            l[r] = a[r].clone();
            l[r][r] += shift;
            for (int c = 0; c <= r; c++) {
                double rest = l[r][c] - dot(l[r], l[c], c);
                l[r][c] = c == r ? StrictMath.sqrt(rest) : rest / l[c][c];
            }
            // L y = b, row by row as L grows
            x[r] = (x[r] - dot(l[r], x, r)) / l[r][r];
        }
        // Lᵀ x = y, from the last row up
        for (int r = n - 1; r >= 0; r--) {
            x[r] /= l[r][r];
            for (int c = 0; c < r; c++) {
                x[c] -= l[r][c] * x[r];
            }
        }
        return x;
    }

    private static double dot(double[] a, double[] b, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
