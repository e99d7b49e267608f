package org.almt.core.op;

import java.util.function.IntConsumer;
import org.almt.core.parallel.Slabs;

/**
 * The heads of a batch, cut for threads so that two threads do not write neighbouring heads at the same time.
 *
 * <p>Heads lie side by side in a row, and rows need not begin where a cache line does: at each end of a head's row is a
 * line that belongs to its neighbour too. If two threads write such neighbours in step, each line moves between
 * their caches: a head of 50 rows of 64 features took 22 microseconds instead of 14.
 */
final class HeadSlabs {
    /** With so many samples a slab is a whole sample: enough for two to eight threads to end at about the same time. */
    private static final int MANY_SAMPLES = 16;

    /** A slab has at least this many multiply-adds. */
    private static final long SLAB_WORK = 1 << 18;

    /**
     * Distance of slabs that run one after another, as a fraction of all slabs. At 0, 1/3, 1/2 or 1 two or three
     * threads would work on neighbouring heads.
     */
    private static final double APART = 0.4;

    private HeadSlabs() {}

    /** Work on one head of one sample. */
    @FunctionalInterface
    interface Head {
        void run(int sample, int head);
    }

    /** Every head of every sample; {@code work} is the number of multiply-adds of one. */
    static void over(int samples, int heads, long work, Head each) {
        over(samples, heads, work, sample -> {}, each);
    }

    /** The same; {@code ahead} may fetch a sample's rows before its heads are run, where one thread runs them all. */
    static void over(int samples, int heads, long work, IntConsumer ahead, Head each) {
        int all = samples * heads;
        int least = (int) Math.min(Math.max(1, all), (SLAB_WORK - 1) / Math.max(1, work) + 1);
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

    /** A number without a common divisor with n, so that its multiples visit every slab, neighbours late. */
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
