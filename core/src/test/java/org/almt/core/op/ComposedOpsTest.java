package org.almt.core.op;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.almt.core.Indices;
import org.almt.core.Op;
import org.almt.core.Tensor;

/** The checks of every op, for the functions of {@link Composed}: gradients, programs, threads, kernels. */
class ComposedOpsTest extends OpCheck {
    /** Callers need not know which op comes last. */
    @Override
    protected Class<? extends Op> op() {
        return Op.class;
    }

    @Override
    protected List<OpCase> cases() {
        int[] x = {2, 3, 4};
        return List.of(
                each("neg", Composed::neg, v -> -v),
                each("square", Composed::square, v -> v * v),
                each("silu", Composed::silu, v -> v / (1 + Math.exp(-v))),
                each("elu", t -> Composed.elu(t, 1.5f), v -> v > 0 ? v : 1.5 * StrictMath.expm1(v)).avoiding(0),
                new OpCase(t -> Composed.softmax(t[0], 1), in -> softmax(in[0], false), x).named("softmax"),
                new OpCase(t -> Composed.logSoftmax(t[0], 1), in -> softmax(in[0], true), x).named("logSoftmax"),
                reduced("sum", t -> Composed.sum(t[0], true, 0, 2), v -> Arrays.stream(v).sum()),
                reduced("mean", t -> Composed.mean(t[0], false, -1, 0), v -> Arrays.stream(v).average().orElseThrow()),
                reduced("max", t -> Composed.max(t[0], true, 2, 0), v -> Arrays.stream(v).max().orElseThrow())
                        .multiplesOf(1.0 / 65_536),
                reduced("variance", t -> Composed.variance(t[0], false, true, 0, 2), v -> variance(v) / v.length),
                reduced("unbiased variance", t -> Composed.variance(t[0], true, false, 0, 2),
                        v -> variance(v) / (v.length - 1)).norm(1),
                new OpCase(t -> Composed.variance(t[0], 1, false), in -> {
                    double[] y = new double[2];
                    for (int i = 0; i < 2; i++) {
                        y[i] = variance(Arrays.copyOfRange(in[0], 5 * i, 5 * i + 5)) / 5;
                    }
                    return y;
                }, OpCase.shape(2, 5)).named("variance of a row").norm(1),
                new OpCase(t -> Composed.stack(1, t[0], t[1]), in -> {
                    double[] y = new double[12];
                    for (int i = 0; i < 12; i++) {
                        y[i] = in[i / 3 % 2][i / 6 * 3 + i % 3];
                    }
                    return y;
                }, OpCase.shape(2, 3), OpCase.shape(2, 3)).named("stack"),
                new OpCase(t -> Ops.mul(Composed.split(t[0], 1, 2, 1, 2)[0], Composed.split(t[0], 1, 2, 1, 2)[2]),
                        in -> moved(in[0], 6, i -> i / 2 * 5 + i % 2, i -> i / 2 * 5 + i % 2 + 3),
                        OpCase.shape(3, 5)).named("split"),
                new OpCase(t -> Composed.permute(t[0], 2, 0, 1),
                        in -> moved(in[0], 24, i -> i / 3 % 2 * 12 + i % 3 * 4 + i / 6), x).named("permute"),
                new OpCase(t -> Composed.squeeze(t[0], 1), in -> in[0], OpCase.shape(3, 1, 2)).named("squeeze"),
                new OpCase(t -> Composed.unsqueeze(t[0], 1), in -> in[0], OpCase.shape(3, 2)).named("unsqueeze"),
                new OpCase(t -> Composed.pad(t[0], 1, 1, 2, 9), in -> {
                    double[] y = new double[12];
                    for (int i = 0; i < 12; i++) {
                        y[i] = i % 6 < 1 || i % 6 > 3 ? 9 : in[0][i / 6 * 3 + i % 6 - 1];
                    }
                    return y;
                }, OpCase.shape(2, 3)).named("pad").norm(20),
                new OpCase(t -> Composed.gather(t[0], 1, Indices.of(2, 0, 2, -1)), in -> {
                    int[] at = {2, 0, 2};
                    double[] y = new double[8];
                    for (int i = 0; i < 8; i++) {
                        y[i] = i % 4 == 3 ? 0 : in[0][i / 4 * 3 + at[i % 4]];
                    }
                    return y;
                }, OpCase.shape(2, 3)).named("gather"),
                new OpCase(t -> Composed.pick(t[0], Indices.of(2, 0, -1)),
                        in -> new double[] {in[0][2], in[0][4], 0}, OpCase.shape(3, 4)).named("pick"));
    }

    @Override
    protected List<OpCase> largeCases() {
        return List.of(new OpCase(t -> Composed.variance(t[0], false, true, 1), in -> {
            double[] y = new double[3];
            for (int i = 0; i < 3; i++) {
                y[i] = variance(Arrays.copyOfRange(in[0], 25_001 * i, 25_001 * (i + 1))) / 25_001;
            }
            return y;
        }, OpCase.shape(3, 25_001)).named("variance").roundings(256).norm(1),
                new OpCase(t -> Composed.permute(t[0], 1, 0, 2),
                        in -> moved(in[0], 81_000, i -> i / 10 % 90 * 900 + i / 900 * 10 + i % 10),
                        OpCase.shape(90, 90, 10)).named("permute"));
    }

    private static OpCase each(String name, UnaryOperator<Tensor> use,
            DoubleUnaryOperator formula) {
        return new OpCase(t -> use.apply(t[0]), in -> Arrays.stream(in[0]).map(formula).toArray(),
                OpCase.shape(3, 11)).named(name);
    }

    /** Of [2, 3, 4], over the axes 0 and 2. */
    private static OpCase reduced(String name, OpCase.Use use, ToDoubleFunction<double[]> formula) {
        return new OpCase(use, in -> {
            double[] y = new double[3];
            for (int j = 0; j < 3; j++) {
                int row = j;
                y[j] = formula.applyAsDouble(moved(in[0], 8, i -> i / 4 * 12 + row * 4 + i % 4));
            }
            return y;
        }, OpCase.shape(2, 3, 4)).named(name);
    }

    /** y[i] = x[from[i]], or the product of several. */
    private static double[] moved(double[] x, int n, IntUnaryOperator... from) {
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            y[i] = 1;
            for (IntUnaryOperator each : from) {
                y[i] *= x[each.applyAsInt(i)];
            }
        }
        return y;
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    }

    /** Of [2, 3, 4], along axis 1. */
    private static double[] softmax(double[] x, boolean log) {
        double[] y = new double[24];
        for (int i = 0; i < 24; i++) {
            int first = i / 12 * 12 + i % 4;
            double p = Math.exp(x[i]) / (Math.exp(x[first]) + Math.exp(x[first + 4]) + Math.exp(x[first + 8]));
            y[i] = log ? Math.log(p) : p;
        }
        return y;
    }
}
