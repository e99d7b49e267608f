package org.almt.learn.exercise;

/**
 * Exercise 15: a sum that has the same bits with any number of threads.
 */
final class E15Order {
    private E15Order() {}

    /** Gives the sum of the slab of a number, from 0 on. */
    interface SlabSum {
        float of(int slab);
    }

    /**
     * The sum of one slab, upwards in float: slab s has the numbers 1000 s to 1000 s + 999, the last slab what is left.
     */
    static float slab(float[] x, int s) {
        float sum = 0;
        for (int i = 1000 * s; i < Math.min(x.length, 1000 * s + 1000); i++) {
            sum += x[i];
        }
        return sum;
    }

    /**
     * The sums of all slabs, added upwards in float. So many threads, which you start and wait for, share the slabs and
     * work at the same time; each slab is summed once. The number of threads decides nothing else.
     */
    static float sum(int slabs, int threads, SlabSum slabSum) {
        float[] sums = new float[slabs];
        Thread[] workers = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            int first = t;
            workers[t] = Thread.ofPlatform().start(() -> {
                for (int s = first; s < slabs; s += threads) {
                    sums[s] = slabSum.of(s);
                }
            });
        }
        for (Thread worker : workers) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        float total = 0;
        for (float sum : sums) {
            total += sum;
        }
        return total;
    }
}
