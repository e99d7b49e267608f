package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.LANES;

import org.almt.core.kernel.Scratch;

/**
 * Elementwise functions of tens of instructions, for any number of elements. They run on blocks of whole vectors. The
 * incomplete last vector is computed in a buffer, so the loop itself handles whole vectors only.
 *
 * <p>The blocks are short for two reasons. First, the values between the passes of a function stay in the first-level
 * cache. Second, short calls are compiled earlier: a loop is compiled after some 15,000 turns if these come in at least
 * 600 calls, but after 40,000 in one call. Until then the Vector API takes microseconds a vector.
 */
final class Tails {
    private static final Scratch TAIL = new Scratch();

    /** Elements in a block. */
    static final int BLOCK = 512;

    private Tails() {}

    /** y = f(x) for n elements. n is a multiple of the vector's lanes and at most {@link #BLOCK}. */
    @FunctionalInterface
    interface Vectors {
        void run(int n, float[] x, int xo, float[] y, int yo);
    }

    /** y = f(x) for any n. */
    static void over(int n, float[] x, int xo, float[] y, int yo, Vectors f) {
        for (int from = 0; from < n; from += BLOCK) {
            int count = Math.min(BLOCK, n - from);
            int whole = count & -LANES;
            if (whole > 0) {
                f.run(whole, x, xo + from, y, yo + from);
            }
            if (whole < count) {
                float[] tail = TAIL.floats(LANES);
                System.arraycopy(x, xo + from + whole, tail, 0, count - whole);
                f.run(LANES, tail, 0, tail, 0);
                System.arraycopy(tail, 0, y, yo + from + whole, count - whole);
            }
        }
    }
}
