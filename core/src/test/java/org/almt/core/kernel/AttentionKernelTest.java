package org.almt.core.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.almt.core.KernelChoice;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Attention forward and backward against a naive version in double with the whole score matrix. Rows lie apart, as in a
 * layout of several heads, and there are more queries than one block. The bits of every implementation are compared
 * with those of the reference.
 */
@Tag("every-width")
class AttentionKernelTest {
    private static final float SCALE = 0.4f;

    @BeforeAll
    static void chooseWidth() {
        TestKernels.assumeWidth();
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1,false", "3,5,4,2,true", "16,17,16,16,false", "70,37,8,5,false", "131,20,6,6,true"})
    void agreesWithNaive(int queries, int keys, int size, int valueSize, boolean masked) {
        agreesWithNaive(queries, keys, size, valueSize, masked, false);
    }

    /** Blocks of queries with keys before them and without; more queries than a block. */
    @ParameterizedTest
    @CsvSource({"1,1,1,1", "1,7,3,2", "3,5,4,2", "16,17,16,16", "64,64,8,8", "65,65,8,5", "131,200,6,6"})
    void causalAgreesWithNaive(int queries, int keys, int size, int valueSize) {
        agreesWithNaive(queries, keys, size, valueSize, false, true);
    }

    private static void agreesWithNaive(
            int queries, int keys, int size, int valueSize, boolean masked, boolean causal) {
        Numbers numbers = new Numbers(queries);
        int qs = size + 3;
        int ks = size + 1;
        int vs = valueSize + 2;
        int os = valueSize + 4;
        float[] q = numbers.normal(queries * qs);
        float[] k = numbers.normal(keys * ks);
        float[] v = numbers.normal(keys * vs);
        float[] dout = numbers.normal(queries * os);
        float[] mask = masked ? new float[keys] : null;
        if (masked) {
            mask[1] = Float.NEGATIVE_INFINITY;
            mask[keys - 1] = Float.NEGATIVE_INFINITY;
        }
        float[] out = new float[queries * os];
        float[] logSum = new float[queries];
        float[] dq = new float[queries * qs];
        float[] dk = new float[keys * ks];
        float[] dv = new float[keys * vs];
        attend(KernelChoice.reference(), queries, keys, size, valueSize, q, k, v, dout, mask, causal, out, logSum, dq,
                dk, dv);
        for (Kernels kernels : TestKernels.toCheck()) {
            float[][] same = {
                    new float[out.length], new float[queries], new float[dq.length], new float[dk.length],
                    new float[dv.length]
            };
            attend(kernels, queries, keys, size, valueSize, q, k, v, dout, mask, causal,
                    same[0], same[1], same[2], same[3], same[4]);
            assertArrayEquals(new float[][] {out, logSum, dq, dk, dv}, same, kernels.name());
        }

        double[][] p = probabilities(queries, keys, size, q, qs, k, ks, mask, causal);
        double[] expectedK = new double[dk.length];
        double[] expectedV = new double[dv.length];
        for (int i = 0; i < queries; i++) {
            double[] dp = new double[keys];
            double inner = 0;
            for (int f = 0; f < valueSize; f++) {
                double sum = 0;
                for (int j = 0; j < keys; j++) {
                    sum += p[i][j] * v[j * vs + f];
                    dp[j] += (double) dout[i * os + f] * v[j * vs + f];
                    expectedV[j * vs + f] += p[i][j] * dout[i * os + f];
                }
                assertEquals(sum, out[i * os + f], 1e-6);
                inner += sum * dout[i * os + f];
            }
            double[] expectedQ = new double[size];
            for (int j = 0; j < keys; j++) {
                double ds = p[i][j] * (dp[j] - inner) * SCALE;
                for (int e = 0; e < size; e++) {
                    expectedQ[e] += ds * k[j * ks + e];
                    expectedK[j * ks + e] += ds * q[i * qs + e];
                }
            }
            for (int e = 0; e < size; e++) {
                assertEquals(expectedQ[e], dq[i * qs + e], 5e-6);
            }
        }
        for (int i = 0; i < dk.length; i++) {
            assertEquals(expectedK[i], dk[i], 2e-5);
        }
        for (int i = 0; i < dv.length; i++) {
            assertEquals(expectedV[i], dv[i], 2e-5);
        }
    }

    /** Causal attention has the bits of one query after another, each with a mask that hides the keys after it. */
    @ParameterizedTest
    @CsvSource({"3,5", "64,64", "70,70", "131,140"})
    void causalHasTheBitsOfMasks(int queries, int keys) {
        Numbers numbers = new Numbers(queries);
        float[] q = numbers.normal(queries * 8);
        float[] k = numbers.normal(keys * 8);
        float[] v = numbers.normal(keys * 8);
        float[] dout = numbers.normal(queries * 8);
        for (Kernels kernels : TestKernels.toCheck()) {
            float[][] found = results(queries, keys);
            attend(kernels, queries, keys, 8, 8, q, k, v, dout, null, true, found[0], found[1], found[2], found[3],
                    found[4]);
            float[][] expected = results(queries, keys);
            for (int i = 0; i < queries; i++) {
                float[] mask = new float[keys];
                Arrays.fill(mask, i + 1 + keys - queries, keys, Float.NEGATIVE_INFINITY);
                kernels.attention().forward(1, keys, 8, 8, SCALE, q, 8 * i, 8, k, 0, 8, v, 0, 8, mask, 0, false,
                        expected[0], 8 * i, 8, expected[1], i);
                kernels.attention().backward(1, keys, 8, 8, SCALE, q, 8 * i, 8, k, 0, 8, v, 0, 8, mask, 0, false,
                        expected[1], i, dout, 8 * i, 8, expected[2], 8 * i, expected[3], 0, expected[4], 0);
            }
            assertArrayEquals(expected, found, kernels.name());
        }
    }

    private static float[][] results(int queries, int keys) {
        return new float[][] {new float[8 * queries], new float[queries], new float[8 * queries], new float[8 * keys],
                new float[8 * keys]};
    }

    private static void attend(
            Kernels kernels, int queries, int keys, int size, int valueSize, float[] q, float[] k, float[] v,
            float[] dout, float[] mask, boolean causal, float[] out, float[] logSum, float[] dq, float[] dk,
            float[] dv) {
        int qs = q.length / queries;
        int ks = k.length / keys;
        int vs = v.length / keys;
        int os = out.length / queries;
        kernels.attention().forward(queries, keys, size, valueSize, SCALE, q, 0, qs, k, 0, ks, v, 0, vs, mask, 0,
                causal,
                out, 0, os, logSum, 0);
        kernels.attention().backward(queries, keys, size, valueSize, SCALE, q, 0, qs, k, 0, ks, v, 0, vs, mask, 0,
                causal,
                logSum, 0, dout, 0, os, dq, 0, dk, 0, dv, 0);
    }

    private static double[][] probabilities(
            int queries, int keys, int size, float[] q, int qs, float[] k, int ks, float[] mask,
            boolean causal) {
        double[][] p = new double[queries][keys];
        for (int i = 0; i < queries; i++) {
            double sum = 0;
            for (int j = 0; j < keys; j++) {
                double score = 0;
                for (int e = 0; e < size; e++) {
                    score += (double) q[i * qs + e] * k[j * ks + e];
                }
                p[i][j] = causal && j - i > keys - queries
                        ? 0
                        : Math.exp(SCALE * score + (mask == null ? 0 : mask[j]));
                sum += p[i][j];
            }
            for (int j = 0; j < keys; j++) {
                p[i][j] /= sum;
            }
        }
        return p;
    }

    @Test
    void logSumIsTheLogarithmOfTheSumOfExponentials() {
        float[] q = {2, -1};
        float[] k = {1, 3};
        float[] out = new float[2];
        float[] logSum = new float[2];
        KernelChoice.fromProperty().attention().forward(2, 2, 1, 1, 1, q, 0, 1, k, 0, 1, k, 0, 1, null, 0, false, out,
                0, 1,
                logSum, 0);
        assertEquals(Math.log(Math.exp(2) + Math.exp(6)), logSum[0], 1e-6);
        assertEquals(Math.log(Math.exp(-1) + Math.exp(-3)), logSum[1], 1e-6);
    }
}
