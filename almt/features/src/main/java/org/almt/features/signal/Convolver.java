package org.almt.features.signal;

import java.util.Arrays;

/**
 * A zero-phase FIR filter between two rates. It inserts {@code up - 1} zeros after each sample, filters, and keeps
 * every {@code down}-th result. Result m is sum_j x_j h[centre + m down - j up]. The convolution uses overlap-save with
 * transforms in double, which costs a tenth of the direct sum for 400 taps. The branches of {@code up} share the
 * transform of their input. Results before sample 0 are dropped; the tail after the last sample is kept.
 */
final class Convolver implements SignalSink {
    private static final int SMALLEST_TRANSFORM = 4096;

    private final int down;
    private final SignalSink sink;
    private final RealFft fft;
    /** The transforms of each branch's taps. */
    private final double[][] tapsRe;
    private final double[][] tapsIm;
    /** The number of taps of the longest branch. */
    private final int taps;
    /** The input, preceded by the last {@code taps - 1} samples before it. */
    private final double[] input;
    private int filled;
    private final double[] re;
    private final double[] im;
    private final double[] productRe;
    private final double[] productIm;
    private final double[][] branches;
    private final double[] output;
    /** The number of results of the convolution before the filter's centre that are still to come. */
    private int early;
    /** The number of results to skip before the next one that is kept. */
    private int toSkip;

    Convolver(double[] h, int up, int down, SignalSink sink) {
        this.down = down;
        this.sink = sink;
        int centre = (h.length - 1) / 2;
        // Branch r: u[up k + r] = sum_j x_j h[centre + r + up (k - j)].
        int delay = (centre + up - 1) / up;
        double[][] branch = new double[up][];
        int longest = 0;
        for (int r = 0; r < up; r++) {
            int length = 0;
            double[] g = new double[h.length / up + delay + 2];
            for (int i = 0; i < g.length; i++) {
                int at = centre + r + up * (i - delay);
                if (at >= 0 && at < h.length) {
                    g[i] = h[at];
                    length = i + 1;
                }
            }
            branch[r] = g;
            longest = Math.max(longest, length);
        }
        taps = longest;
        early = delay;
        int n = Math.max(SMALLEST_TRANSFORM, Integer.highestOneBit(4 * taps - 1) * 2);
        fft = new RealFft(n);
        tapsRe = new double[up][fft.bins()];
        tapsIm = new double[up][fft.bins()];
        for (int r = 0; r < up; r++) {
            fft.forward(Arrays.copyOf(Arrays.copyOf(branch[r], taps), n), 0, tapsRe[r], tapsIm[r]);
        }
        input = new double[n];
        filled = taps - 1;
        re = new double[fft.bins()];
        im = new double[fft.bins()];
        productRe = new double[fft.bins()];
        productIm = new double[fft.bins()];
        branches = new double[up][n];
        output = new double[n * up];
    }

    @Override
    public void accept(double[] block, int count) {
        for (int from = 0; from < count;) {
            int part = Math.min(count - from, input.length - filled);
            System.arraycopy(block, from, input, filled, part);
            filled += part;
            from += part;
            if (filled == input.length) {
                convolve();
            }
        }
    }

    @Override
    public void finish() {
        int tail = taps;
        while (tail > 0) {
            int part = Math.min(tail, input.length - filled);
            Arrays.fill(input, filled, filled + part, 0);
            filled += part;
            tail -= part;
            if (tail == 0 || filled == input.length) {
                convolve();
            }
        }
        sink.finish();
    }

    private void convolve() {
        int fresh = filled - (taps - 1);
        Arrays.fill(input, filled, input.length, 0);
        fft.forward(input, 0, re, im);
        int up = branches.length;
        for (int r = 0; r < up; r++) {
            double[] hr = tapsRe[r];
            double[] hi = tapsIm[r];
            for (int k = 0; k < re.length; k++) {
                productRe[k] = re[k] * hr[k] - im[k] * hi[k];
                productIm[k] = re[k] * hi[k] + im[k] * hr[k];
            }
            fft.inverse(productRe, productIm, branches[r]);
        }
        int skipped = Math.min(early, fresh);
        early -= skipped;
        int count = 0;
        int total = (fresh - skipped) * up;
        int at = toSkip;
        for (; at < total; at += down) {
            output[count++] = branches[at % up][taps - 1 + skipped + at / up];
        }
        toSkip = at - total;
        sink.accept(output, count);
        System.arraycopy(input, fresh, input, 0, taps - 1);
        filled = taps - 1;
    }
}
