package org.almt.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.almt.core.KernelChoice;
import org.junit.jupiter.api.Test;

/** Softmax, layer norm, sums and AdamW against plain double arithmetic. */
class RowKernelsTest {
    private static final int ROWS = 3;
    private static final int WIDTH = 77;
    private static final double EPS = 1e-5f;

    private final Kernels kernels = KernelChoice.fromProperty();
    private final Numbers numbers = new Numbers(11);
    private final float[] x = numbers.normal(ROWS * WIDTH);
    private final float[] dy = numbers.normal(ROWS * WIDTH);

    @Test
    void softmax() {
        float[] y = new float[ROWS * WIDTH];
        kernels.softmax().forward(ROWS, WIDTH, x, 0, y, 0);
        for (int r = 0; r < ROWS; r++) {
            double sum = 0;
            for (int j = 0; j < WIDTH; j++) {
                sum += Math.exp(x[r * WIDTH + j]);
            }
            for (int j = 0; j < WIDTH; j++) {
                assertEquals(Math.exp(x[r * WIDTH + j]) / sum, y[r * WIDTH + j], 1e-7);
            }
        }
    }

    @Test
    void softmaxOfHugeNumbersIsFinite() {
        float[] y = {1e38f, -1e38f, 1e38f};
        kernels.softmax().forward(1, 3, y, 0, y, 0);
        assertEquals(0.5f, y[0]);
        assertEquals(0f, y[1]);
        assertEquals(0.5f, y[2]);
    }

    @Test
    void softmaxBackward() {
        float[] y = new float[ROWS * WIDTH];
        kernels.softmax().forward(ROWS, WIDTH, x, 0, y, 0);
        float[] dx = x.clone();
        kernels.softmax().backward(ROWS, WIDTH, y, 0, dy, 0, dx, 0);
        for (int r = 0; r < ROWS; r++) {
            double inner = 0;
            for (int j = r * WIDTH; j < (r + 1) * WIDTH; j++) {
                inner += (double) y[j] * dy[j];
            }
            for (int j = r * WIDTH; j < (r + 1) * WIDTH; j++) {
                assertEquals(x[j] + y[j] * (dy[j] - inner), dx[j], 1e-6);
            }
        }
    }

    @Test
    void layerNormAndItsGradients() {
        float[] gamma = numbers.normal(WIDTH);
        float[] beta = numbers.normal(WIDTH);
        float[] y = new float[ROWS * WIDTH];
        float[] mean = new float[ROWS];
        float[] rstd = new float[ROWS];
        kernels.layerNorm().forward(ROWS, WIDTH, (float) EPS, x, 0, gamma, 0, beta, 0, y, 0, mean, 0, rstd, 0);
        float[] dx = new float[ROWS * WIDTH];
        float[] dgamma = new float[WIDTH];
        float[] dbeta = new float[WIDTH];
        kernels.layerNorm().backward(
                ROWS, WIDTH, x, 0, gamma, 0, mean, 0, rstd, 0, dy, 0, dx, 0, dgamma, 0, dbeta, 0);
        double[] expectedGamma = new double[WIDTH];
        double[] expectedBeta = new double[WIDTH];
        for (int r = 0; r < ROWS; r++) {
            double[] row = new double[WIDTH];
            for (int j = 0; j < WIDTH; j++) {
                row[j] = x[r * WIDTH + j];
            }
            double[] hat = normalised(row);
            for (int j = 0; j < WIDTH; j++) {
                int at = r * WIDTH + j;
                assertEquals(hat[j] * gamma[j] + beta[j], y[at], 3e-6);
                expectedGamma[j] += dy[at] * hat[j];
                expectedBeta[j] += dy[at];
                // the derivative itself, by central differences through the whole row
                assertEquals(slope(row, j, gamma, r), dx[at], 1e-5);
            }
        }
        for (int j = 0; j < WIDTH; j++) {
            assertEquals(expectedGamma[j], dgamma[j], 3e-6);
            assertEquals(expectedBeta[j], dbeta[j], 1e-6);
        }
    }

    private double slope(double[] row, int j, float[] gamma, int r) {
        double step = 1e-5;
        double[] moved = row.clone();
        moved[j] += step;
        double[] above = normalised(moved);
        moved[j] -= 2 * step;
        double[] below = normalised(moved);
        double slope = 0;
        for (int i = 0; i < WIDTH; i++) {
            slope += dy[r * WIDTH + i] * gamma[i] * (above[i] - below[i]) / (2 * step);
        }
        return slope;
    }

    private static double[] normalised(double[] row) {
        double mean = 0;
        double variance = 0;
        for (double v : row) {
            mean += v / row.length;
        }
        for (double v : row) {
            variance += (v - mean) * (v - mean) / row.length;
        }
        double[] hat = new double[row.length];
        for (int j = 0; j < row.length; j++) {
            hat[j] = (row[j] - mean) / Math.sqrt(variance + EPS);
        }
        return hat;
    }

    @Test
    void sums() {
        double sum = 0;
        double dot = 0;
        double magnitude = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i];
            dot += (double) x[i] * dy[i];
            magnitude += Math.abs(x[i] * dy[i]) + Math.abs(x[i]);
        }
        double bound = x.length / 16.0 * 0x1p-24 * magnitude;
        assertEquals(sum, kernels.reductions().sum(x.length, x, 0), bound);
        assertEquals(dot, kernels.reductions().dot(x.length, x, 0, dy, 0), bound);
        assertEquals(0f, kernels.reductions().sum(0, x, 0));
    }

    @Test
    void reluKeepsNaN() {
        float[] y = new float[4];
        kernels.functions().relu(4, new float[] {Float.NaN, -1, -0f, 2}, 0, y, 0);
        assertTrue(Float.isNaN(y[0]));
        assertEquals(0f, y[1]);
        assertEquals(0f, y[2]);
        assertEquals(2f, y[3]);
    }

    @Test
    void adamwFollowsItsFormula() {
        float[] p = numbers.normal(WIDTH);
        float[] m = numbers.normal(WIDTH);
        float[] v = numbers.normal(WIDTH);
        float[] before = p.clone();
        for (int i = 0; i < WIDTH; i++) {
            v[i] *= v[i];
        }
        float[] m0 = m.clone();
        float[] v0 = v.clone();
        kernels.elementwise().adamw(WIDTH, p, 0, dy, 0, m, 0, v, 0, 0.9f, 0.8f, 0.7f, 0.1f, 0.6f, 1e-3f);
        for (int i = 0; i < WIDTH; i++) {
            double mi = 0.8f * (double) m0[i] + (1 - 0.8f) * (double) dy[i];
            double vi = 0.7f * (double) v0[i] + (1 - 0.7f) * (double) dy[i] * dy[i];
            assertEquals(mi, m[i], 1e-6);
            assertEquals(vi, v[i], 1e-6);
            assertEquals(0.9f * (double) before[i] - 0.1f * mi / (Math.sqrt(vi) / 0.6f + 1e-3f), p[i], 1e-5);
        }
    }
}
