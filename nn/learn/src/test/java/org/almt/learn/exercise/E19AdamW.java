package org.almt.learn.exercise;

/** Exercise 19: a running mean that starts right, and a gradient that is not too long. */
final class E19AdamW {
    private E19AdamW() {}

    /**
     * The mean of gradients, the last one with the largest weight: each older one has beta times the weight of the
     * next. All weights add up to 1, whatever the number of gradients.
     *
     * <p>In float: m = fma(beta, m, (1 - beta) * g) from m = 0 on, at the end divided by what the weights of m add up
     * to, which is computed in double by StrictMath.pow and rounded to float.
     */
    static float mean(float[] gradients, float beta) {
        throw new UnsupportedOperationException("exercise 19: the running mean is yours to write");
    }

    /**
     * Shortens a gradient to the Euclidean norm {@code most} if it is longer: each element times (float) (most / norm).
     * The squares are added upwards in double.
     */
    static void clip(float[] gradient, double most) {
        throw new UnsupportedOperationException("exercise 19: clipping is yours to write");
    }
}
