package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.almt.core.Op;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;
import org.junit.jupiter.api.Test;

class MaskedAttentionTest extends OpCheck {
    private static final float SCALE = 0.75f;
    private static final long SEED = 6;

    @Override
    protected Class<? extends Op> op() {
        return MaskedAttention.class;
    }

    private enum Extra {
        NONE, MASK, DROPOUT, BOTH;

        boolean masks() {
            return this == MASK || this == BOTH;
        }

        boolean drops() {
            return this == DROPOUT || this == BOTH;
        }
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        for (Extra extra : Extra.values()) {
            cases.add(of(extra, 1, 1, 1, 1, 1, 1));
            cases.add(of(extra, 2, 3, 4, 2, 3, 2));
            cases.add(of(extra, 1, 5, 17, 1, 2, 3));
            cases.add(of(extra, 2, 1, 9, 3, 1, 4));
            cases.add(of(extra, 0, 2, 3, 2, 2, 2));
            cases.add(of(extra, 2, 0, 3, 2, 2, 2));
        }
        for (int constant = 0; constant < 3; constant++) {
            cases.add(of(Extra.BOTH, 2, 3, 4, 2, 3, 2).constant(constant));
        }
        cases.add(of(Extra.NONE, 1, 2, 3, 1, 2, 2).constant(0).constant(1).constant(2));
        cases.add(self());
        return cases;
    }

    @Override
    protected List<OpCase> largeCases() {
        return List.of(
                of(Extra.MASK, 3, 70, 90, 4, 8, 16).roundings(128),
                of(Extra.BOTH, 2, 130, 65, 2, 16, 8).roundings(128));
    }

    private static OpCase of(Extra extra, int batch, int n, int m, int heads, int size, int valueSize) {
        Tensor mask = extra.masks() ? diagonal(n, m) : null;
        OpCase.Use use = x -> extra.drops()
                ? Ops.maskedAttention(x[0], x[1], x[2], heads, SCALE, mask, 0.4f, new DropoutSource(SEED))
                : Ops.maskedAttention(x[0], x[1], x[2], heads, SCALE, mask);
        OpCase.Formula formula = x -> attention(x[0], x[1], x[2], extra, batch, n, m, heads, size, valueSize);
        int[] q = {batch, n, heads * size};
        int[] k = {batch, m, heads * size};
        int[] v = {batch, m, heads * valueSize};
        return new OpCase(use, formula, q, k, v).named(extra + ", " + heads + " heads").roundings(32).norm(1);
    }

    /** Queries, keys and values are one tensor. Its gradient is the sum of all three. */
    private static OpCase self() {
        return new OpCase(
                x -> Ops.maskedAttention(x[0], x[0], x[0], 2, SCALE, diagonal(3, 3)),
                x -> attention(x[0], x[0], x[0], Extra.MASK, 2, 3, 3, 2, 3, 3),
                OpCase.shape(2, 3, 6))
                .named("self").roundings(32).norm(1);
    }

    /** Hides from query i the keys after i + |n - m|. */
    private static Tensor diagonal(int n, int m) {
        Tensor mask = Tensor.zeros(n, m);
        for (int i = 0; i < n; i++) {
            for (int j = i + Math.abs(n - m) + 1; j < m; j++) {
                mask.array()[i * m + j] = Float.NEGATIVE_INFINITY;
            }
        }
        return mask;
    }

    private static double[] attention(
            double[] q, double[] k, double[] v, Extra extra, int batch, int n, int m, int heads, int size,
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
                        p[j] = extra.masks() && j > i + Math.abs(n - m) ? Double.NEGATIVE_INFINITY : p[j];
                    }
                    p = Formulas.softmax(p, m);
                    for (int j = 0; j < m; j++) {
                        double d = extra.drops() ? factor(((b * heads + h) * n + i) * m + j) : 1;
                        for (int f = 0; f < valueSize; f++) {
                            out[(b * n + i) * heads * valueSize + h * valueSize + f] +=
                                    d * p[j] * v[(b * m + j) * heads * valueSize + h * valueSize + f];
                        }
                    }
                }
            }
        }
        return out;
    }

    /** The documented dropout mask at p = 0.4. */
    private static double factor(int index) {
        int bits = RandomStream.bits(SEED, 0x64726f70L << 32, 0, index, new int[4]);
        return (bits >>> 8) * 0x1p-24 < 0.4f ? 0 : 1 / (1 - 0.4f);
    }

    @Test
    void aHiddenKeyIsNotSeenAndGetsNoGradient() {
        Tensor q = Tensor.of(new float[] {1, 2, 3, 1}, 1, 2, 2).requiresGrad(true);
        Tensor k = Tensor.of(new float[] {1, 1, 50, 50}, 1, 2, 2).requiresGrad(true);
        Tensor v = Tensor.of(new float[] {3, 4, 70, 80}, 1, 2, 2).requiresGrad(true);
        Tensor y = Ops.slice(Ops.maskedAttention(q, k, v, 1, 1, diagonal(2, 2)), 1, 0, 1);
        assertArrayEquals(new float[] {3, 4}, y.toArray());
        Ops.sum(y).backward();
        assertArrayEquals(new float[] {1, 1, 0, 0}, v.grad().toArray());
        assertArrayEquals(new float[] {0, 0, 0, 0}, k.grad().toArray(), 1e-5f);
    }

    @Test
    void aReplayedProgramDrawsNewMasks() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 1, 0, 2, 1, 4}, 1, 4, 2).requiresGrad(true);
        DropoutSource source = new DropoutSource(SEED);
        Program program = Program.trace(() -> Ops.sum(Ops.maskedAttention(x, x, x, 1, 1, null, 0.5f, source)));
        float[] results = new float[3];
        for (int step = 0; step < 3; step++) {
            source.step(step);
            results[step] = program.forward().item();
        }
        assertFalse(results[0] == results[1] && results[1] == results[2], Arrays.toString(results));
        source.step(0);
        assertEquals(results[0], program.forward().item());
    }

    @Test
    void refusesWhatDoesNotFit() {
        Tensor q = Tensor.zeros(2, 5, 8);
        assertEquals(
                "maskedAttention: the mask has shape [5] but [5,5] is needed for 5 queries and 5 keys",
                refusal(q, q, Tensor.zeros(5)));
        assertEquals(
                "maskedAttention: the mask gets no gradient; detach it",
                refusal(q, q, Tensor.zeros(5, 5).requiresGrad(true)));
        assertEquals(
                "maskedAttention: feature sizes of q and k differ: [2,5,8], [2,5,6], [2,5,6]; their dot products need"
                        + " equal last axes",
                refusal(q, Tensor.zeros(2, 5, 6), null));
    }

    private static String refusal(Tensor q, Tensor k, Tensor mask) {
        return assertThrows(
                IllegalArgumentException.class, () -> Ops.maskedAttention(q, k, k, 2, 1, mask)).getMessage();
    }
}
