package org.almt.core.op;

import org.almt.core.random.RandomStream;

/**
 * The factors by which one use of dropout multiplies: 0 with probability p, else 1 / (1 - p). The factor of an element
 * is a function of seed, step, use and index; see {@link DropoutSource}.
 */
final class DropoutMask {
    /** Keeps masks apart from other random numbers of the same seed: "dropout" in ASCII, with room for the use. */
    private static final long PURPOSE = 0x64726f70L << 32;

    /** A block of the generator. A mask is drawn row by row, and a new array for each row would be garbage. */
    private static final ThreadLocal<int[]> WORDS = ThreadLocal.withInitial(() -> new int[RandomStream.BLOCK]);

    private final DropoutSource source;
    private final int use;
    private final float scale;
    /** An element is dropped if its 24 random bits are below this. */
    private final int threshold;
    private long step;

    /** The next use of dropout. Messages call it {@code op}. */
    DropoutMask(String op, float p, DropoutSource source) {
        if (!(p >= 0 && p < 1)) {
            throw new IllegalArgumentException(op + ": p = " + p + " is not a probability below 1");
        }
        this.source = source;
        use = source.nextUse();
        scale = 1 / (1 - p);
        threshold = Math.round(p * 0x1p24f);
    }

    /** Goes to the present step of the source. */
    void toPresentStep() {
        step = source.step();
    }

    /**
     * Writes the factors of the elements {@code first} to {@code first + n - 1}. Four elements share a block of the
     * generator.
     */
    void draw(long first, int n, float[] to, int at) {
        int[] words = WORDS.get();
        for (int i = 0; i < n; i++) {
            int word = (int) ((first + i) % RandomStream.BLOCK);
            if (word == 0 || i == 0) {
                RandomStream.block(source.seed(), PURPOSE + use, step, (first + i) / RandomStream.BLOCK, words);
            }
            to[at + i] = words[word] >>> 8 < threshold ? 0 : scale;
        }
    }
}
