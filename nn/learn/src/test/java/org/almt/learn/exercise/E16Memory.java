package org.almt.learn.exercise;

/**
 * Exercise 16: where buffers lie in one array. Buffer i has a size, and lives from step from[i] to step to[i],
 * both included.
 */
final class E16Memory {
    private E16Memory() {}

    /**
     * The address of each buffer, in the order given: the lowest at which it overlaps none of the earlier buffers
     * that live at a step at which it lives.
     */
    static int[] place(int[] sizes, int[] from, int[] to) {
        throw new UnsupportedOperationException("exercise 16: the plan is yours to write");
    }

    /** The length of the array that the buffers need. */
    static int length(int[] sizes, int[] places) {
        throw new UnsupportedOperationException("exercise 16: the length is yours to write");
    }
}
