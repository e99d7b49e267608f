package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class LayerNormalisationTest extends OpCheck {
    private static final float EPS = 1e-2f;

    @Override
    protected Class<? extends Op> op() {
        return LayerNormalisation.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        for (int width : new int[] {1, 2, 5, 15, 16, 17, 31, 33, 64}) {
            cases.add(of(width, true, 3, width));
        }
        cases.add(of(6, false, 2, 3, 6));
        cases.add(of(6, true, 6));
        cases.add(of(6, true, 0, 6));
        cases.add(of(0, true, 3, 0));
        for (int constant = 0; constant < 3; constant++) {
            cases.add(of(6, true, 4, 6).constant(constant));
        }
        return cases;
    }

    @Override
    protected List<OpCase> largeCases() {
        return List.of(of(128, true, 7, 91, 128).roundings(64), of(33, false, 2000, 33).roundings(64));
    }

    private static OpCase of(int width, boolean affine, int... shape) {
        OpCase.Use use = x -> Ops.layerNorm(x[0], affine ? x[1] : null, affine ? x[2] : null, EPS);
        OpCase.Formula formula =
                x -> layerNorm(x[0], affine ? x[1] : null, affine ? x[2] : null, width);
        OpCase c = affine
                ? new OpCase(use, formula, shape, OpCase.shape(width), OpCase.shape(width))
                : new OpCase(use, formula, shape);
        return c.norm(width == 1 ? 1 / Math.sqrt(EPS) : 4);
    }

    /** Rows of huge values: right as long as their squares fit a float, and 0 beyond, as in PyTorch. */
    @Test
    void hugeValues() {
        for (float scale : new float[] {1e-30f, 1e-10f, 1e10f, 1e18f}) {
            float[] x = {scale, -scale, 3 * scale, 0};
            double[] wanted = layerNorm(new double[] {scale, -scale, 3f * scale, 0}, null, null, 4);
            float[] y = Ops.layerNorm(Tensor.of(x, 1, 4), null, null, EPS).toArray();
            for (int i = 0; i < 4; i++) {
                assertEquals(wanted[i], y[i], 1e-6, "scale " + scale);
            }
        }
        float[] y = Ops.layerNorm(Tensor.of(new float[] {1e30f, -1e30f, 2e30f, 0}, 1, 4),
                Tensor.of(new float[] {1, 2, 3, 4}, 4),
                Tensor.of(new float[] {5, 6, 7, 8}, 4), EPS).toArray();
        assertEquals(List.of(5f, 6f, 7f, 8f), List.of(y[0], y[1], y[2], y[3]));
    }

    /**
     * Rows with a large mean: the error is that of the rounded input itself, the mean times 2^-23 over the deviation.
     */
    @Test
    void largeMeans() {
        for (float mean : new float[] {1e2f, 1e4f, 1e6f}) {
            float[] x = new float[64];
            double[] exact = new double[64];
            for (int i = 0; i < x.length; i++) {
                x[i] = mean + (i % 7 - 3);
                exact[i] = x[i];
            }
            double[] wanted = layerNorm(exact, null, null, x.length);
            float[] y = Ops.layerNorm(Tensor.of(x, 1, x.length), null, null, EPS).toArray();
            for (int i = 0; i < x.length; i++) {
                assertEquals(wanted[i], y[i], 1e-5 + mean * 0x1p-23, "mean " + mean);
            }
        }
    }

    private static double[] layerNorm(double[] x, double[] gamma, double[] beta, int width) {
        double[] y = new double[x.length];
        for (int row = 0; row < x.length; row += width) {
            double mean = 0;
            for (int j = 0; j < width; j++) {
                mean += x[row + j] / width;
            }
            double variance = 0;
            for (int j = 0; j < width; j++) {
                variance += (x[row + j] - mean) * (x[row + j] - mean) / width;
            }
            for (int j = 0; j < width; j++) {
                double hat = (x[row + j] - mean) / Math.sqrt(variance + EPS);
                y[row + j] = gamma == null ? hat : hat * gamma[j] + beta[j];
            }
        }
        return y;
    }

    @Test
    void equalNumbersGiveBeta() {
        Tensor beta = Tensor.of(new float[] {1, 2, 3}, 3);
        Tensor y = Ops.layerNorm(Tensor.full(1, 2, 3), Tensor.full(5, 3), beta, 1e-5f);
        assertEquals("[1.0, 2.0, 3.0, 1.0, 2.0, 3.0]", Arrays.toString(y.toArray()));
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertEquals(
                "layerNorm: gamma has shape [4] but [3] is needed to match the last axis of [2,3]",
                refusal(Tensor.zeros(2, 3), Tensor.zeros(4), Tensor.zeros(3)));
        assertEquals(
                "layerNorm: beta has shape [3,1] but [3] is needed to match the last axis of [2,3]",
                refusal(Tensor.zeros(2, 3), Tensor.zeros(3), Tensor.zeros(3, 1)));
        assertEquals(
                "layerNorm: beta without gamma for [2,3]; give both or neither",
                refusal(Tensor.zeros(2, 3), null, Tensor.zeros(3)));
        assertEquals(
                "layerNorm: gamma without beta for [2,3]; give both or neither",
                refusal(Tensor.zeros(2, 3), Tensor.zeros(3), null));
    }

    private static String refusal(Tensor x, Tensor gamma, Tensor beta) {
        return assertThrows(IllegalArgumentException.class, () -> Ops.layerNorm(x, gamma, beta, EPS)).getMessage();
    }
}
