package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.almt.testsdata.Tolerance;
import org.junit.jupiter.api.Test;

class AffineMapTest extends OpCheck {
    @Override
    protected Class<? extends Op> op() {
        return AffineMap.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        for (boolean bias : new boolean[] {false, true}) {
            cases.add(of(3, 4, bias, 3));
            cases.add(of(1, 1, bias, 2, 1));
            cases.add(of(17, 5, bias, 2, 3, 17));
            cases.add(of(5, 33, bias, 4, 5));
            cases.add(of(2, 3, bias, 0, 2));
            cases.add(of(0, 3, bias, 2, 0));
            cases.add(of(3, 0, bias, 2, 3));
        }
        cases.add(of(3, 4, true, 5, 3).constant(0));
        cases.add(of(3, 4, true, 5, 3).constant(1));
        cases.add(of(3, 4, true, 5, 3).constant(2));
        return cases;
    }

    @Override
    protected List<OpCase> largeCases() {
        return List.of(
                of(70, 130, true, 4, 150, 70).roundings(128),
                of(5, 128, true, 2000, 5).roundings(128),
                of(128, 1, true, 900, 128).roundings(128));
    }

    private static OpCase of(int in, int out, boolean bias, int... x) {
        OpCase.Use use = t -> Ops.linear(t[0], t[1], bias ? t[2] : null);
        OpCase.Formula formula = t -> linear(t[0], t[1], bias ? t[2] : new double[out], in, out);
        return bias
                ? new OpCase(use, formula, x, OpCase.shape(out, in), OpCase.shape(out))
                : new OpCase(use, formula, x, OpCase.shape(out, in));
    }

    private static double[] linear(double[] x, double[] w, double[] b, int in, int out) {
        // an empty input row does not tell how many rows there are: the case [2,0] has two
        int rows = in == 0 ? 2 : x.length / in;
        double[] y = new double[rows * out];
        for (int r = 0; r < rows; r++) {
            for (int o = 0; o < out; o++) {
                y[r * out + o] = b[o];
                for (int i = 0; i < in; i++) {
                    y[r * out + o] += x[r * in + i] * w[o * in + i];
                }
            }
        }
        return y;
    }

    /** The documented order: the bias comes first, then the products one by one. */
    @Test
    void eachSumStartsAtTheBias() {
        float[] x = {0.1f, 0.2f, 0.3f};
        float[] w = {0.7f, -0.9f, 1.1f};
        float expected = Math.fma(x[2], w[2], Math.fma(x[1], w[1], Math.fma(x[0], w[0], 0.31f)));
        Tensor y = Ops.linear(Tensor.of(x, 1, 3), Tensor.of(w, 1, 3), Tensor.of(new float[] {0.31f}, 1));
        Tolerance.assertSameBits("y", new float[] {expected}, y.toArray());
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertEquals(
                "linear: inner sizes differ: [2,3] x [5,4]^T; the weight must be [out,3], "
                        + "as wide as the input's last axis",
                refusal(Tensor.zeros(2, 3), Tensor.zeros(5, 4), null));
        assertEquals(
                "linear: bias has shape [4] but [5] is needed to match the rows of the weight [5,3]",
                refusal(Tensor.zeros(2, 3), Tensor.zeros(5, 3), Tensor.zeros(4)));
        assertEquals(
                "linear: [] has 0 axes; at least 1 needed", refusal(Tensor.scalar(1), Tensor.zeros(5, 3), null));
    }

    private static String refusal(Tensor x, Tensor w, Tensor b) {
        return assertThrows(IllegalArgumentException.class, () -> Ops.linear(x, w, b)).getMessage();
    }
}
