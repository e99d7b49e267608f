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

class ElementDropoutTest extends OpCheck {
    private static final long SEED = 42;

    @Override
    protected Class<? extends Op> op() {
        return ElementDropout.class;
    }

    @Override
    protected List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        for (int size : new int[] {0, 1, 2, 3, 4, 5, 15, 16, 17, 33, 65}) {
            cases.add(of(0.25f, size));
        }
        cases.add(of(0, 3, 7));
        cases.add(of(0.9f, 3, 7));
        cases.add(numbered(5, 3, 3, 0, 1));
        return cases;
    }

    @Override
    protected List<OpCase> largeCases() {
        int[] numbers = new int[300];
        Arrays.setAll(numbers, i -> 7 * i % 301);
        return List.of(of(0.5f, 3, 10_001), numbered(67, numbers));
    }

    private static OpCase numbered(int width, int... numbers) {
        return new OpCase(x -> Ops.dropout(x[0], 0.5f, new DropoutSource(SEED), Indices.of(numbers)), x -> {
            double[] y = new double[x[0].length];
            for (int i = 0; i < y.length; i++) {
                y[i] = x[0][i] * factor(numbers[i / width] * width + i % width, 0.5);
            }
            return y;
        }, OpCase.shape(numbers.length, width)).named("numbered rows");
    }

    private static OpCase of(float p, int... shape) {
        return new OpCase(x -> Ops.dropout(x[0], p, new DropoutSource(SEED)), x -> dropout(x[0], p), shape);
    }

    /** The documented mask, from one number an element. */
    private static double[] dropout(double[] x, double p) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] * factor(i, p);
        }
        return y;
    }

    private static double factor(int index, double p) {
        int bits = RandomStream.bits(SEED, 0x64726f70L << 32, 0, index, new int[4]);
        return (bits >>> 8) * 0x1p-24 < p ? 0 : 1 / (1 - (float) p);
    }

    @Test
    void dropsTheGivenShareAndKeepsTheExpectation() {
        int n = 100_000;
        float[] y = Ops.dropout(Tensor.full(1, n), 0.3f, new DropoutSource(SEED)).toArray();
        int dropped = 0;
        double sum = 0;
        for (float value : y) {
            dropped += value == 0 ? 1 : 0;
            sum += value;
        }
        assertEquals(0.3, (double) dropped / n, 0.005);
        assertEquals(1, sum / n, 0.01);
    }

    @Test
    void useStepAndSeedEachChangeTheMask() {
        DropoutSource source = new DropoutSource(SEED);
        float[] first = mask(source);
        float[] secondUse = mask(source);
        source.step(1);
        float[] nextStep = mask(source);
        source.step(0);
        assertArrayEquals(first, mask(source));
        assertFalse(Arrays.equals(first, secondUse));
        assertFalse(Arrays.equals(first, nextStep));
        assertFalse(Arrays.equals(first, mask(new DropoutSource(SEED + 1))));
    }

    private static float[] mask(DropoutSource source) {
        return Ops.dropout(Tensor.full(1, 100), 0.5f, source).toArray();
    }

    @Test
    void aReplayedProgramDrawsTheMasksOfTheEagerSteps() {
        Tensor x = Tensor.full(1, 50);
        DropoutSource replayed = new DropoutSource(SEED);
        DropoutSource eager = new DropoutSource(SEED);
        Program program = Program.trace(() -> twice(x, replayed));
        for (int step = 0; step < 3; step++) {
            replayed.step(step);
            eager.step(step);
            assertArrayEquals(twice(x, eager).toArray(), program.forward().toArray());
        }
    }

    private static Tensor twice(Tensor x, DropoutSource source) {
        return Ops.add(Ops.dropout(x, 0.5f, source), Ops.dropout(x, 0.2f, source));
    }

    /** Row r of a part, with number n, has the same mask as row n of the whole. */
    @Test
    void numberedRowsHaveTheirMasksWhereverTheyLie() {
        float[] all = Ops.dropout(Tensor.full(1, 9, 7), 0.5f, new DropoutSource(SEED)).toArray();
        int[] numbers = {4, 8, 0, 4};
        float[] some = Ops.dropout(Tensor.full(1, 2, 2, 7), 0.5f, new DropoutSource(SEED), Indices.of(numbers))
                .toArray();
        for (int r = 0; r < numbers.length; r++) {
            assertArrayEquals(
                    Arrays.copyOfRange(all, numbers[r] * 7, numbers[r] * 7 + 7),
                    Arrays.copyOfRange(some, r * 7, r * 7 + 7));
        }
        Exception e = assertThrows(IllegalArgumentException.class,
                () -> Ops.dropout(Tensor.zeros(2, 3), 0.5f, new DropoutSource(SEED), Indices.of(1, 2, 3)));
        assertEquals("dropout: 3 row numbers for [2,3], which has 2 rows; give each row one", e.getMessage());
    }

    @Test
    void refusesWhatIsNotAProbabilityBelowOne() {
        for (float p : new float[] {-0.1f, 1, Float.NaN}) {
            Exception e = assertThrows(IllegalArgumentException.class, () -> mask(p));
            assertEquals("dropout: p = " + p + " is not a probability below 1", e.getMessage());
        }
    }

    private static Tensor mask(float p) {
        return Ops.dropout(Tensor.zeros(2), p, new DropoutSource(SEED));
    }
}
