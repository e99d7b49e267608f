package org.almt.learn.exercise;

/**
 * Exercise 12: the backward pass of a maximum over windows of 2 x 2, without overlap.
 */
final class E12Pictures {
    private E12Pictures() {}

    /**
     * The gradient of a picture [height, width] from that of its maxima [height / 2, width / 2]. The first of the
     * largest, row by row, receives the gradient of its window; the others nothing.
     */
    static float[] gradient(float[] picture, int height, int width, float[] dy) {
        float[] dx = new float[height * width];
        for (int v = 0; v < height / 2; v++) {
            for (int u = 0; u < width / 2; u++) {
                int first = 2 * v * width + 2 * u;
                int best = first;
                for (int at : new int[] {first + 1, first + width, first + width + 1}) {
                    best = picture[at] > picture[best] ? at : best;
                }
                dx[best] = dy[v * (width / 2) + u];
            }
        }
        return dx;
    }
}
