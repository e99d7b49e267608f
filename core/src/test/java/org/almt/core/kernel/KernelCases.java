package org.almt.core.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A call of every kernel for any size n, on arrays that start at odd offsets. Two implementations can be run on equal
 * inputs. All elements of the arrays are compared, including those that must not change.
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

    /** All cases by name: the kernel's group and method, then, for a variant, a blank and its name. */
    static Map<String, Case> all() {
        Map<String, Case> cases = new LinkedHashMap<>();
        for (int variant = 0; variant < 8; variant++) {
            boolean ta = (variant & 1) != 0;
            boolean tb = (variant & 2) != 0;
            boolean add = (variant & 4) != 0;
            cases.put("products.gemm " + (ta ? "T" : "N") + (tb ? "T" : "N") + (add ? " accumulate" : ""),
                    (k, n, x) -> {
                        // each of the three sizes in turn
                        k.products().gemm(ta, tb, ROWS, n, 3, x[0], 1, ta ? 4 : 6, x[1], 3, tb ? 3 : n + 1, x[2], 7,
                                n + 2,
                                add);
                        k.products().gemm(ta, tb, n, 2, 3, x[0], 1, ta ? n : 3, x[1], 3, tb ? 3 : 4, x[3], 2, 3, add);
                        k.products().gemm(ta, tb, 2, 3, n, x[0], 1, ta ? 2 : n, x[1], 3, tb ? n : 3, x[4], 2, 3, add);
                    });
        }
        for (int variant = 0; variant < 4; variant++) {
            boolean ta = (variant & 1) != 0;
            boolean add = (variant & 2) != 0;
            cases.put("products.gemmPacked" + (ta ? " T" : " N") + (add ? " accumulate" : ""), (k, n, x) -> {
                packed(k, ta, false, ROWS, n, 3, x[0], x[1], x[2], add);
                packed(k, ta, false, n, 2, 3, x[0], x[1], x[3], add);
                packed(k, ta, false, 2, 3, n, x[0], x[1], x[4], add);
            });
        }
        cases.put("products.gemmPackedFrom", (k, n, x) -> {
            packedFrom(k, ROWS, n, 3, x[0], x[1], x[3], x[2]);
            packedFrom(k, n, 2, 3, x[0], x[1], x[2], x[3]);
            packedFrom(k, 2, 3, n, x[0], x[1], x[2], x[4]);
        });
        cases.put("products.gemmRuns", (k, n, x) -> {
            k.products().gemmRuns(2, n, 2, 1, x[0], 1, 1, 2, x[1], 2, n, n + 1, x[2], 3, n + 1);
            k.products().gemmRuns(n, 2, 2, 2, x[0], 1, 1, 3, x[1], 2, 3, 7, x[3], 1, 3);
            k.products().gemmRuns(2, 3, 2, n / 2, x[0], 1, 1, n / 2, x[1], 2, 3, 3 * (n / 2), x[4], 1, 3);
            runs(k, n, x);
        });
        cases.put("products.pack T", (k, n, x) -> {
            packed(k, false, true, 1, n, 3, x[0], x[1], x[2], false);
            packed(k, false, true, 1, 3, n, x[0], x[1], x[4], false);
        });
        cases.put("elementwise.add", (k, n, x) -> k.elementwise().add(n, x[0], 1, x[1], 2, x[2], 3));
        cases.put("elementwise.add in place", (k, n, x) -> k.elementwise().add(n, x[0], 1, x[1], 2, x[0], 1));
        cases.put("elementwise.subtract", (k, n, x) -> k.elementwise().subtract(n, x[0], 1, x[1], 2, x[2], 3));
        cases.put("elementwise.multiply", (k, n, x) -> k.elementwise().multiply(n, x[0], 1, x[1], 2, x[2], 3));
        cases.put("elementwise.divide", (k, n, x) -> k.elementwise().divide(n, x[0], 1, x[1], 2, x[2], 3));
        cases.put("elementwise.scale", (k, n, x) -> k.elementwise().scale(n, 1.7f, x[0], 1, x[2], 3));
        cases.put("elementwise.shift", (k, n, x) -> k.elementwise().shift(n, 1.7f, x[0], 1, x[2], 3));
        cases.put("elementwise.sqrt", (k, n, x) -> k.elementwise().sqrt(n, x[0], 1, x[2], 3));
        cases.put("elementwise.addScaled", (k, n, x) -> k.elementwise().addScaled(n, 1.7f, x[0], 1, x[2], 3));
        cases.put("elementwise.addProduct", (k, n, x) -> k.elementwise().addProduct(n, x[0], 1, x[1], 2, x[2], 3));
        cases.put("functions.exp", (k, n, x) -> k.functions().exp(n, x[0], 1, x[2], 3));
        cases.put("functions.exp in place", (k, n, x) -> k.functions().exp(n, x[0], 1, x[0], 1));
        cases.put("functions.gelu", (k, n, x) -> k.functions().gelu(n, x[0], 1, x[2], 3));
        cases.put("functions.geluBackward", (k, n, x) -> k.functions().geluBackward(n, x[0], 1, x[1], 2, x[2], 3));
        cases.put("functions.tanh", (k, n, x) -> k.functions().tanh(n, x[0], 1, x[2], 3));
        cases.put("functions.sigmoid", (k, n, x) -> k.functions().sigmoid(n, x[0], 1, x[2], 3));
        cases.put("functions.log", (k, n, x) -> k.functions().log(n, x[0], 1, x[2], 3));
        cases.put("functions.softplus", (k, n, x) -> k.functions().softplus(n, x[0], 1, x[2], 3));
        cases.put("functions.relu", (k, n, x) -> k.functions().relu(n, x[0], 1, x[2], 3));
        cases.put("functions.reluBackward", (k, n, x) -> k.functions().reluBackward(n, x[0], 1, x[1], 2, x[2], 3));
        cases.put("reductions.sum", (k, n, x) -> x[6][0] = k.reductions().sum(n, x[0], 1));
        cases.put("reductions.rowSums", (k, n, x) -> {
            k.reductions().rowSums(19, n, x[0], 1, 1, x[2], 3); // rows overlap; sixteen of them together
            k.reductions().rowSums(ROWS, n, x[1], 2, n + 1, x[3], 1);
        });
        cases.put("reductions.dot", (k, n, x) -> x[6][0] = k.reductions().dot(n, x[0], 1, x[1], 2));
        cases.put("reductions.columnSum", (k, n, x) -> k.reductions().columnSum(ROWS, n, x[0], 1, n + 2, x[2], 3));
        cases.put("softmax.forward", (k, n, x) -> k.softmax().forward(ROWS, n, x[0], 1, x[2], 3));
        cases.put("softmax.forward in place", (k, n, x) -> k.softmax().forward(ROWS, n, x[0], 1, x[0], 1));
        cases.put("softmax.backward", (k, n, x) -> k.softmax().backward(ROWS, n, x[0], 1, x[1], 2, x[2], 3));
        cases.put("softmax.logSumExp", (k, n, x) -> k.softmax().logSumExp(ROWS, n, x[0], 1, x[2], 3));
        cases.put("softmax.addExp", (k, n, x) -> k.softmax().addExp(n, 0.7f, x[0], 1, 1.5f, x[2], 3));
        cases.put("layerNorm.forward",
                (k, n, x) -> k.layerNorm().forward(ROWS, n, 1e-5f, x[0], 1, x[1], 2, x[2], 3, x[3], 4, x[4], 5, x[5],
                        6));
        cases.put("layerNorm.forward plain",
                (k, n, x) -> k.layerNorm().forward(ROWS, n, 1e-5f, x[0], 1, null, 0, null, 0, x[3], 4, x[4], 5, x[5],
                        6));
        cases.put("layerNorm.backward", (k, n, x) -> k.layerNorm().backward(
                ROWS, n, x[0], 1, x[1], 2, x[2], 3, x[2], 9, x[3], 4, x[4], 5, x[5], 6, x[6], 7));
        cases.put("layerNorm.backward plain", (k, n, x) -> k.layerNorm().backward(
                ROWS, n, x[0], 1, null, 0, x[2], 3, x[2], 9, x[3], 4, x[4], 5, null, 0, null, 0));
        cases.put("layerNorm.backward parameters", (k, n, x) -> k.layerNorm().backward(
                ROWS, n, x[0], 1, x[1], 2, x[2], 3, x[2], 9, x[3], 4, null, 0, x[5], 6, x[6], 7));
        // n keys of two features, values of three; then n queries; then rows n wide
        cases.put("attention.forward", (k, n, x) -> {
            k.attention().forward(2, n, 2, 3, 0.7f, x[0], 1, 3, x[1], 2, 3, x[2], 3, 3, null, 0, false, x[4], 4, 4,
                    x[5], 5);
            k.attention().forward(n, 3, 2, 2, 0.7f, x[0], 1, 3, x[1], 2, 3, x[2], 3, 3, null, 0, false, x[3], 4, 3,
                    x[6], 5);
            k.attention().forward(1, 3, n, n, 0.7f, x[0], 1, n, x[1], 2, n, x[2], 3, n, null, 0, false, x[4], 30, n,
                    x[5], 9);
        });
        cases.put("attention.forward masked",
                (k, n, x) -> k.attention().forward(2, n, 2, 3, 0.7f, x[0], 1, 3, x[1], 2, 3, x[2], 3, 3,
                        x[3], 1, false, x[4], 4, 4, x[5], 5));
        cases.put("attention.forward causal",
                (k, n, x) -> k.attention().forward(Math.min(n, 2), n, 2, 3, 0.7f, x[0], 1, 3, x[1], 2, 3, x[2], 3, 3,
                        null, 0, true, x[4], 4, 4, x[5], 5));
        cases.put("attention.backward", (k, n, x) -> {
            float[] dq = new float[room(n)];
            float[] dk = x[6].clone();
            k.attention().backward(2, n, 2, 3, 0.7f, x[0], 1, 3, x[1], 2, 3, x[2], 3, 3, null, 0, false,
                    x[3], 9, x[4], 5, 4, dq, 1, dk, 2, x[5], 3);
            System.arraycopy(dq, 0, x[6], 0, 9);
            k.elementwise().add(3 * n, x[6], 12, dk, 2, x[6], 12);
        });
        cases.put("attention.backward masked",
                (k, n, x) -> k.attention().backward(2, n, 2, 3, 0.7f, x[0], 1, 3, x[1], 2, 3, x[2], 3, 3, x[2], 1,
                        false, x[3], 9, x[4], 5, 4, null, 0, x[5], 2, x[6], 3));
        cases.put("attention.backward causal",
                (k, n, x) -> k.attention().backward(Math.min(n, 2), n, 2, 3, 0.7f, x[0], 1, 3, x[1], 2, 3, x[2], 3, 3,
                        null, 0, true, x[3], 9, x[4], 5, 4, null, 0, x[5], 2, x[6], 3));
        cases.put("elementwise.adamw",
                (k, n, x) -> k.elementwise().adamw(n, x[0], 1, x[1], 2, x[2], 3, x[3], 4, 0.99f, 0.9f, 0.999f, 1e-3f,
                        0.03f, 1e-8f));
        cases.put("cells.lstm", (k, n, x) -> gates(n, x, a -> k.cells().lstm(
                n, a, 1, x[2], 3, x[3], 2, x[4], 1, x[5], 2)));
        cases.put("cells.lstmBackward", (k, n, x) -> gates(n, x, a -> k.cells().lstmBackward(
                n, a, 1, x[2], 3, x[3], 2, x[4], 1, x[5], 2, x[6], 3)));
        cases.put("cells.gru", (k, n, x) -> gates(n, x, a -> k.cells().gru(n, a, 1, x[2], 3, x[3], 2)));
        cases.put("cells.gruBackward", (k, n, x) -> gates(n, x, a -> k.cells().gruBackward(
                n, a, 1, x[2], 3, x[3], 2, x[4], 1)));
        return cases;
    }

    /** Runs a kernel on an array of four gates, taken from the first two arrays and put back there. */
    private static void gates(int n, float[][] x, Consumer<float[]> kernel) {
        float[] a = new float[4 * n + 2];
        System.arraycopy(x[0], 0, a, 0, 2 * n + 1);
        System.arraycopy(x[1], 0, a, 2 * n + 1, 2 * n + 1);
        kernel.accept(a);
        System.arraycopy(a, 0, x[0], 0, 2 * n + 1);
        System.arraycopy(a, 2 * n + 1, x[1], 0, 2 * n + 1);
    }

    /** Two runs of more than a tile, in arrays of their own. The last elements of the product go into x[2]. */
    private static void runs(Kernels kernels, int n, float[][] x) {
        int rows = 13;
        int columns = 33;
        float[] a = repeated(x[0], 70);
        float[] b = repeated(x[1], 200);
        float[] c = repeated(x[2], rows * columns);
        kernels.products().gemmRuns(rows, columns, 2, n % 3, a, 1, rows, 40, b, 1, columns, 90, c, 0, columns);
        int last = Math.min(c.length, x[2].length);
        System.arraycopy(c, c.length - last, x[2], 0, last);
    }

    private static float[] repeated(float[] x, int length) {
        float[] longer = new float[length];
        for (int i = 0; i < length; i++) {
            longer[i] = x[i % x.length];
        }
        return longer;
    }

    /** The product with a packed B. Each implementation has its own layout. */
    private static void packed(
            Kernels kernels, boolean ta, boolean tb, int m, int n, int k, float[] a, float[] b, float[] c,
            boolean add) {
        float[] packed = new float[Products.packedSize(n, k)];
        int half = k / 2 / Products.PACKED_ROWS * Products.PACKED_ROWS;
        kernels.products().pack(tb, n, k, half, k - half, b, 3, tb ? k : n, packed);
        kernels.products().pack(tb, n, k, 0, half, b, 3, tb ? k : n, packed);
        kernels.products().gemmPacked(ta, m, n, k, a, 1, ta ? m : k, packed, c, 2, n + 1, add);
    }

    private static void packedFrom(Kernels kernels, int m, int n, int k, float[] a, float[] b, float[] row, float[] c) {
        float[] packed = new float[Products.packedSize(n, k)];
        kernels.products().pack(true, n, k, 0, k, b, 3, k, packed);
        kernels.products().gemmPackedFrom(m, n, k, a, 1, k, packed, row, 1, c, 2, n + 1);
    }
}
