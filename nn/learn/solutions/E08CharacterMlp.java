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
        float[] gradient = new float[rows * width];
        for (int r = 0; r < ids.length; r++) {
            for (int j = 0; j < width; j++) {
                gradient[ids[r] * width + j] += dy[r * width + j];
            }
        }
        return gradient;
    }
}
