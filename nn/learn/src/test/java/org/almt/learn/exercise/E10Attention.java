package org.almt.learn.exercise;

import org.almt.core.kernel.FloatMath;

/**
 * Exercise 10: the mask of rows that see no later rows, and a softmax that no score overflows.
 */
final class E10Attention {
    private E10Attention() {}

    /** A mask [n, n] to be added to scores: 0 where column j is not after row i, minus infinity elsewhere. */
    static float[] mask(int n) {
        throw new UnsupportedOperationException("exercise 10: the mask is yours to write");
    }

    /**
     * The softmax of a row: FloatMath.exp of each score minus the largest one, divided by their sum, which runs
     * upwards in float.
     */
    static float[] softmax(float[] scores) {
        throw new UnsupportedOperationException("exercise 10: softmax is yours to write");
    }
}
