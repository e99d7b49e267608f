package org.almt.learn.exercise;

/**
 * Exercise 16: where buffers lie in one array. Buffer i has a size, and lives from step from[i] to step to[i],
 * both included.
 */
final class E16Memory {
    private E16Memory() {}

    /**
     * The address of each buffer. No two buffers that live at the same step may overlap, not even if one ends at the
     * step at which the other begins. Each in turn, in the order given, takes the lowest address that is free for it.
     */
    static int[] place(int[] sizes, int[] from, int[] to) {
        throw new UnsupportedOperationException("exercise 16: the plan is yours to write");
    }

    /** The length of the array that the buffers need. */
    static int length(int[] sizes, int[] places) {
        throw new UnsupportedOperationException("exercise 16: the length is yours to write");
    }
}
