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
        throw new UnsupportedOperationException("exercise 13: the innermost loop is yours to write");
    }

    /**
     * C = A B, for A [m, k] and B [k, n]. Each element of C starts as 0 and takes its k products in ascending order.
     * All arithmetic is done by {@code inner}, which is called for a whole row of B and of C each time.
     */
    static float[] multiply(float[] a, float[] b, int m, int k, int n, RowLoop inner) {
        throw new UnsupportedOperationException("exercise 13: the product is yours to write");
    }
}
