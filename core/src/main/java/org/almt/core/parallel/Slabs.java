package org.almt.core.parallel;

/**
 * Elementwise work and rows cut into slabs of a fixed number of elements, so that the cut follows from the size alone.
 */
public final class Slabs {
    /** Elements a slab, for work of about one memory access an element; a smaller job is not worth waking a thread. */
    public static final int CHEAP = 32_768;

    /** Elements a slab, for work of tens of instructions an element (exp, erf). */
    public static final int COSTLY = 8_192;

    private Slabs() {}

    /** One slab: {@code count} items from {@code from} on. */
    @FunctionalInterface
    public interface Slab {
        /** Does the work of one slab. */
        void run(int from, int count);
    }

    /** Covers 0 .. n-1 by slabs of {@code size} items. */
    public static void over(int n, int size, Slab slab) {
        Workers.runSlabs(n, size, slab);
    }

    /** Covers {@code rows} rows of {@code width} elements by slabs of whole rows, of about {@code size} elements. */
    public static void overRows(int rows, int width, int size, Slab slab) {
        over(rows, Math.max(1, size / Math.max(1, width)), slab);
    }
}
