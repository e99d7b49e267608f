package org.almt.learn.exercise;

/**
 * Exercise 8: the backward pass of an embedding y[r] = table[ids[r]].
 */
final class E08CharacterMlp {
    private E08CharacterMlp() {}

    /**
     * The gradient of the table [rows, width] from that of y [ids.length, width]. A row that was looked up several
     * times gets the sum, in the order of r, in float.
     */
    static float[] tableGradient(float[] dy, int[] ids, int rows, int width) {
        throw new UnsupportedOperationException("exercise 8: the gradient of the table is yours to write");
    }
}
