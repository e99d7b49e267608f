package org.almt.core.random;

/**
 * Random numbers that are identified by their use. A stream is (seed, purpose), and its numbers are indexed by a step
 * and an element. The same identification gives the same number on any thread, in any order.
 *
 * <p>The object is a cursor over one stream, and is not thread-safe. {@link #fork} makes independent ones.
 *
 * <p>Threads: one at a time.
 */
public final class RandomStream {
    /** Elements whose numbers the generator computes at once. */
    public static final int BLOCK = 4;

    private final long seed;
    private final long purpose;
    private long step;
    private long next;
    private final int[] words = new int[4];

    /** The stream of a seed for a purpose, such as a layer's number. */
    public RandomStream(long seed, long purpose) {
        this.seed = seed;
        this.purpose = purpose;
    }

    /** A stream of the same seed for another purpose. */
    public RandomStream fork(long otherPurpose) {
        return new RandomStream(seed, mix(purpose, otherPurpose));
    }

    private static long mix(long a, long b) {
        long h = (a + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L ^ b * 0x94D049BB133111EBL;
        return h ^ h >>> 31;
    }

    /** Moves to the start of a step's numbers. */
    public void seek(long toStep) {
        step = toStep;
        next = 0;
    }

    /** The 32 random bits of each of the elements {@code 4 * block} to {@code 4 * block + 3}. */
    public static void block(long seed, long purpose, long step, long block, int[] out) {
        Philox.block(seed ^ purpose * 0x9E3779B97F4A7C15L, block, step, out, 0);
    }

    /** The 32 random bits of (seed, purpose, step, element). {@code scratch} holds {@link #BLOCK} words. */
    public static int bits(long seed, long purpose, long step, long element, int[] scratch) {
        block(seed, purpose, step, element / BLOCK, scratch);
        return scratch[(int) (element % BLOCK)];
    }

    /** The next 32 random bits. */
    public int nextBits() {
        int word = (int) (next % BLOCK);
        if (word == 0) {
            block(seed, purpose, step, next / BLOCK, words);
        }
        next++;
        return words[word];
    }

    /** Uniform in [0, 1), a multiple of 2^-24. */
    public float nextFloat() {
        return (nextBits() >>> 8) * 0x1p-24f;
    }

    /** Uniform in [0, 1), a multiple of 2^-53. */
    public double nextDouble() {
        long high = nextBits() >>> 5;
        long low = nextBits() >>> 6;
        return (high * 67108864.0 + low) * 0x1p-53;
    }

    /** Uniform among 0 .. bound-1, with negligible bias (multiply-shift on 32 bits). */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("nextInt: bound " + bound + " leaves nothing to choose from");
        }
        return (int) (Integer.toUnsignedLong(nextBits()) * bound >>> 32);
    }

    /** Standard normal, by the Box-Muller transform with {@link StrictMath}. */
    public double nextGaussian() {
        double u = 1.0 - nextDouble();
        double v = nextDouble();
        return StrictMath.sqrt(-2.0 * StrictMath.log(u)) * StrictMath.cos(2.0 * StrictMath.PI * v);
    }

    /** A permutation of 0 .. n-1, by the Fisher-Yates shuffle. */
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
