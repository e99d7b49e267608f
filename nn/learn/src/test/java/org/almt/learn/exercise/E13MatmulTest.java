package org.almt.learn.exercise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.learn.Graded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("exercise")
class E13MatmulTest implements Graded {
    private static float[] multiply(float[] a, float[] b, int m, int k, int n) {
        return E13Matmul.multiply(a, b, m, k, n, E13Matmul::addRow);
    }

    @Test
    void aSmallOne() {
        assertArrayEquals(new float[] {19, 22, 43, 50},
                multiply(new float[] {1, 2, 3, 4}, new float[] {5, 6, 7, 8}, 2, 2, 2));
    }

    @Test
    void theInnermostLoopAddsAMultipleOfARow() {
        float[] c = {1, 2, 3, 4, 5};
        E13Matmul.addRow(10, new float[] {7, 8, 9}, 1, c, 2, 2);
        assertArrayEquals(new float[] {1, 2, 83, 94, 5}, c);
    }

    @Test
    void theBitsAreThoseOfTheEngine() {
        float[] a = Graded.random(33 * 65, 1);
        float[] b = Graded.random(65 * 17, 2);
        float[] expected = Ops.matmul(Tensor.of(a, 33, 65), Tensor.of(b, 65, 17)).toArray();
        assertArrayEquals(expected, multiply(a, b, 33, 65, 17), "every bit");
    }

    /** Down the columns of B each number would come from another cache line. */
    @Test
    void theInnermostLoopRunsAlongWholeRows() {
        int m = 5;
        int k = 7;
        int n = 9;
        int[] rows = {0};
        float[] b = Graded.random(k * n, 2);
        float[] c = E13Matmul.multiply(Graded.random(m * k, 1), b, m, k, n, (x, from, at, to, into, count) -> {
            assertEquals(n, count, "numbers in one go: a whole row of B");
            assertSame(b, from, "B itself, and no copy");
            assertEquals(0, at % n, "a row of B begins at a multiple of n");
            assertEquals(0, into % n, "a row of C begins at a multiple of n");
            rows[0]++;
            E13Matmul.addRow(x, from, at, to, into, count);
        });
        assertEquals(m * n, c.length);
        assertEquals(m * k, rows[0], "rows of B that were read: each once for each row of A");
    }

    @Override
    public float[] answers() {
        return multiply(Graded.random(50 * 40, 3), Graded.random(40 * 30, 4), 50, 40, 30);
    }
}
