package org.almt.learn.exercise;

/**
 * Exercise 14: work is cut so that two threads never write one cache line. A line of 64 bytes holds 16 floats.
 */
final class E14CacheLine {
    private E14CacheLine() {}

    /**
     * Cuts n floats for threads: thread t writes from border t to before border t + 1. There are lines = ceil(n /
     * 16) cache lines; border t is 16 floor(lines t / threads), but never more than n.
     */
    static int[] borders(int n, int threads) {
        throw new UnsupportedOperationException("exercise 14: the cut is yours to write");
    }

    /** How many cache lines are written by more than one thread, for any borders in ascending order. */
    static int shared(int[] borders) {
        throw new UnsupportedOperationException("exercise 14: the count of shared lines is yours to write");
    }
}
