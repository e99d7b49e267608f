package org.almt.learn.exercise;

/** Exercise 20: RMS norm of a row, y = x / r with r = sqrt(mean(x²) + eps), and its backward pass. */
final class E20Block {
    private E20Block() {}

    /** y, computed in double and rounded to float at the end; squares are added upwards. */
    static float[] norm(float[] x, double eps) {
        throw new UnsupportedOperationException("exercise 20: the norm is yours to write");
    }

    /**
     * dx, from the gradient dy of y: derive it, r depends on each element of x. In double, rounded to float at the end;
     * a sum over the row runs upwards.
     */
    static float[] backward(float[] x, float[] dy, double eps) {
        throw new UnsupportedOperationException("exercise 20: the backward pass is yours to derive");
    }
}
