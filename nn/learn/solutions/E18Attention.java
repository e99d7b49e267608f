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
        float[] mixed = new float[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                mixed[i * n + j] = attention[i * n + j] / 2 + (i == j ? 0.5f : 0);
            }
        }
        return mixed;
    }

    /**
     * All layers, the first one first: the product of the layers with their residual, the last layer on the left.
     * Each element is a sum over k upwards, in float, without fma.
     */
    static float[] rollout(float[][] layers, int n) {
        float[] product = withResidual(layers[0], n);
        for (int l = 1; l < layers.length; l++) {
            float[] left = withResidual(layers[l], n);
            float[] next = new float[n * n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    float sum = 0;
                    for (int k = 0; k < n; k++) {
                        sum += left[i * n + k] * product[k * n + j];
                    }
                    next[i * n + j] = sum;
                }
            }
            product = next;
        }
        return product;
    }
}
