package org.almt.features.signal;

/**
 * The discrete Fourier transform of n real numbers, where n is a power of two of at least 4. It computes bins 0 to n/2;
 * the other bins are their conjugates. Even and odd samples are packed into one complex transform of n/2. For one
 * thread at a time.
 */
public final class RealFft {
    private final int n;
    private final ComplexFft half;
    /** cos and sin of -2 pi k / n for k up to n/4. */
    private final double[] cos;
    private final double[] sin;
    private final double[] re;
    private final double[] im;
    private final double[] workRe;
    private final double[] workIm;

    /**
     * A transform of {@code n} samples.
     *
     * @throws IllegalArgumentException unless {@code n} is a power of two of at least 4
     */
    public RealFft(int n) {
        if (n < 4 || Integer.bitCount(n) != 1) {
            throw new IllegalArgumentException("transform of " + n + " samples; expected a power of two of at least 4");
        }
        this.n = n;
        half = new ComplexFft(n / 2);
        cos = new double[n / 4 + 1];
        sin = new double[n / 4 + 1];
        for (int k = 0; k < cos.length; k++) {
            double angle = -2 * StrictMath.PI * k / n;
            cos[k] = StrictMath.cos(angle);
            sin[k] = StrictMath.sin(angle);
        }
        re = new double[n / 2];
        im = new double[n / 2];
        workRe = new double[n / 2];
        workIm = new double[n / 2];
    }

    /** The number of samples. */
    public int size() {
        return n;
    }

    /** The number of bins, n/2 + 1. */
    public int bins() {
        return n / 2 + 1;
    }

    /**
     * X_k = sum_j x_j e^(-2 pi i j k / n).
     *
     * @param x n samples from {@code at}
     * @param real the real parts of bins 0 to n/2
     * @param imaginary their imaginary parts
     */
    public void forward(double[] x, int at, double[] real, double[] imaginary) {
        int m = n / 2;
        for (int j = 0; j < m; j++) {
            re[j] = x[at + 2 * j];
            im[j] = x[at + 2 * j + 1];
        }
        half.transform(re, im, workRe, workIm);
        real[0] = re[0] + im[0];
        imaginary[0] = 0;
        real[m] = re[0] - im[0];
        imaginary[m] = 0;
        for (int k = 1; k <= m / 2; k++) {
            // E_k = (Z_k + conj Z_(m-k)) / 2 belongs to the even samples, O_k = -i (Z_k - conj Z_(m-k)) / 2 to the odd.
            double evenR = (re[k] + re[m - k]) / 2;
            double evenI = (im[k] - im[m - k]) / 2;
            double oddR = (im[k] + im[m - k]) / 2;
            double oddI = (re[m - k] - re[k]) / 2;
            double turnR = oddR * cos[k] - oddI * sin[k];
            double turnI = oddR * sin[k] + oddI * cos[k];
            real[k] = evenR + turnR;
            imaginary[k] = evenI + turnI;
            real[m - k] = evenR - turnR;
            imaginary[m - k] = turnI - evenI;
        }
    }

    /** The inverse of {@link #forward}, with the factor 1/n. */
    public void inverse(double[] real, double[] imaginary, double[] x) {
        int m = n / 2;
        re[0] = (real[0] + real[m]) / 2;
        // The inverse transform is the conjugate of the forward transform of the conjugate.
        im[0] = -(real[0] - real[m]) / 2;
        for (int k = 1; k <= m / 2; k++) {
            double evenR = (real[k] + real[m - k]) / 2;
            double evenI = (imaginary[k] - imaginary[m - k]) / 2;
            double turnR = (real[k] - real[m - k]) / 2;
            double turnI = (imaginary[k] + imaginary[m - k]) / 2;
            double oddR = turnR * cos[k] + turnI * sin[k];
            double oddI = turnI * cos[k] - turnR * sin[k];
            re[k] = evenR - oddI;
            im[k] = -(evenI + oddR);
            re[m - k] = evenR + oddI;
            im[m - k] = -(oddR - evenI);
        }
        half.transform(re, im, workRe, workIm);
        double scale = 1.0 / m;
        for (int j = 0; j < m; j++) {
            x[2 * j] = re[j] * scale;
            x[2 * j + 1] = -im[j] * scale;
        }
    }
}
