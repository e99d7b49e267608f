package org.almt.features.audio;

import java.util.Arrays;
import org.almt.features.signal.Framer;
import org.almt.features.signal.RealFft;
import org.almt.features.signal.Resampler;
import org.almt.features.signal.SignalSink;
import org.almt.features.signal.WindowFunctions;

/**
 * Magnitudes of the constant-Q transform over seven octaves from C1 = 32.7 Hz (Schörkhuber and Klapuri, 2010), as in
 * librosa's {@code cqt}. All octaves use the filters of the top octave: each octave reads the clip at half the rate of
 * the octave above. The filters are stored in the frequency domain. The smallest coefficients, 1 % of each filter, are
 * dropped.
 */
final class ConstantQ implements SignalSink {
    static final int OCTAVES = 7;
    private static final double C1 = 440 * StrictMath.pow(2, -45.0 / 12);
    private static final double DROPPED = 0.01;

    /** Receives the magnitudes of one octave of one frame. */
    interface Sink {
        /**
         * @param octave 0 for the lowest
         * @param magnitudes the magnitudes of the octave's bins, low to high; the array belongs to the caller
         */
        void octave(int octave, int frame, double[] magnitudes);
    }

    private final LibrosaVersion version;
    private final int rate;
    private final double[] frequencies;
    private final double[] lengths;
    private final int transform;
    /** The bins and values of the top octave's filters. */
    private final int[][] bins;
    private final double[][] filterRe;
    private final double[][] filterIm;
    private final SignalSink top;
    private final Sink sink;

    ConstantQ(LibrosaVersion version, int rate, int hop, double tuning, Sink sink) {
        this.version = version;
        this.rate = rate;
        this.sink = sink;
        int b = version.binsPerOctave();
        frequencies = new double[OCTAVES * b];
        lengths = new double[OCTAVES * b];
        double q = version.constantQ();
        for (int k = 0; k < frequencies.length; k++) {
            frequencies[k] = C1 * StrictMath.pow(2, tuning / b) * StrictMath.pow(2, (double) k / b);
            lengths[k] = q * rate / frequencies[k];
        }
        int first = (OCTAVES - 1) * b;
        int n = 1;
        while (n < lengths[first]) {
            n *= 2;
        }
        transform = n;
        bins = new int[b][];
        filterRe = new double[b][];
        filterIm = new double[b][];
        RealFft fft = new RealFft(n);
        for (int i = 0; i < b; i++) {
            filter(i, first + i, fft);
        }
        SignalSink next = octave(0, n, hop);
        for (int octave = 1; octave < OCTAVES; octave++) {
            next = new Both(octave(octave, n, hop), version.halving().halving(next));
        }
        top = next;
    }

    /** The sink of one octave. The lowest octave, 0, is halved most often. */
    private SignalSink octave(int octave, int n, int hop) {
        int halvings = OCTAVES - 1 - octave;
        if (hop >> halvings << halvings != hop) {
            throw new IllegalArgumentException("a hop of " + hop + " samples cannot be halved " + halvings
                    + " times");
        }
        return new Framer(n, hop >> halvings, version.padding(), new Response(octave));
    }

    /** A sink for an octave and a {@link Resampler} sink for the octaves below it. */
    private record Both(SignalSink here, SignalSink below) implements SignalSink {
        @Override
        public void accept(double[] block, int count) {
            here.accept(block, count);
            below.accept(block, count);
        }

        @Override
        public void finish() {
            here.finish();
            below.finish();
        }
    }

    private void filter(int i, int k, RealFft fft) {
        double length = lengths[k];
        int from = (int) Math.floor(-length / 2);
        int points = (int) Math.floor(length / 2) - from;
        double[] hann = WindowFunctions.hann(points);
        double sum = 0;
        for (double w : hann) {
            sum += Math.abs(w);
        }
        int left = (transform - points) / 2;
        double[] cosines = new double[transform];
        double[] sines = new double[transform];
        for (int p = 0; p < points; p++) {
            double angle = 2 * StrictMath.PI * frequencies[k] * (from + p) / rate;
            double scale = hann[p] / sum;
            // The result is rounded to complex64, then weighted.
            cosines[left + p] = (float) (StrictMath.cos(angle) * scale) * (length / transform);
            sines[left + p] = (float) (StrictMath.sin(angle) * scale) * (length / transform);
        }
        int half = fft.bins();
        double[] ar = new double[half];
        double[] ai = new double[half];
        double[] br = new double[half];
        double[] bi = new double[half];
        fft.forward(cosines, 0, ar, ai);
        fft.forward(sines, 0, br, bi);
        double[] magnitude = new double[half];
        double total = 0;
        for (int j = 0; j < half; j++) {
            // F(c + i s) = F(c) + i F(s)
            ar[j] -= bi[j];
            ai[j] += br[j];
            magnitude[j] = Math.sqrt(ar[j] * ar[j] + ai[j] * ai[j]);
            total += magnitude[j];
        }
        double threshold = threshold(magnitude, total);
        int count = 0;
        bins[i] = new int[half];
        filterRe[i] = new double[half];
        filterIm[i] = new double[half];
        for (int j = 0; j < half; j++) {
            if (magnitude[j] >= threshold) {
                bins[i][count] = j;
                filterRe[i][count] = ar[j];
                filterIm[i][count++] = ai[j];
            }
        }
        bins[i] = Arrays.copyOf(bins[i], count);
        filterRe[i] = Arrays.copyOf(filterRe[i], count);
        filterIm[i] = Arrays.copyOf(filterIm[i], count);
    }

    /**
     * The threshold: the first magnitude, in ascending order, at which the sum reaches the fraction that is dropped.
     */
    private static double threshold(double[] magnitude, double total) {
        double[] sorted = magnitude.clone();
        Arrays.sort(sorted);
        double share = 0;
        for (double m : sorted) {
            share += m / total;
            if (share >= DROPPED) {
                return m;
            }
        }
        return 0;
    }

    /** Applies the filters to one octave's frames: a transform without window, then a sparse product. */
    private final class Response implements org.almt.features.signal.FrameSink {
        private final int octave;
        private final RealFft fft = new RealFft(transform);
        private final double[] re = new double[fft.bins()];
        private final double[] im = new double[fft.bins()];
        private final double[] magnitudes = new double[bins.length];
        private final double[] scale = new double[bins.length];

        Response(int octave) {
            this.octave = octave;
            double halved = Math.sqrt(1 << OCTAVES - 1 - octave);
            for (int i = 0; i < scale.length; i++) {
                scale[i] = halved / Math.sqrt(lengths[octave * bins.length + i]);
            }
        }

        @Override
        public void frame(int frame, double[] samples, int at) {
            fft.forward(samples, at, re, im);
            for (int k = 0; k < re.length; k++) {
                re[k] = (float) re[k];
                im[k] = (float) im[k];
            }
            for (int i = 0; i < magnitudes.length; i++) {
                int[] places = bins[i];
                double[] fr = filterRe[i];
                double[] fi = filterIm[i];
                double real = 0;
                double imaginary = 0;
                for (int j = 0; j < places.length; j++) {
                    double xr = re[places[j]];
                    double xi = im[places[j]];
                    real += fr[j] * xr - fi[j] * xi;
                    imaginary += fr[j] * xi + fi[j] * xr;
                }
                magnitudes[i] = scale[i] * Math.sqrt(real * real + imaginary * imaginary);
            }
            sink.octave(octave, frame, magnitudes);
        }
    }

    @Override
    public void accept(double[] block, int count) {
        top.accept(block, count);
    }

    @Override
    public void finish() {
        top.finish();
    }

    /** Centre frequencies in Hz and filter lengths in samples at the full rate, for tests. */
    double[] lengths() {
        return lengths.clone();
    }
}
