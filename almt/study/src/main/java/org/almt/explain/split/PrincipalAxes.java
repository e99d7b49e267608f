package org.almt.explain.split;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Principal component analysis: the directions in which rows vary most, and the projections of the rows onto them. The
 * covariance is diagonalised by Jacobi's rotations. They are accurate enough and, unlike iterations with a stopping
 * rule, need no tuning.
 *
 * @param projected the projections [rows][axes], centred
 *
 * @param shares the fraction of the whole variance on each axis
 */
public record PrincipalAxes(double[][] projected, double[] shares) {
    private static final int SWEEPS = 60;

    /**
     * The first {@code axes} axes of rows [n][d]. The sign of an axis makes its largest component positive.
     *
     * @throws IllegalArgumentException if there are no rows, or more axes than columns
     */
    public static PrincipalAxes of(double[][] rows, int axes) {
        if (rows.length == 0 || axes > rows[0].length) {
            throw new IllegalArgumentException("principal axes: " + axes + " axes of " + rows.length + " rows");
        }
        int width = rows[0].length;
        double[][] centred = centred(rows);
        double[][] matrix = covariance(centred); // [d, d], becomes diagonal
        double[][] vectors = new double[width][width]; // its rows become the directions
        for (int i = 0; i < width; i++) {
            vectors[i][i] = 1;
        }
        diagonalise(matrix, vectors);
        Integer[] order = new Integer[width];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> -matrix[i][i]));
        double total = 0;
        for (int i = 0; i < width; i++) {
            total += Math.max(0, matrix[i][i]);
        }
        double[][] projected = new double[rows.length][axes];
        double[] shares = new double[axes];
        for (int axis = 0; axis < axes; axis++) {
            double[] direction = pointed(vectors[order[axis]]);
            shares[axis] = total == 0 ? 0 : Math.max(0, matrix[order[axis]][order[axis]]) / total;
            for (int r = 0; r < rows.length; r++) {
                projected[r][axis] = dot(centred[r], direction);
            }
        }
        return new PrincipalAxes(projected, shares);
    }

    private static double[][] centred(double[][] rows) {
        double[] mean = new double[rows[0].length];
        for (double[] row : rows) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[i] / rows.length;
            }
        }
        double[][] centred = new double[rows.length][mean.length];
        for (int r = 0; r < rows.length; r++) {
            for (int i = 0; i < mean.length; i++) {
                centred[r][i] = rows[r][i] - mean[i];
            }
        }
        return centred;
    }

    private static double[][] covariance(double[][] centred) {
        int width = centred[0].length;
        double[][] matrix = new double[width][width];
        for (double[] row : centred) {
            for (int i = 0; i < width; i++) {
                for (int j = 0; j < width; j++) {
                    matrix[i][j] += row[i] * row[j] / centred.length;
                }
            }
        }
        return matrix;
    }

    /**
     * Jacobi's method: rotates planes until all elements off the diagonal are zero (Golub and Van Loan, section 8.5).
     */
    private static void diagonalise(double[][] a, double[][] vectors) {
        int n = a.length;
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            boolean rotated = false;
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    // an element below the rounding error of the diagonal counts as zero
                    if (Math.abs(a[p][q]) > Math.ulp(Math.abs(a[p][p])) + Math.ulp(Math.abs(a[q][q]))) {
                        turn(a, vectors, p, q);
                        rotated = true;
                    }
                }
            }
            if (!rotated) {
                return;
            }
        }
    }

    private static void turn(double[][] a, double[][] vectors, int p, int q) {
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < a.length; k++) {
            double kp = a[k][p];
            double kq = a[k][q];
            a[k][p] = c * kp - s * kq;
            a[k][q] = s * kp + c * kq;
        }
        rotateRows(a, p, q, c, s);
        rotateRows(vectors, p, q, c, s);
    }

    private static void rotateRows(double[][] a, int p, int q, double c, double s) {
        for (int k = 0; k < a[p].length; k++) {
            double pk = a[p][k];
            double qk = a[q][k];
            a[p][k] = c * pk - s * qk;
            a[q][k] = s * pk + c * qk;
        }
    }

    private static double[] pointed(double[] direction) {
        double largest = 0;
        for (double value : direction) {
            largest = Math.abs(value) > Math.abs(largest) ? value : largest;
        }
        double sign = largest < 0 ? -1 : 1;
        return Arrays.stream(direction).map(value -> sign * value).toArray();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
