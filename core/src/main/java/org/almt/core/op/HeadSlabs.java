package org.almt.core.op;

import java.util.function.IntConsumer;
import org.almt.core.parallel.Slabs;

/**
 * The heads of a batch, cut for threads so that two threads do not write neighbouring heads at the same time.
 *
 * <p>Heads lie side by side in a row, and rows need not begin at the start of a cache line. At each end of a head's
 * row, a cache line may thus belong to the neighbour too. If two threads write neighbouring heads at the same time,
 * each such line moves between their caches. A head of 50 rows of 64 features then took 22 microseconds instead of 14.
 */
final class HeadSlabs {
    /** From this many samples on, a slab is a whole sample. Two to eight threads then end at about the same time. */
    private static final int MANY_SAMPLES = 16;

    /** A slab has at least this many multiply-adds, counting {@link #FIXED_WORK} for each head. */
    private static final long SLAB_WORK = 1 << 18;

    /**
     * Multiply-adds that take as long as the fixed part of a head. 512 heads of 8 queries and 8 keys took 0.5 ms on one
     * core, and were four slabs without it.
     */
    private static final long FIXED_WORK = 1 << 15;

    /**
     * Distance between slabs that run one after another, as a fraction of all slabs. At 0, 1/3, 1/2 or 1, two or three
     * threads would work on neighbouring heads.
     */
    private static final double APART = 0.4;

    private HeadSlabs() {}

    /** Work on one head of one sample. */
    @FunctionalInterface
    interface Head {
        void run(int sample, int head);
    }

    /** Runs every head of every sample. {@code work} is the number of multiply-adds of one head. */
    static void over(int samples, int heads, long work, Head each) {
        over(samples, heads, work, sample -> {}, each);
    }

    /** The same. If one thread runs all heads of a sample, {@code ahead} may prefetch the sample's rows before. */
    static void over(int samples, int heads, long work, IntConsumer ahead, Head each) {
        int all = samples * heads;
        int least = (int) Math.min(Math.max(1, all), (SLAB_WORK - 1) / (FIXED_WORK + work) + 1);
        boolean whole = samples >= MANY_SAMPLES;
        int size = whole ? Slabs.count(least, heads) * heads : least;
        int slabs = Slabs.count(all, size);
        int stride = stride(slabs);
        Slabs.over(slabs, 1, (slab, one) -> {
            int from = (int) ((long) slab * stride % slabs) * size;
            for (int i = from; i < Math.min(all, from + size); i++) {
                if (whole && i % heads == 0) {
                    ahead.accept(i / heads);
                }
                each.run(i / heads, i % heads);
            }
        });
    }

    /** A number that has no common divisor with n. Its multiples visit every slab, and neighbours at distant times. */
    private static int stride(int n) {
        int stride = Math.max(1, (int) (APART * n));
        while (gcd(stride, n) > 1) {
            stride++;
        }
        return stride;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
