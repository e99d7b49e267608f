package org.almt.core;

import java.util.function.DoubleUnaryOperator;

/**
 * The slope, at one place, of a function whose values are rounded to float. A polynomial of degree 5 is fitted to 32
 * values around the place by least squares. Its slope is the result.
 *
 * <p>A difference of two values divides their rounding errors by the step. With a small step the error consists of
 * roundings, with a large one of curvature. The polynomial represents the curvature, so the step may be large. The 32
 * roundings mostly cancel one another. The residuals of the fit show how large the roundings are, and thus how far the
 * slope may be off.
 */
final class FittedSlope {
    /** The largest distance of the values from a place of size 4 or less. For a larger place it grows in proportion. */
    static final double REACH = 0x1p-4;

    private static final int SIDE = 16;
    private static final int TERMS = 6;

    private final double slope;
    private final double deviation;

    private FittedSlope(double slope, double deviation) {
        this.slope = slope;
        this.deviation = deviation;
    }

    /** The derivative at the place. */
    double slope() {
        return slope;
    }

    /** The standard deviation of its error, if the roundings are independent. Large or NaN next to a kink. */
    double deviation() {
        return deviation;
    }

    /** Fits a function at places that are floats. */
    static FittedSlope at(double place, DoubleUnaryOperator function) {
        double reach = REACH * Math.max(1, Math.abs(place) / 4);
        int n = 2 * SIDE;
        double[][] powers = new double[n][TERMS]; // of the distance, from -1 to 1
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            int step = i < SIDE ? i - SIDE : i - SIDE + 1; // -16 to 16 without 0
            double at = (float) (place + reach * step / SIDE);
            double distance = (at - place) / reach;
            double power = 1;
            for (int t = 0; t < TERMS; t++) {
                powers[i][t] = power;
                power *= distance;
            }
            values[i] = function.applyAsDouble(at);
        }
        double[][] normal = new double[TERMS][TERMS + 2]; // of the fit; then its right side, then that of the variance
        for (int r = 0; r < TERMS; r++) {
            for (int i = 0; i < n; i++) {
                for (int c = 0; c < TERMS; c++) {
                    normal[r][c] += powers[i][r] * powers[i][c];
                }
                normal[r][TERMS] += powers[i][r] * values[i];
            }
            normal[r][TERMS + 1] = r == 1 ? 1 : 0;
        }
        eliminate(normal);
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double left = values[i];
            for (int t = 0; t < TERMS; t++) {
                left -= normal[t][TERMS] * powers[i][t];
            }
            squares += left * left;
        }
        double variance = squares / (n - TERMS) * normal[1][TERMS + 1];
        return new FittedSlope(normal[1][TERMS] / reach, Math.sqrt(variance) / reach);
    }

    /** Gauss-Jordan elimination. The matrix is symmetric and positive definite, so no rows need to be exchanged. */
    private static void eliminate(double[][] rows) {
        for (int p = 0; p < rows.length; p++) {
            double pivot = rows[p][p];
            for (int c = 0; c < rows[p].length; c++) {
                rows[p][c] /= pivot;
            }
            for (int r = 0; r < rows.length; r++) {
                double factor = rows[r][p];
                for (int c = 0; r != p && c < rows[r].length; c++) {
                    rows[r][c] -= factor * rows[p][c];
                }
            }
        }
    }
}
