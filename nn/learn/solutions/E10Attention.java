package org.almt.learn.exercise;

import org.almt.core.kernel.FloatMath;

/**
 * Exercise 10: the mask of rows that see no later rows, and a softmax that no score overflows.
 */
final class E10Attention {
    private E10Attention() {}

    /** A mask [n, n] to be added to scores: 0 where column j is not after row i, minus infinity elsewhere. */
    static float[] mask(int n) {
        float[] mask = new float[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                mask[i * n + j] = Float.NEGATIVE_INFINITY;
            }
        }
        return mask;
    }

    /**
     * The softmax of a row: FloatMath.exp of each score minus the largest one, divided by their sum, which runs
     * upwards in float.
     */
    static float[] softmax(float[] scores) {
        float max = Float.NEGATIVE_INFINITY;
        for (float score : scores) {
            max = Math.max(max, score);
        }
        float[] p = new float[scores.length];
        float sum = 0;
        for (int j = 0; j < p.length; j++) {
            p[j] = FloatMath.exp(scores[j] - max);
            sum += p[j];
        }
        for (int j = 0; j < p.length; j++) {
            p[j] /= sum;
        }
        return p;
    }
}
