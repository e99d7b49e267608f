package org.almt.nn.layer;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** The layers' formulas in double, loop by loop: the oracle of this package's tests. Rows are x[row][feature]. */
public final class Naive {
    private Naive() {}

    /** y = x W^T + b, with W [out, in] flat and b null for none. */
    public static double[][] linear(double[][] x, double[] weight, double[] bias) {
        int in = x[0].length;
        int out = weight.length / in;
        double[][] y = new double[x.length][out];
        for (int row = 0; row < x.length; row++) {
            for (int o = 0; o < out; o++) {
                double sum = bias == null ? 0 : bias[o];
                for (int i = 0; i < in; i++) {
                    sum += x[row][i] * weight[o * in + i];
                }
                y[row][o] = sum;
            }
        }
        return y;
    }

    public static double[][] layerNorm(double[][] x, double[] gamma, double[] beta, double eps) {
        double[][] y = new double[x.length][x[0].length];
        for (int row = 0; row < x.length; row++) {
            int width = x[row].length;
            double mean = 0;
            for (double value : x[row]) {
                mean += value / width;
            }
            double variance = 0;
            for (double value : x[row]) {
                variance += (value - mean) * (value - mean) / width;
            }
            for (int i = 0; i < width; i++) {
                y[row][i] = (x[row][i] - mean) / Math.sqrt(variance + eps) * gamma[i] + beta[i];
            }
        }
        return y;
    }

    /** Which keys a query sees. */
    @FunctionalInterface
    public interface Sees {
        boolean key(int query, int key);
    }

    /** Concatenation over heads of softmax(q k^T / sqrt(width of a head)) v. */
    public static double[][] attention(double[][] q, double[][] k, double[][] v, int heads) {
        return attention(q, k, v, heads, (i, j) -> true);
    }

    /** The same, softmax over the keys that a query sees. */
    public static double[][] attention(double[][] q, double[][] k, double[][] v, int heads, Sees sees) {
        int width = q[0].length / heads;
        double[][] y = new double[q.length][q[0].length];
        for (int head = 0; head < heads; head++) {
            for (int i = 0; i < q.length; i++) {
                double[] weights = new double[k.length];
                double total = 0;
                for (int j = 0; j < k.length; j++) {
                    double score = 0;
                    for (int e = head * width; e < (head + 1) * width; e++) {
                        score += q[i][e] * k[j][e];
                    }
                    weights[j] = sees.key(i, j) ? Math.exp(score / Math.sqrt(width)) : 0;
                    total += weights[j];
                }
                for (int j = 0; j < k.length; j++) {
                    for (int e = head * width; e < (head + 1) * width; e++) {
                        y[i][e] += weights[j] / total * v[j][e];
                    }
                }
            }
        }
        return y;
    }

    public static double gelu(double x) {
        return x / 2 * (1 + erf(x / Math.sqrt(2)));
    }

    /** 2/sqrt(pi) exp(-x²) (x + 2x³/3 + 4x⁵/15 + …): all terms of one sign. */
    public static double erf(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }

    public static double[][] map(double[][] x, DoubleUnaryOperator f) {
        double[][] y = new double[x.length][];
        for (int row = 0; row < x.length; row++) {
            y[row] = Arrays.stream(x[row]).map(f).toArray();
        }
        return y;
    }

    public static double[][] add(double[][] x, double[][] y) {
        double[][] z = new double[x.length][x[0].length];
        for (int row = 0; row < x.length; row++) {
            for (int i = 0; i < x[row].length; i++) {
                z[row][i] = x[row][i] + y[row][i];
            }
        }
        return z;
    }
}
