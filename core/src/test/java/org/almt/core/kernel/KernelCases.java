package org.almt.core.kernel;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A call of every kernel for any size n, on arrays that start at odd offsets, so that two implementations can be run on
 * equal inputs and all of the arrays compared, the parts that must stay untouched included.
 */
final class KernelCases {
    /** Each array that a case gets has this many numbers for size n: room for a few rows, and for offsets. */
    static int room(int n) {
        return ROWS * (n + 3) + 40;
    }

    static final int ARRAYS = 7;
    static final int ROWS = 3;

    /** Runs one kernel on {@link #ARRAYS} arrays of {@link #room}; results that are not arrays go to the last array. */
    interface Case {
        void run(Kernels kernels, int n, float[][] x);
    }

    private KernelCases() {}

    /** All cases by name: the kernel's method, then perhaps a blank and the variant. */
    static Map<String, Case> all() {
        Map<String, Case> cases = new LinkedHashMap<>();
        for (int variant = 0; variant < 8; variant++) {
            boolean ta = (variant & 1) != 0;
            boolean tb = (variant & 2) != 0;
            boolean add = (variant & 4) != 0;
            cases.put("gemm " + (ta ? "T" : "N") + (tb ? "T" : "N") + (add ? " accumulate" : ""), (k, n, x) -> {
                // each of the three sizes in turn
                k.gemm(ta, tb, ROWS, n, 3, x[0], 1, ta ? 4 : 6, x[1], 3, tb ? 3 : n + 1, x[2], 7, n + 2, add);
                k.gemm(ta, tb, n, 2, 3, x[0], 1, ta ? n : 3, x[1], 3, tb ? 3 : 4, x[3], 2, 3, add);
                k.gemm(ta, tb, 2, 3, n, x[0], 1, ta ? 2 : n, x[1], 3, tb ? n : 3, x[4], 2, 3, add);
            });
        }
        for (int variant = 0; variant < 4; variant++) {
            boolean ta = (variant & 1) != 0;
            boolean add = (variant & 2) != 0;
            cases.put("gemmPacked" + (ta ? " T" : " N") + (add ? " accumulate" : ""), (k, n, x) -> {
                packed(k, ta, false, ROWS, n, 3, x[0], x[1], x[2], add);
                packed(k, ta, false, n, 2, 3, x[0], x[1], x[3], add);
                packed(k, ta, false, 2, 3, n, x[0], x[1], x[4], add);
            });
        }
        cases.put("pack T", (k, n, x) -> {
            packed(k, false, true, 1, n, 3, x[0], x[1], x[2], false);
            packed(k, false, true, 1, 3, n, x[0], x[1], x[4], false);
        });
        cases.put("add", (k, n, x) -> k.add(n, x[0], 1, x[1], 2, x[2], 3));
        cases.put("add in place", (k, n, x) -> k.add(n, x[0], 1, x[1], 2, x[0], 1));
        cases.put("subtract", (k, n, x) -> k.subtract(n, x[0], 1, x[1], 2, x[2], 3));
        cases.put("multiply", (k, n, x) -> k.multiply(n, x[0], 1, x[1], 2, x[2], 3));
        cases.put("divide", (k, n, x) -> k.divide(n, x[0], 1, x[1], 2, x[2], 3));
        cases.put("scale", (k, n, x) -> k.scale(n, 1.7f, x[0], 1, x[2], 3));
        cases.put("shift", (k, n, x) -> k.shift(n, 1.7f, x[0], 1, x[2], 3));
        cases.put("addScaled", (k, n, x) -> k.addScaled(n, 1.7f, x[0], 1, x[2], 3));
        cases.put("addProduct", (k, n, x) -> k.addProduct(n, x[0], 1, x[1], 2, x[2], 3));
        cases.put("exp", (k, n, x) -> k.exp(n, x[0], 1, x[2], 3));
        cases.put("exp in place", (k, n, x) -> k.exp(n, x[0], 1, x[0], 1));
        cases.put("gelu", (k, n, x) -> k.gelu(n, x[0], 1, x[2], 3));
        cases.put("geluBackward", (k, n, x) -> k.geluBackward(n, x[0], 1, x[1], 2, x[2], 3));
        cases.put("tanh", (k, n, x) -> k.tanh(n, x[0], 1, x[2], 3));
        cases.put("sigmoid", (k, n, x) -> k.sigmoid(n, x[0], 1, x[2], 3));
        cases.put("relu", (k, n, x) -> k.relu(n, x[0], 1, x[2], 3));
        cases.put("reluBackward", (k, n, x) -> k.reluBackward(n, x[0], 1, x[1], 2, x[2], 3));
        cases.put("sum", (k, n, x) -> x[6][0] = k.sum(n, x[0], 1));
        cases.put("dot", (k, n, x) -> x[6][0] = k.dot(n, x[0], 1, x[1], 2));
        cases.put("columnSum", (k, n, x) -> k.columnSum(ROWS, n, x[0], 1, n + 2, x[2], 3));
        cases.put("softmax", (k, n, x) -> k.softmax(ROWS, n, x[0], 1, x[2], 3));
        cases.put("softmax in place", (k, n, x) -> k.softmax(ROWS, n, x[0], 1, x[0], 1));
        cases.put("softmaxBackward", (k, n, x) -> k.softmaxBackward(ROWS, n, x[0], 1, x[1], 2, x[2], 3));
        cases.put("layerNorm",
                (k, n, x) -> k.layerNorm(ROWS, n, 1e-5f, x[0], 1, x[1], 2, x[2], 3, x[3], 4, x[4], 5, x[5], 6));
        cases.put("layerNorm plain",
                (k, n, x) -> k.layerNorm(ROWS, n, 1e-5f, x[0], 1, null, 0, null, 0, x[3], 4, x[4], 5, x[5], 6));
        cases.put("layerNormBackward", (k, n, x) -> k.layerNormBackward(
                ROWS, n, x[0], 1, x[1], 2, x[2], 3, x[2], 9, x[3], 4, x[4], 5, x[5], 6, x[6], 7));
        cases.put("layerNormBackward plain", (k, n, x) -> k.layerNormBackward(
                ROWS, n, x[0], 1, null, 0, x[2], 3, x[2], 9, x[3], 4, x[4], 5, null, 0, null, 0));
        cases.put("layerNormBackward parameters", (k, n, x) -> k.layerNormBackward(
                ROWS, n, x[0], 1, x[1], 2, x[2], 3, x[2], 9, x[3], 4, null, 0, x[5], 6, x[6], 7));
        // n keys of two features, values of three; then n queries; then rows n wide
        cases.put("attention", (k, n, x) -> {
            k.attention(2, n, 2, 3, 0.7f, x[0], 1, 3, x[1], 2, 3, x[2], 3, 3, null, 0, x[4], 4, 4, x[5], 5);
            k.attention(n, 3, 2, 2, 0.7f, x[0], 1, 3, x[1], 2, 3, x[2], 3, 3, null, 0, x[3], 4, 3, x[6], 5);
            k.attention(1, 3, n, n, 0.7f, x[0], 1, n, x[1], 2, n, x[2], 3, n, null, 0, x[4], 30, n, x[5], 9);
        });
        cases.put("attention masked", (k, n, x) -> k.attention(2, n, 2, 3, 0.7f, x[0], 1, 3, x[1], 2, 3, x[2], 3, 3,
                x[3], 1, x[4], 4, 4, x[5], 5));
        cases.put("attentionBackward", (k, n, x) -> {
            float[] dq = new float[room(n)];
            float[] dk = x[6].clone();
            k.attentionBackward(2, n, 2, 3, 0.7f, x[0], 1, 3, x[1], 2, 3, x[2], 3, 3, null, 0,
                    x[3], 9, x[4], 5, 4, dq, 1, dk, 2, x[5], 3);
            System.arraycopy(dq, 0, x[6], 0, 9);
            k.add(3 * n, x[6], 12, dk, 2, x[6], 12);
        });
        cases.put("attentionBackward masked",
                (k, n, x) -> k.attentionBackward(2, n, 2, 3, 0.7f, x[0], 1, 3, x[1], 2, 3, x[2], 3, 3, x[2], 1,
                        x[3], 9, x[4], 5, 4, null, 0, x[5], 2, x[6], 3));
        cases.put("adamw",
                (k, n, x) -> k.adamw(n, x[0], 1, x[1], 2, x[2], 3, x[3], 4, 0.99f, 0.9f, 0.999f, 1e-3f, 0.03f, 1e-8f));
        return cases;
    }

    /** The product by way of a packed B, whose layout is each implementation's own. */
    private static void packed(
            Kernels kernels, boolean ta, boolean tb, int m, int n, int k, float[] a, float[] b, float[] c,
            boolean add) {
        float[] packed = new float[Gemm.packedSize(n, k)];
        int half = k / 2 / Gemm.PACKED_ROWS * Gemm.PACKED_ROWS;
        kernels.pack(tb, n, k, half, k - half, b, 3, tb ? k : n, packed);
        kernels.pack(tb, n, k, 0, half, b, 3, tb ? k : n, packed);
        kernels.gemmPacked(ta, m, n, k, a, 1, ta ? m : k, packed, c, 2, n + 1, add);
    }
}
