package org.almt.learn.exercise;

/**
 * Exercise 18: attention rollout (Abnar and Zuidema, 2020): what attention of several layers says about the
 * inputs.
 */
final class E18Attention {
    private E18Attention() {}

    /**
     * One layer: half of its attention [n, n], whose rows add up to 1, and half of the identity for the residual,
     * in float: a / 2, plus 0.5 on the diagonal.
     */
    static float[] withResidual(float[] attention, int n) {
        throw new UnsupportedOperationException("exercise 18: the residual is yours to write");
    }

    /**
     * All layers, the first one first: the product of the layers with their residual, the last layer on the left.
     * Each element is a sum over k upwards, in float, without fma.
     */
    static float[] rollout(float[][] layers, int n) {
        throw new UnsupportedOperationException("exercise 18: the rollout is yours to write");
    }
}
