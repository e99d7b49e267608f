package org.almt.learn.exercise;

/** Exercise 20: RMS norm of a row, y = x / r with r = sqrt(mean(x²) + eps), and its backward pass. */
final class E20Block {
    private E20Block() {}

    /** y, computed in double and rounded to float at the end; squares are added upwards. */
    static float[] norm(float[] x, double eps) {
        double r = root(x, eps);
        float[] y = new float[x.length];
        for (int j = 0; j < x.length; j++) {
            y[j] = (float) (x[j] / r);
        }
        return y;
    }

    private static double root(float[] x, double eps) {
        double squares = 0;
        for (float value : x) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares / x.length + eps);
    }

    /**
     * dx, from the gradient dy of y: derive it, r depends on each element of x. In double, rounded to float at the end;
     * a sum over the row runs upwards.
     */
    static float[] backward(float[] x, float[] dy, double eps) {
        double r = root(x, eps);
        double along = 0;
        for (int j = 0; j < x.length; j++) {
            along += dy[j] * (x[j] / r);
        }
        float[] dx = new float[x.length];
        for (int j = 0; j < x.length; j++) {
            dx[j] = (float) ((dy[j] - x[j] / r * (along / x.length)) / r);
        }
        return dx;
    }
}
