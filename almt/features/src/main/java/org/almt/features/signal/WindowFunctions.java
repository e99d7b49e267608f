package org.almt.features.signal;

/** Window functions. */
public final class WindowFunctions {
    private WindowFunctions() {}

    /** The periodic Hann window of n points, w_i = 0.5 - 0.5 cos(2 pi i / n). */
    public static double[] hann(int n) {
        double[] window = new double[n];
        for (int i = 0; i < n; i++) {
            window[i] = 0.5 - 0.5 * StrictMath.cos(2 * StrictMath.PI * i / n);
        }
        return window;
    }

    /**
     * The modified Bessel function of the first kind and order 0, by its power series, sum_k ((x/2)^k / k!)^2. The
     * relative error is below 1e-15 for |x| up to 30, the range of Kaiser windows.
     */
    static double bessel0(double x) {
        double quarter = x * x / 4;
        double term = 1;
        double sum = 1;
        for (int k = 1; term > sum * 1e-18; k++) {
            term *= quarter / ((double) k * k);
            sum += term;
        }
        return sum;
    }

    /** sin(pi x) / (pi x). */
    static double sinc(double x) {
        return x == 0 ? 1 : StrictMath.sin(StrictMath.PI * x) / (StrictMath.PI * x);
    }
}
