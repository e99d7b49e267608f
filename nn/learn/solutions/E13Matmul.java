package org.almt.learn.exercise;

/**
 * Exercise 13: a matrix product whose inner loop runs along memory, with the bits of the engine.
 */
final class E13Matmul {
    private E13Matmul() {}

    /** A loop along memory: c[to + j] = Math.fma(x, b[from + j], c[to + j]) for each j below n. */
    interface RowLoop {
        void add(float x, float[] b, int from, float[] c, int to, int n);
    }

    /** The innermost loop, a {@link RowLoop}. */
    static void addRow(float x, float[] b, int from, float[] c, int to, int n) {
        for (int j = 0; j < n; j++) {
            c[to + j] = Math.fma(x, b[from + j], c[to + j]);
        }
    }

    /**
     * C = A B, for A [m, k] and B [k, n]. Each element of C starts as 0 and takes its k products in ascending order.
     * All arithmetic is done by {@code inner}, which is called for a whole row of B and of C each time.
     */
    static float[] multiply(float[] a, float[] b, int m, int k, int n, RowLoop inner) {
        float[] c = new float[m * n];
        for (int i = 0; i < m; i++) {
            for (int l = 0; l < k; l++) {
                inner.add(a[i * k + l], b, l * n, c, i * n, n);
            }
        }
        return c;
    }
}
