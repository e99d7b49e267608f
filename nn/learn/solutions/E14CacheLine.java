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
        int lines = (n + 15) / 16;
        int[] borders = new int[threads + 1];
        for (int t = 0; t <= threads; t++) {
            borders[t] = Math.min(n, 16 * (lines * t / threads));
        }
        return borders;
    }

    /** How many cache lines are written by more than one thread, for any borders in ascending order. */
    static int shared(int[] borders) {
        int shared = 0;
        int last = -1;
        for (int t = 1; t < borders.length - 1; t++) {
            int line = borders[t] / 16;
            int at = borders[t];
            boolean inside = at % 16 != 0 && at > borders[0] && at < borders[borders.length - 1];
            if (inside && line != last) {
                shared++;
                last = line;
            }
        }
        return shared;
    }
}
