package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class BatchNormTest extends OpCheck {
    private static final float EPS = 1e-2f;

    @Override
    protected Class<? extends Op> op() {
        return BatchNorm.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        for (boolean given : new boolean[] {false, true}) {
            for (int width : new int[] {1, 2, 5, 15, 16, 17, 33}) {
                cases.add(of(3, width, given));
            }
            cases.add(of(20, 3, given));
            cases.add(of(4, 0, given));
            for (int constant = 0; constant < 3; constant++) {
                cases.add(of(5, 6, given).constant(constant));
            }
        }
        cases.add(of(1, 4, true));
        return cases;
    }

    @Override
    protected List<OpCase> largeCases() {
        return List.of(of(300, 75, false).roundings(64), of(300, 75, true).roundings(64));
    }

    private static Tensor filled(int width, float first) {
        Tensor x = Tensor.zeros(width);
        for (int j = 0; j < width; j++) {
            x.array()[j] = first + 0.125f * (j % 5);
        }
        return x;
    }

    private static OpCase of(int rows, int width, boolean given) {
        OpCase.Use use = x -> given
                ? Ops.batchNorm(x[0], x[1], x[2], EPS, filled(width, -0.25f), filled(width, 0.5f))
                : Ops.batchNorm(x[0], x[1], x[2], EPS, Tensor.zeros(width), Tensor.zeros(width), 0.1f);
        OpCase.Formula formula = x -> {
            double[] y = new double[x[0].length];
            for (int j = 0; j < width; j++) {
                double mean = given ? filled(width, -0.25f).array()[j] : mean(x[0], j, width);
                double variance = given ? filled(width, 0.5f).array()[j] : variance(x[0], j, width);
                for (int at = j; at < y.length; at += width) {
                    y[at] = (x[0][at] - mean) / Math.sqrt(variance + EPS) * x[1][j] + x[2][j];
                }
            }
            return y;
        };
        return new OpCase(use, formula, OpCase.shape(rows, width), OpCase.shape(width), OpCase.shape(width))
                .named(given ? "given" : "own").norm(4);
    }

    private static double mean(double[] x, int column, int width) {
        double sum = 0;
        for (int at = column; at < x.length; at += width) {
            sum += x[at];
        }
        return sum * width / x.length;
    }

    private static double variance(double[] x, int column, int width) {
        double mean = mean(x, column, width);
        double sum = 0;
        for (int at = column; at < x.length; at += width) {
            sum += (x[at] - mean) * (x[at] - mean);
        }
        return sum * width / x.length;
    }

    /** Column 1, 2, 6 has mean 3 and variance 7 among three; column 0, 0, 3 has 1 and 3. */
    @Test
    void runningStatisticsMoveOnceEachRun() {
        Tensor x = Tensor.of(new float[] {1, 0, 2, 0, 6, 3}, 3, 2);
        Tensor gamma = Tensor.full(1, 2).requiresGrad(true);
        Tensor mean = Tensor.zeros(2);
        Tensor variance = Tensor.full(1, 2);
        Program program = Program.trace(
                () -> Ops.sum(Ops.batchNorm(x, gamma, Tensor.zeros(2), EPS, mean, variance, 0.5f)));
        program.forward();
        program.backward();
        assertArrayEquals(new float[] {1.5f, 0.5f}, mean.toArray(), 1e-6f);
        assertArrayEquals(new float[] {4, 2}, variance.toArray(), 1e-6f);
        program.forward();
        assertArrayEquals(new float[] {2.25f, 0.75f}, mean.toArray(), 1e-6f);
        assertArrayEquals(new float[] {5.5f, 2.5f}, variance.toArray(), 1e-6f);
    }

    @Test
    void refusesWhatDoesNotFit() {
        Tensor d = Tensor.zeros(3);
        assertEquals(
                "batchNorm: [1,3] has 1 rows, which have no variance; give two or more, or a mean and a variance",
                refusal(Tensor.zeros(1, 3), d, d));
        assertEquals("batchNorm: [2,2,3] is not [rows, columns]; reshape it", refusal(Tensor.zeros(2, 2, 3), d, d));
        assertEquals(
                "batchNorm: gamma has shape [2] but [3] is needed to match the columns of [2,3]",
                refusal(Tensor.zeros(2, 3), Tensor.zeros(2), d));
        assertEquals(
                "batchNorm: mean and variance get no gradient; detach them",
                refusal(Tensor.zeros(2, 3), d, Tensor.zeros(3).requiresGrad(true)));
    }

    private static String refusal(Tensor x, Tensor gamma, Tensor mean) {
        Tensor d = Tensor.zeros(3);
        return assertThrows(
                IllegalArgumentException.class, () -> Ops.batchNorm(x, gamma, d, EPS, mean, d, 0.1f)).getMessage();
    }
}
