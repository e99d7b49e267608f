package org.almt.features.signal;

/**
 * The discrete Fourier transform of a power of two of complex numbers, X_k = sum_j x_j e^(-2 pi i j k / n). It is a
 * Stockham transform: each pass reads one pair of arrays and writes the other. So the results are in order without a
 * permutation, and the inner loop runs over neighbours. Passes have radix 4; if n is not a power of four, the last pass
 * has radix 2.
 */
final class ComplexFft {
    private final int n;
    /** The cosines and sines of -2 pi j / n, for j below n. */
    private final double[] cos;
    private final double[] sin;

    ComplexFft(int n) {
        this.n = n;
        cos = new double[n];
        sin = new double[n];
        for (int j = 0; j < n; j++) {
            double angle = -2 * StrictMath.PI * j / n;
            cos[j] = StrictMath.cos(angle);
            sin[j] = StrictMath.sin(angle);
        }
    }

    /**
     * Transforms {@code re} and {@code im} in place.
     *
     * @param workRe scratch of the same length
     * @param workIm scratch of the same length
     */
    void transform(double[] re, double[] im, double[] workRe, double[] workIm) {
        double[] fromRe = re;
        double[] fromIm = im;
        double[] toRe = workRe;
        double[] toIm = workIm;
        int block = 1;
        for (int parts = n; parts > 1;) {
            if (parts >= 4) {
                parts /= 4;
                byFour(fromRe, fromIm, toRe, toIm, parts, block);
                block *= 4;
            } else {
                parts /= 2;
                byTwo(fromRe, fromIm, toRe, toIm, block);
                block *= 2;
            }
            double[] swap = fromRe;
            fromRe = toRe;
            toRe = swap;
            swap = fromIm;
            fromIm = toIm;
            toIm = swap;
        }
        if (fromRe != re) {
            System.arraycopy(fromRe, 0, re, 0, n);
            System.arraycopy(fromIm, 0, im, 0, n);
        }
    }

    private void byFour(double[] ar, double[] ai, double[] br, double[] bi, int parts, int block) {
        int quarter = parts * block;
        for (int p = 0; p < parts; p++) {
            int w = p * block;
            double c1 = cos[w];
            double s1 = sin[w];
            double c2 = cos[2 * w];
            double s2 = sin[2 * w];
            double c3 = cos[3 * w];
            double s3 = sin[3 * w];
            int from = p * block;
            int to = 4 * p * block;
            for (int q = 0; q < block; q++) {
                double r0 = ar[from + q];
                double i0 = ai[from + q];
                double r1 = ar[from + quarter + q];
                double i1 = ai[from + quarter + q];
                double r2 = ar[from + 2 * quarter + q];
                double i2 = ai[from + 2 * quarter + q];
                double r3 = ar[from + 3 * quarter + q];
                double i3 = ai[from + 3 * quarter + q];
                double sumR = r0 + r2;
                double sumI = i0 + i2;
                double difR = r0 - r2;
                double difI = i0 - i2;
                double oddR = r1 + r3;
                double oddI = i1 + i3;
                // -i (x1 - x3)
                double turnR = i1 - i3;
                double turnI = r3 - r1;
                br[to + q] = sumR + oddR;
                bi[to + q] = sumI + oddI;
                double xr = difR + turnR;
                double xi = difI + turnI;
                br[to + block + q] = xr * c1 - xi * s1;
                bi[to + block + q] = xr * s1 + xi * c1;
                xr = sumR - oddR;
                xi = sumI - oddI;
                br[to + 2 * block + q] = xr * c2 - xi * s2;
                bi[to + 2 * block + q] = xr * s2 + xi * c2;
                xr = difR - turnR;
                xi = difI - turnI;
                br[to + 3 * block + q] = xr * c3 - xi * s3;
                bi[to + 3 * block + q] = xr * s3 + xi * c3;
            }
        }
    }

    private static void byTwo(double[] ar, double[] ai, double[] br, double[] bi, int block) {
        for (int q = 0; q < block; q++) {
            double r0 = ar[q];
            double i0 = ai[q];
            double r1 = ar[block + q];
            double i1 = ai[block + q];
            br[q] = r0 + r1;
            bi[q] = i0 + i1;
            br[block + q] = r0 - r1;
            bi[block + q] = i0 - i1;
        }
    }
}
