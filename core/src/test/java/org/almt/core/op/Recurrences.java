package org.almt.core.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.almt.core.Indices;
import org.almt.core.Tensor;

/** Cases of recurrent ops, and their formulas in double, sample after sample and time after time. */
record Recurrences(boolean lstm, int b, int t, int i, int h, int directions, boolean started, int... lengths) {
    private int gates() {
        return lstm ? 4 : 3;
    }

    private int states() {
        return lstm ? 2 : 1;
    }

    OpCase op() {
        List<int[]> shapes = new ArrayList<>(List.of(OpCase.shape(b, t, i)));
        for (int d = 0; d < directions; d++) {
            shapes.addAll(List.of(OpCase.shape(gates() * h, i), OpCase.shape(gates() * h, h),
                    OpCase.shape(gates() * h), OpCase.shape(gates() * h)));
        }
        for (int s = 0; started && s < states(); s++) {
            shapes.add(OpCase.shape(directions, b, h));
        }
        return new OpCase(this::apply, this::formula, shapes.toArray(int[][]::new))
                .named((lstm ? "lstm" : "gru") + ", lengths " + Arrays.toString(lengths)).roundings(64).norm(2);
    }

    private Tensor apply(Tensor... x) {
        RecurrentWeights[] weights = new RecurrentWeights[directions];
        for (int d = 0; d < directions; d++) {
            weights[d] = new RecurrentWeights(x[1 + 4 * d], x[2 + 4 * d], x[3 + 4 * d], x[4 + 4 * d]);
        }
        int first = 1 + 4 * directions;
        Indices at = lengths.length == 0 ? null : Indices.of(lengths.clone());
        return lstm
                ? Ops.lstm(x[0], started ? x[first] : null, started ? x[first + 1] : null, at, weights)
                : Ops.gru(x[0], started ? x[first] : null, at, weights);
    }

    private double[] formula(double[]... x) {
        double[] result = new double[directions * b * (t + states()) * h];
        for (int d = 0; d < directions; d++) {
            for (int sample = 0; sample < b; sample++) {
                int n = lengths.length == 0 ? t : lengths[sample];
                double[] hidden = new double[h];
                double[] cell = new double[h];
                int at = (d * b + sample) * h;
                if (started) {
                    hidden = Arrays.copyOfRange(x[1 + 4 * directions], at, at + h);
                    cell = lstm ? Arrays.copyOfRange(x[2 + 4 * directions], at, at + h) : cell;
                }
                for (int step = 0; step < n; step++) {
                    int time = d == 0 ? step : n - 1 - step;
                    double[] now = Arrays.copyOfRange(x[0], (sample * t + time) * i, (sample * t + time + 1) * i);
                    double[] in = affine(x[1 + 4 * d], now, x[3 + 4 * d]);
                    double[] back = affine(x[2 + 4 * d], hidden, x[4 + 4 * d]);
                    hidden = lstm ? lstm(in, back, cell) : gru(in, back, hidden);
                    System.arraycopy(hidden, 0, result, ((sample * t + time) * directions + d) * h, h);
                }
                System.arraycopy(hidden, 0, result, directions * b * t * h + at, h);
                if (lstm) {
                    System.arraycopy(cell, 0, result, directions * b * (t + 1) * h + at, h);
                }
            }
        }
        return result;
    }

    /** The next h; c is changed in place. */
    private double[] lstm(double[] in, double[] back, double[] c) {
        double[] next = new double[h];
        for (int j = 0; j < h; j++) {
            double forget = sigmoid(in[h + j] + back[h + j]);
            double enter = sigmoid(in[j] + back[j]) * Math.tanh(in[2 * h + j] + back[2 * h + j]);
            c[j] = forget * c[j] + enter;
            next[j] = sigmoid(in[3 * h + j] + back[3 * h + j]) * Math.tanh(c[j]);
        }
        return next;
    }

    private double[] gru(double[] in, double[] back, double[] before) {
        double[] next = new double[h];
        for (int j = 0; j < h; j++) {
            double r = sigmoid(in[j] + back[j]);
            double z = sigmoid(in[h + j] + back[h + j]);
            next[j] = (1 - z) * Math.tanh(in[2 * h + j] + r * back[2 * h + j]) + z * before[j];
        }
        return next;
    }

    private static double[] affine(double[] weight, double[] x, double[] bias) {
        double[] y = bias.clone();
        for (int r = 0; r < y.length; r++) {
            for (int k = 0; k < x.length; k++) {
                y[r] += weight[r * x.length + k] * x[k];
            }
        }
        return y;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** One slab or less, through what can be left out. */
    static List<OpCase> small(boolean lstm) {
        List<OpCase> cases = new ArrayList<>(List.of(
                new Recurrences(lstm, 1, 1, 1, 1, 1, false).op(),
                new Recurrences(lstm, 2, 3, 4, 2, 1, true).op(),
                new Recurrences(lstm, 3, 4, 2, 5, 1, false, 4, 1, 2).op(),
                new Recurrences(lstm, 2, 3, 3, 2, 2, false).op(),
                new Recurrences(lstm, 3, 3, 2, 3, 2, true, 0, 2, 1).op(),
                new Recurrences(lstm, 17, 2, 2, 2, 1, false).op()));
        for (int constant = 0; constant < 7; constant++) {
            cases.add(new Recurrences(lstm, 2, 2, 2, 2, 1, true, 2, 1).op().constant(Math.min(constant, lstm ? 6 : 5)));
        }
        return cases;
    }

    /** Several slabs of samples and of weight rows. */
    static List<OpCase> large(boolean lstm) {
        int[] lengths = new int[70];
        Arrays.setAll(lengths, j -> j % 6);
        return List.of(new Recurrences(lstm, 70, 5, 9, 40, 2, true, lengths).op().roundings(512));
    }
}
