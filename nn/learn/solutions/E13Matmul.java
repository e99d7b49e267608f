package org.almt.learn.exercise;

/**
 * Exercise 13: a matrix product whose inner loop runs along memory, with the bits of the engine.
 */
final class E13Matmul {
    private E13Matmul() {}

    /**
     * C = A B, for A [m, k] and B [k, n]. Each element of C starts as 0 and takes its k products in ascending
     * order, with one Math.fma each. The innermost loop runs along a row of B and of C.
     */
    static float[] multiply(float[] a, float[] b, int m, int k, int n) {
        float[] c = new float[m * n];
        for (int i = 0; i < m; i++) {
            for (int l = 0; l < k; l++) {
                float x = a[i * k + l];
                for (int j = 0; j < n; j++) {
                    c[i * n + j] = Math.fma(x, b[l * n + j], c[i * n + j]);
                }
            }
        }
        return c;
    }
}
