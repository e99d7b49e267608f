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
        throw new UnsupportedOperationException("exercise 15: the sum is yours to write");
    }
}
