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
        float m = 0;
        for (float g : gradients) {
            m = Math.fma(beta, m, (1 - beta) * g);
        }
        return m / (float) (1 - StrictMath.pow(beta, gradients.length));
    }

    /**
     * Shortens a gradient to the Euclidean norm {@code most} if it is longer: each element times (float) (most / norm).
     * The squares are added upwards in double.
     */
    static void clip(float[] gradient, double most) {
        double squares = 0;
        for (float g : gradient) {
            squares += (double) g * g;
        }
        double norm = Math.sqrt(squares);
        if (norm > most) {
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] *= (float) (most / norm);
            }
        }
    }
}
