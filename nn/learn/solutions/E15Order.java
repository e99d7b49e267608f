package org.almt.learn.exercise;

/**
 * Exercise 15: a sum that has the same bits with any number of threads.
 */
final class E15Order {
    private E15Order() {}

    /**
     * The numbers are cut into slabs of 1,000, the last of which may be shorter. Each slab is summed upwards in
     * float. The sums of the slabs are added upwards in float. Let the threads share the slabs; their number must
     * not decide anything else.
     */
    static float sum(float[] x, int threads) {
        int slabs = (x.length + 999) / 1000;
        float[] sums = new float[slabs];
        Thread[] workers = new Thread[threads];
        for (int t = 0; t < threads; t++) {
            int first = t;
            workers[t] = Thread.ofPlatform().start(() -> {
                for (int s = first; s < slabs; s += threads) {
                    float sum = 0;
                    for (int i = 1000 * s; i < Math.min(x.length, 1000 * s + 1000); i++) {
                        sum += x[i];
                    }
                    sums[s] = sum;
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
