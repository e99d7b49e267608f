package org.almt.core.parallel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts elementwise work and rows into slabs of a fixed number of elements. The cut thus follows from the size alone.
 *
 * <p>Threads: safe for many at once.
 */
public final class Slabs {
    /**
     * Elements of a slab, for work of about one memory access an element. A smaller job is not worth waking a thread.
     */
    public static final int CHEAP = 32_768;

    /** Elements of a slab, for work of tens of instructions an element (exp, erf). */
    public static final int COSTLY = 8_192;

    /**
     * Elements of a slab if this still gives {@value #ENOUGH} slabs. The prefetcher stops at the end of a slab, so long
     * slabs are faster. Layer norm of 4 million elements on two threads took 740 us in slabs of 8,192 elements, 705
     * with 32,768, 527 with 65,536 and 566 with 131,072. Softmax took 1270, 848, 834 and 838, GELU 1180, 1020, 1000 and
     * 1000.
     */
    public static final int LARGEST = 65_536;

    /** This many slabs divide the work evenly among a few threads that are not equally fast. */
    private static final int ENOUGH = 32;

    private static final int MANY = 64;

    private static volatile @Nullable Watch watch;

    private Slabs() {}

    /** One slab: {@code count} items from {@code from} on. */
    @FunctionalInterface
    public interface Slab {
        /** Does the work of one slab. */
        void run(int from, int count);
    }

    /** Runs jobs instead of the pool. Benchmarks use it to measure slabs. */
    @FunctionalInterface
    public interface Watch {
        /** Runs all slabs of a job: {@code n} items, {@code size} in each slab, fewer in the last. */
        void run(int n, int size, Slab slab);
    }

    /** Passes all jobs of the JVM to a watch. Null returns them to the pool. */
    public static void watch(@Nullable Watch by) {
        watch = by;
    }

    /**
     * Number of slabs that keep all threads busy. Only for a job whose results do not depend on the cut. If a watch
     * measures slabs for many threads, it is {@value #MANY}.
     */
    public static int toKeepBusy() {
        return watch == null ? Workers.threads() : MANY;
    }

    /** Number of slabs of {@code size} items that cover n: n / size, rounded up. */
    public static int count(int n, int size) {
        return -Math.floorDiv(-n, size);
    }

    /** Covers 0 .. n-1 by slabs of {@code size} items. */
    public static void over(int n, int size, Slab slab) {
        Watch watching = watch;
        if (watching == null) {
            Workers.run(n, size, slab);
        } else {
            watching.run(n, size, slab);
        }
    }

    /**
     * Covers 0 .. n-1 by slabs of {@code least} items or, if there are many items, more: see {@link #LARGEST}. For work
     * whose result does not depend on the cut.
     */
    public static void overElements(int n, int least, Slab slab) {
        over(n, size(n, least), slab);
    }

    /** Sets {@code count} elements from {@code from} on to zero. */
    public static void clear(float[] values, int from, int count) {
        if (count <= LARGEST) { // no slab object, because a program clears hundreds of gradients a step
            Arrays.fill(values, from, from + count, 0f);
        } else {
            overElements(count, LARGEST, (at, n) -> Arrays.fill(values, from + at, from + at + n, 0f));
        }
    }

    /**
     * Covers {@code rows} rows of {@code width} elements by slabs of whole rows. A slab has about {@code least}
     * elements or, if there are many, more.
     */
    public static void overRows(int rows, int width, int least, Slab slab) {
        int elements = (int) Math.min(Integer.MAX_VALUE, (long) rows * width);
        over(rows, Math.max(1, size(elements, least) / Math.max(1, width)), slab);
    }

    private static int size(int n, int least) {
        return Math.max(least, Math.min(n / ENOUGH, LARGEST));
    }
}
