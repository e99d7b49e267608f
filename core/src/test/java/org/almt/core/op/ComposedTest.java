package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.testsdata.DoubleOracle;
import org.almt.testsdata.Tolerance;
import org.junit.jupiter.api.Test;

/** Values and gradients of functions made of ops, against formulas in double. */
class ComposedTest {
    private interface Formula {
        double[] of(double[] x);
    }

    @Test
    void elements() {
        float[] x = {-3, -1, -0.25f, 0.5f, 2};
        check(x, Composed::neg, each(v -> -v), 5);
        check(x, Composed::square, each(v -> v * v), 5);
        check(x, Composed::silu, each(v -> v / (1 + Math.exp(-v))), 5);
        check(x, t -> Composed.elu(t, 1.5f), each(v -> v > 0 ? v : 1.5 * StrictMath.expm1(v)), 5);
    }

    /** exp(x) - 1 would have lost half of the digits. */
    @Test
    void eluKeepsItsDigitsNearZero() {
        assertEquals(StrictMath.expm1(-1e-5f), Composed.elu(Tensor.scalar(-1e-5f), 1).item(), 1e-11);
    }

    private static Formula each(java.util.function.DoubleUnaryOperator f) {
        return x -> Arrays.stream(x).map(f).toArray();
    }

    private static final float[] SIX = {1, 2, 4, 0.5f, -1, 3};

    @Test
    void alongAxes() {
        check(SIX, x -> Composed.softmax(x, 0), x -> {
            double[] y = new double[6];
            for (int i = 0; i < 6; i++) {
                y[i] = Math.exp(x[i]) / (Math.exp(x[i % 3]) + Math.exp(x[i % 3 + 3]));
            }
            return y;
        }, 2, 3);
        check(SIX, x -> Composed.logSoftmax(x, -1), x -> Formulas.logSoftmax(x, 3), 2, 3);
        check(SIX, x -> Composed.variance(x, 1, false), x -> new double[] {variance(x, 0) / 3, variance(x, 3) / 3}, 2,
                3);
        check(SIX, x -> Composed.variance(x, 1, true), x -> new double[] {variance(x, 0) / 2, variance(x, 3) / 2}, 2,
                3);
        check(SIX, x -> Composed.sum(x, true, 0, -1),
                x -> new double[] {x[0] + x[1] + x[2], x[3] + x[4] + x[5]}, 1, 2, 3);
    }

    private static double variance(double[] x, int from) {
        double mean = (x[from] + x[from + 1] + x[from + 2]) / 3;
        double sum = 0;
        for (int i = from; i < from + 3; i++) {
            sum += (x[i] - mean) * (x[i] - mean);
        }
        return sum;
    }

    @Test
    void reductionsOverSeveralAxes() {
        Tensor x = Tensor.of(SIX, 1, 2, 3);
        assertEquals("[1,1,3]", Composed.sum(x, true, 0, 1).shape().toString());
        assertArrayEquals(new float[] {1.5f, 1, 7}, Composed.sum(x, false, 0, 1).toArray());
        assertEquals(9.5f / 6, Composed.mean(x, false).item(), 1e-6);
        assertEquals("[1,1,1]", Composed.max(x, true).shape().toString());
        assertEquals(4, Composed.max(x, true).item());
        assertThrows(IllegalArgumentException.class, () -> Composed.sum(x, false, 1, -2));
    }

    @Test
    void shapes() {
        Tensor x = Tensor.of(SIX, 2, 3);
        assertEquals("[2,2,3]", Composed.stack(1, x, x).shape().toString());
        assertArrayEquals(new float[] {1, 2, 4, 1, 2, 4, 0.5f, -1, 3, 0.5f, -1, 3}, Composed.stack(1, x, x).toArray());
        Tensor[] parts = Composed.split(x, 1, 1, 2);
        assertArrayEquals(new float[] {2, 4, -1, 3}, parts[1].toArray());
        assertThrows(IllegalArgumentException.class, () -> Composed.split(x, 1, 1, 1));
        assertArrayEquals(new float[] {1, 0.5f, 2, -1, 4, 3}, Composed.permute(x, 1, 0).toArray());
        Tensor y = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2);
        assertArrayEquals(new float[] {1, 5, 2, 6, 3, 7, 4, 8}, Composed.permute(y, 1, 2, 0).toArray());
        assertThrows(IllegalArgumentException.class, () -> Composed.permute(y, 0, 1, 1));
        assertEquals("[2,1,3]", Composed.unsqueeze(x, 1).shape().toString());
        assertEquals("[2,3,1]", Composed.unsqueeze(x, -1).shape().toString());
        assertEquals("[2,3]", Composed.squeeze(Composed.unsqueeze(x, 0), 0).shape().toString());
        assertThrows(IllegalArgumentException.class, () -> Composed.squeeze(x, 0));
        assertArrayEquals(new float[] {9, 1, 2, 4, 9, 9, 9, 0.5f, -1, 3, 9, 9}, Composed.pad(x, 1, 1, 2, 9).toArray());
        assertThrows(IllegalArgumentException.class, () -> Composed.pad(x, 1, -1, 0, 0));
    }

    @Test
    void refusals() {
        Tensor x = Tensor.of(SIX, 2, 3);
        assertEquals("logSoftmax: [2,3] has no axis 5; its axes are 0 to 1, or -1 for the last",
                assertThrows(IllegalArgumentException.class, () -> Composed.logSoftmax(x, 5)).getMessage());
        assertEquals("variance: one element of [1,2] has no unbiased variance, which divides by n - 1; give axes with"
                + " more, or unbiased = false",
                assertThrows(IllegalArgumentException.class,
                        () -> Composed.variance(Tensor.zeros(1, 2), 0, true)).getMessage());
        assertEquals("pick: Indices[3] for [2,3]; rows [R, C] and R classes are needed, C at most 4096",
                assertThrows(IllegalArgumentException.class, () -> Composed.pick(x, Indices.zeros(3))).getMessage());
    }

    @Test
    void keptAxes() {
        Tensor x = Tensor.of(SIX, 2, 3);
        assertEquals("Tensor[2,1] [[2], [2]]", Composed.argmax(x, true, 1).toString());
        assertEquals("Tensor[2] [2, 2]", Composed.argmax(x, false, -1).toString());
        assertEquals("[1,3]", Composed.variance(x, false, true, 0).shape().toString());
        assertEquals("[]", Composed.variance(x, false, false).shape().toString());
    }

    @Test
    void gather() {
        Tensor x = Tensor.of(SIX, 2, 3).requiresGrad(true);
        Tensor y = Composed.gather(x, 1, Indices.of(2, 0, 2, -1));
        assertArrayEquals(new float[] {4, 1, 4, 0, 3, 0.5f, 3, 0}, y.toArray());
        Ops.sum(y).backward();
        assertArrayEquals(new float[] {1, 0, 2, 1, 0, 2}, x.grad().toArray());
    }

    private static void check(float[] values, UnaryOperator<Tensor> op, Formula formula, int... sizes) {
        Tensor x = Tensor.of(values.clone(), sizes).requiresGrad(true);
        Tensor y = op.apply(x);
        double[] wide = OpCase.widened(values);
        double[] expected = formula.of(wide);
        Tolerance.assertClose("value", expected, y.toArray(), 16, Tolerance.norm(expected));
        float[] weights = new float[expected.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 1 + i % 3;
        }
        Ops.sum(Ops.mul(y, Tensor.of(weights, y.shape().toArray()))).backward();
        double[] slope = DoubleOracle.gradient(at -> {
            double[] z = formula.of(at);
            double sum = 0;
            for (int i = 0; i < z.length; i++) {
                sum += weights[i] * z[i];
            }
            return sum;
        }, wide);
        Tolerance.assertClose("gradient", slope, x.grad().toArray(), 32, Math.max(1, Tolerance.norm(slope)));
    }
}
