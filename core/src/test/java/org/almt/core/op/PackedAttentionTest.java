package org.almt.core.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.almt.core.Indices;
import org.almt.core.Op;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;
import org.junit.jupiter.api.Test;

class PackedAttentionTest extends OpCheck {
    private static final float SCALE = 0.75f;
    private static final long SEED = 6;

    @Override
    protected Class<? extends Op> op() {
        return PackedAttention.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        for (Extra extra : Extra.values()) {
            cases.add(of(extra, 1, 1, 1, 1, 1, 0, 1));
            cases.add(of(extra, 9, 4, 2, 3, 2, 0, 4, 7, 9));
            cases.add(of(extra, 21, 18, 1, 2, 3, 0, 2, 19));
            cases.add(of(extra, 8, 3, 3, 1, 4, 1, 4, 4, 6)); // rows before and after, an empty sample
            cases.add(of(extra, 3, 2, 2, 2, 2, 1));
        }
        for (int constant = 0; constant < 3; constant++) {
            cases.add(of(Extra.DROPOUT, 5, 3, 2, 3, 2, 0, 2, 5).constant(constant));
        }
        cases.add(of(Extra.NONE, 5, 3, 2, 3, 2, 0, 2, 5).constant(0).constant(1));
        cases.add(of(Extra.NONE, 5, 3, 2, 3, 2, 0, 2, 5).constant(0).constant(1).constant(2));
        cases.add(self());
        return cases;
    }

    @Override
    protected List<OpCase> largeCases() {
        return List.of(
                of(Extra.NONE, 210, 70, 4, 8, 16, 0, 70, 115, 180).roundings(128),
                of(Extra.DROPOUT, 230, 130, 2, 16, 8, 0, 95, 225).roundings(128));
    }

    private enum Extra {
        NONE, MASK, DROPOUT
    }

    private static OpCase of(
            Extra extra, int rows, int longest, int heads, int size, int valueSize, int... starts) {
        Indices at = Indices.of(starts);
        OpCase.Use use = x -> extra == Extra.DROPOUT
                ? Ops.packedAttention(
                        x[0], x[1], x[2], at, longest, heads, SCALE, null, 0.4f, new DropoutSource(SEED), null)
                : Ops.packedAttention(
                        x[0], x[1], x[2], at, longest, heads, SCALE, extra == Extra.MASK ? x[3] : null);
        OpCase.Formula formula = x -> attention(x, extra, longest, heads, size, valueSize, starts);
        int[] q = {rows, heads * size};
        int[] v = {rows, heads * valueSize};
        OpCase c = extra == Extra.MASK
                ? new OpCase(use, formula, q, q, v, OpCase.shape(rows)).constant(3)
                : new OpCase(use, formula, q, q, v);
        return c.named(extra + ", " + heads + " heads, from " + Arrays.toString(starts)).roundings(32).norm(1);
    }

    /** Queries, keys and values are one tensor. Its gradient is the sum of all three. */
    private static OpCase self() {
        int[] starts = {0, 2, 5};
        return new OpCase(
                x -> Ops.packedAttention(x[0], x[0], x[0], Indices.of(starts), 3, 2, SCALE, null),
                x -> attention(new double[][] {x[0], x[0], x[0]}, Extra.NONE, 3, 2, 3, 3, starts),
                OpCase.shape(5, 6))
                .named("self").roundings(32).norm(1);
    }

    private static double[] attention(
            double[][] x, Extra extra, int longest, int heads, int size, int valueSize, int... starts) {
        int qs = heads * size;
        int vs = heads * valueSize;
        double[] out = new double[x[2].length];
        for (int b = 0; b + 1 < starts.length; b++) {
            int n = starts[b + 1] - starts[b];
            for (int h = 0; h < heads; h++) {
                for (int i = starts[b]; i < starts[b + 1]; i++) {
                    double[] p = new double[n];
                    for (int j = 0; j < n; j++) {
                        for (int e = 0; e < size; e++) {
                            p[j] += SCALE * x[0][i * qs + h * size + e] * x[1][(starts[b] + j) * qs + h * size + e];
                        }
                        p[j] += extra == Extra.MASK ? x[3][starts[b] + j] : 0;
                    }
                    p = Formulas.softmax(p, n);
                    for (int j = 0; j < n; j++) {
                        double m = extra == Extra.DROPOUT ? factor((i * heads + h) * longest + j) : 1;
                        for (int f = 0; f < valueSize; f++) {
                            out[i * vs + h * valueSize + f] +=
                                    m * p[j] * x[2][(starts[b] + j) * vs + h * valueSize + f];
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

    /** Rows before and after a sample, and hidden keys after its own, do not change a bit of its result. */
    @Test
    void aSampleIsTheSameAloneInABatchAndPadded() {
        Tensor x = random(1, 12, 6);
        Indices alone = Indices.of(0, 5);
        float[] expected = attend(alone, Ops.slice(x, 0, 3, 8), null, Indices.of(0, 1, 2, 3, 4));
        float[] among = attend(Indices.of(0, 3, 8, 12), x, null, Indices.of(20, 21, 22, 0, 1, 2, 3, 4, 7, 8, 9, 10));
        assertArrayEquals(expected, Arrays.copyOfRange(among, 3 * 6, 8 * 6));

        Tensor mask = Tensor.zeros(8);
        Arrays.fill(mask.array(), 5, 8, Float.NEGATIVE_INFINITY);
        float[] padded =
                attend(Indices.of(0, 8), Ops.slice(x, 0, 3, 11), mask, Indices.of(0, 1, 2, 3, 4, 5, 6, 7));
        assertArrayEquals(expected, Arrays.copyOf(padded, 5 * 6));
    }

    private static float[] attend(Indices starts, Tensor x, Tensor mask, Indices rowNumbers) {
        return Ops.packedAttention(x, x, x, starts, 8, 2, 1, mask, 0.3f, new DropoutSource(SEED), rowNumbers)
                .toArray();
    }

    private static Tensor random(long seed, int... sizes) {
        Tensor x = Tensor.zeros(sizes);
        RandomStream random = new RandomStream(seed, 0);
        for (int i = 0; i < x.shape().count(); i++) {
            x.array()[i] = (float) random.nextGaussian();
        }
        return x;
    }

    @Test
    void aReplayedProgramServesOtherLengthsAndDrawsNewMasks() {
        Tensor x = random(2, 7, 4).requiresGrad(true);
        Tensor y = random(2, 7, 4).requiresGrad(true);
        Indices starts = Indices.of(0, 3, 7);
        DropoutSource replayed = new DropoutSource(SEED);
        Program program = Program.trace(() -> Ops.sum(Ops.tanh(Ops.packedAttention(
                x, x, x, starts, 5, 2, 1, null, 0.3f, replayed, null))));
        float before = Float.NaN;
        for (int step = 0; step < 3; step++) {
            starts.set(new int[] {0, 3 - step, 5 + step % 2});
            replayed.step(step);
            DropoutSource eager = new DropoutSource(SEED);
            eager.step(step);
            Tensor expected = Ops.sum(Ops.tanh(Ops.packedAttention(y, y, y, starts, 5, 2, 1, null, 0.3f, eager, null)));
            expected.backward();
            assertEquals(expected.item(), program.forward().item());
            program.backward();
            assertArrayEquals(y.grad().toArray(), x.grad().toArray());
            assertFalse(before == expected.item());
            before = expected.item();
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        Tensor q = Tensor.zeros(5, 8);
        assertEquals(
                "packedAttention: q, k, v need two axes [rows, features]: [5,8], [1,5,8], [5,8]",
                refusal(q, Tensor.zeros(1, 5, 8), q, 2, null, 0, 5));
        assertEquals(
                "packedAttention: q, k, v have different numbers of rows: [5,8], [4,8], [5,8]; each row is a query, a"
                        + " key and a value",
                refusal(q, Tensor.zeros(4, 8), q, 2, null, 0, 5));
        assertEquals(
                "packedAttention: feature sizes of q and k differ: [5,8], [5,6], [5,8]; their dot products need equal"
                        + " last axes",
                refusal(q, Tensor.zeros(5, 6), q, 2, null, 0, 5));
        assertEquals(
                "packedAttention: 3 heads do not divide the last axes of [5,8], [5,8], [5,8]",
                refusal(q, q, q, 3, null, 0, 5));
        assertEquals(
                "packedAttention: the key mask has shape [4] but [5] is needed for rows [5,8]",
                refusal(q, q, q, 2, Tensor.zeros(4), 0, 5));
        assertEquals(
                "packedAttention: the key mask gets no gradient; detach it",
                refusal(q, q, q, 2, Tensor.zeros(5).requiresGrad(true), 0, 5));
        assertEquals(
                "packedAttention: Indices[0] with samples of at most 5 rows; one start more than there are samples, and"
                        + " a row or more, are needed",
                refusal(q, q, q, 2, null));
        assertEquals(
                "packedAttention: sample 1 has the rows 3 to 2 (exclusive); 0 to 5 rows are needed",
                refusal(q, q, q, 2, null, 0, 3, 2));
        assertEquals(
                "packedAttention: samples begin at row 1 and end before 6, outside the 5 rows of [5,8]",
                refusal(q, q, q, 2, null, 1, 6));
    }

    private static String refusal(Tensor q, Tensor k, Tensor v, int heads, Tensor mask, int... starts) {
        return assertThrows(IllegalArgumentException.class,
                () -> Ops.packedAttention(q, k, v, Indices.of(starts), 5, heads, 1, mask)).getMessage();
    }
}
