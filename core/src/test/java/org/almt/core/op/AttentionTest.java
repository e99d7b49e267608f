package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.junit.jupiter.api.Test;

class AttentionTest extends OpCheck {
    private static final float SCALE = 0.75f;

    @Override
    protected Class<? extends Op> op() {
        return Attention.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        for (boolean masked : new boolean[] {false, true}) {
            cases.add(of(1, 1, 1, 1, 1, 1, masked));
            cases.add(of(2, 3, 4, 2, 3, 2, masked));
            cases.add(of(1, 5, 17, 1, 2, 3, masked));
            cases.add(of(2, 1, 9, 3, 1, 4, masked));
            cases.add(of(1, 2, 16, 2, 5, 1, masked));
            cases.add(of(0, 2, 3, 2, 2, 2, masked));
            cases.add(of(2, 0, 3, 2, 2, 2, masked));
        }
        cases.add(causal(1, 1, 1, 1, 1, 1));
        cases.add(causal(2, 3, 4, 2, 3, 2));
        cases.add(causal(1, 5, 5, 1, 2, 3));
        cases.add(causal(2, 1, 9, 3, 1, 4));
        cases.add(causal(0, 2, 3, 2, 2, 2));
        for (int constant = 0; constant < 3; constant++) {
            cases.add(of(2, 3, 4, 2, 3, 2, false).constant(constant));
        }
        cases.add(self(3));
        cases.add(of(1, 2, 3, 1, 2, 2, false).constant(0).constant(1).constant(2));
        return cases;
    }

    /** More queries than a kernel holds scores for; samples and heads for several slabs; slabs of whole samples. */
    @Override
    protected List<OpCase> largeCases() {
        return List.of(
                of(3, 70, 90, 4, 8, 16, false).roundings(128),
                of(2, 130, 65, 2, 16, 8, true).roundings(128),
                causal(2, 130, 140, 2, 16, 8).roundings(128),
                of(17, 12, 30, 3, 16, 24, false).roundings(128));
    }

    private static OpCase of(int batch, int n, int m, int heads, int size, int valueSize, boolean masked) {
        OpCase.Use use = x -> masked
                ? Ops.attention(x[0], x[1], x[2], heads, SCALE, x[3])
                : Ops.attention(x[0], x[1], x[2], heads, SCALE);
        OpCase.Formula formula =
                x -> attention(x[0], x[1], x[2], masked ? x[3] : null, null, batch, n, m, heads, size, valueSize);
        int[] q = {batch, n, heads * size};
        int[] k = {batch, m, heads * size};
        int[] v = {batch, m, heads * valueSize};
        OpCase c = masked
                ? new OpCase(use, formula, q, k, v, OpCase.shape(batch, m)).constant(3)
                : new OpCase(use, formula, q, k, v);
        return c.named(heads + " heads").roundings(32).norm(1);
    }

    private static OpCase causal(int batch, int n, int m, int heads, int size, int valueSize) {
        double[] hidden = new double[n * m];
        for (int i = 0; i < n; i++) {
            Arrays.fill(hidden, i * m + i + 1 + m - n, (i + 1) * m, Double.NEGATIVE_INFINITY);
        }
        return new OpCase(x -> Ops.causalAttention(x[0], x[1], x[2], heads, SCALE),
                x -> attention(x[0], x[1], x[2], null, hidden, batch, n, m, heads, size, valueSize),
                OpCase.shape(batch, n, heads * size), OpCase.shape(batch, m, heads * size),
                OpCase.shape(batch, m, heads * valueSize)).named("causal").roundings(32).norm(1);
    }

    /** Queries, keys and values are one tensor. Its gradient is the sum of all three. */
    private static OpCase self(int n) {
        return new OpCase(
                x -> Ops.attention(x[0], x[0], x[0], 2, SCALE),
                x -> attention(x[0], x[0], x[0], null, null, 2, n, n, 2, 3, 3),
                OpCase.shape(2, n, 6))
                .named("self").roundings(32).norm(1);
    }

    private static double[] attention(
            double[] q, double[] k, double[] v, double[] mask, double[] queryMask, int batch, int n, int m, int heads,
            int size,
            int valueSize) {
        double[] out = new double[batch * n * heads * valueSize];
        for (int b = 0; b < batch; b++) {
            for (int h = 0; h < heads; h++) {
                for (int i = 0; i < n; i++) {
                    double[] p = new double[m];
                    for (int j = 0; j < m; j++) {
                        for (int e = 0; e < size; e++) {
                            p[j] += SCALE * q[(b * n + i) * heads * size + h * size + e]
                                    * k[(b * m + j) * heads * size + h * size + e];
                        }
                        p[j] += (mask == null ? 0 : mask[b * m + j]) + (queryMask == null ? 0 : queryMask[i * m + j]);
                    }
                    p = Formulas.softmax(p, m);
                    for (int j = 0; j < m; j++) {
                        for (int f = 0; f < valueSize; f++) {
                            out[(b * n + i) * heads * valueSize + h * valueSize + f] +=
                                    p[j] * v[(b * m + j) * heads * valueSize + h * valueSize + f];
                        }
                    }
                }
            }
        }
        return out;
    }

    @Test
    void aHiddenKeyIsNotSeenAndGetsNoGradient() {
        Tensor q = Tensor.of(new float[] {1, 2}, 1, 1, 2).requiresGrad(true);
        Tensor k = Tensor.of(new float[] {1, 1, 50, 50}, 1, 2, 2).requiresGrad(true);
        Tensor v = Tensor.of(new float[] {3, 4, 70, 80}, 1, 2, 2).requiresGrad(true);
        Tensor mask = Tensor.of(new float[] {0, Float.NEGATIVE_INFINITY}, 1, 2);
        Tensor y = Ops.attention(q, k, v, 1, 1, mask);
        assertArrayEquals(new float[] {3, 4}, y.toArray());
        Ops.sum(y).backward();
        assertArrayEquals(new float[] {1, 1, 0, 0}, v.grad().toArray());
        assertArrayEquals(new float[] {0, 0, 0, 0}, k.grad().toArray(), 1e-5f);
    }

    @Test
    void causalNeedsAKeyForEachQuery() {
        assertEquals(
                "attention: causal attention needs a key for each query and a scale above 0, not [1,3,2], [1,2,2] and"
                        + " 1.0",
                assertThrows(IllegalArgumentException.class, () -> Ops.causalAttention(
                        Tensor.zeros(1, 3, 2), Tensor.zeros(1, 2, 2), Tensor.zeros(1, 2, 2), 1, 1)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> Ops.causalAttention(
                Tensor.zeros(1, 2, 2), Tensor.zeros(1, 2, 2), Tensor.zeros(1, 2, 2), 1, 0));
    }

    /** Counted pair by pair; a cached step of one query sees all keys. */
    @Test
    void costCountsThePairsThatAreSeen() {
        for (int[] size : new int[][] {{1, 9}, {4, 4}, {3, 7}, {1, 1}}) {
            int n = size[0];
            int m = size[1];
            long pairs = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < m; j++) {
                    pairs += j - i > m - n ? 0 : 1;
                }
            }
            Tensor q = Tensor.zeros(2, n, 3 * 4);
            Tensor k = Tensor.zeros(2, m, 3 * 4);
            Tensor v = Tensor.zeros(2, m, 3 * 5);
            assertEquals(2L * 2 * 3 * pairs * (4 + 5),
                    Program.trace(() -> Ops.causalAttention(q, k, v, 3, 1)).explain().flop());
            assertEquals(2L * 2 * 3 * n * m * (4 + 5),
                    Program.trace(() -> Ops.attention(q, k, v, 3, 1)).explain().flop());
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        Tensor q = Tensor.zeros(2, 3, 8);
        Tensor k = Tensor.zeros(2, 5, 8);
        assertEquals(
                "attention: q, k, v need three axes [batch, rows, features]: [3,8], [2,5,8], [2,5,8]",
                refusal(Tensor.zeros(3, 8), k, k, 2, null));
        assertEquals(
                "attention: batch sizes of q, k, v differ: [2,3,8], [1,5,8], [2,5,8]; expand a shared one along the"
                        + " first axis",
                refusal(q, Tensor.zeros(1, 5, 8), k, 2, null));
        assertEquals(
                "attention: k has 5 rows and v 4: [2,3,8], [2,5,8], [2,4,8]; each key needs one value",
                refusal(q, k, Tensor.zeros(2, 4, 8), 2, null));
        assertEquals(
                "attention: feature sizes of q and k differ: [2,3,8], [2,5,6], [2,5,8]; their dot products need equal"
                        + " last axes",
                refusal(q, Tensor.zeros(2, 5, 6), k, 2, null));
        assertEquals(
                "attention: 3 heads do not divide the last axes of [2,3,8], [2,5,8], [2,5,8]",
                refusal(q, k, k, 3, null));
        assertEquals(
                "attention: no keys to attend to: [2,3,8], [2,0,8], [2,0,8]",
                refusal(q, Tensor.zeros(2, 0, 8), Tensor.zeros(2, 0, 8), 2, null));
        assertEquals(
                "attention: the key mask has shape [2,4] but [2,5] is needed for keys [2,5,8]",
                refusal(q, k, k, 2, Tensor.zeros(2, 4)));
        assertEquals(
                "attention: the key mask gets no gradient; detach it",
                refusal(q, k, k, 2, Tensor.zeros(2, 5).requiresGrad(true)));
    }

    private static String refusal(Tensor q, Tensor k, Tensor v, int heads, Tensor mask) {
        return assertThrows(IllegalArgumentException.class, () -> Ops.attention(q, k, v, heads, 1, mask)).getMessage();
    }
}
