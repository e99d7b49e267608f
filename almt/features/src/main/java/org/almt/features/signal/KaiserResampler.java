package org.almt.features.signal;

import java.util.Arrays;

/**
 * The resamplers {@code kaiser_best} and {@code kaiser_fast} of resampy 0.2.2. They reproduce its peculiarities, which
 * affect the recorded results: the table's step is truncated to a whole number, time grows by addition in double, and
 * sums are rounded to float after each term.
 *
 * <p>In one sum, each addition and rounding waits for the previous one. Results that are a period of both rates apart
 * read the table at the same place. So these results are summed in parallel, and the compiler vectorises over them.
 * Their samples are stored next to one another. From 48 to 22.05 kHz this takes half the time of eight unrolled sums,
 * for halving a quarter. Larger blocks do not fit the second-level cache (Intel Xeon with AVX-512, JDK 25).
 */
final class KaiserResampler implements SignalSink {
    /** The table entries between two zero crossings of the sinc. */
    private static final int PRECISION = 512;
    /** The number of results that are computed together. */
    private static final int BLOCK = 1 << 14;
    private static final int MOST_LANES = 512;
    /** The fewest parallel sums for which the parallel form is faster. */
    private static final int LEAST_LANES = 8;

    private final double ratio;
    private final double scale;
    private final float divisor;
    private final int step;
    private final int table;
    private final int perResidue;
    /** Entry i of the table, at (i mod step) * perResidue + i / step, and the difference to entry i + 1. */
    private final double[] weights;
    private final double[] slopes;
    private final SignalSink sink;

    /** The numbers of results and samples of a period. After them, the positions of samples in the table repeat. */
    private final int phases;
    private final int stride;
    private final int lanes;

    /** The samples from index {@code first} on, with zeros before the first sample of the signal. */
    private final double[] buffer;
    private long first;
    private int filled;
    private long samples;
    private long given;
    private double time;

    private final double[] times;
    private final double[] output;
    /** The buffer by residue modulo the stride: element q of row r is sample q * stride + r. */
    private final double[][] rows;
    private final double[] leftEtas;
    private final double[] rightEtas;
    private final float[] sums;

    /** The right halves of the two windowed sincs. They take 20 ms to compute, so they are computed once. */
    private static final class Tables {
        static final double[] BEST = table(64, .9475937167399596, 14.769656459379492);
        static final double[] FAST = table(16, .85, 8.555504641634386);

        private static double[] table(int crossings, double rollOff, double beta) {
            double[] table = new double[PRECISION * crossings + 1];
            double scale = WindowFunctions.bessel0(beta);
            for (int i = 0; i < table.length; i++) {
                double place = (double) i / (table.length - 1);
                double kaiser = WindowFunctions.bessel0(beta * Math.sqrt(1 - place * place)) / scale;
                table[i] = rollOff * WindowFunctions.sinc(rollOff * i / PRECISION) * kaiser;
            }
            return table;
        }
    }

    KaiserResampler(Resampler kind, int from, int to, float divisor, SignalSink sink) {
        this(kind, from, to, divisor, sink, true);
    }

    /**
     * @param sideBySide whether sums run in parallel if the period of the rates is short enough; the results have the
     *         same bits
     */
    KaiserResampler(Resampler kind, int from, int to, float divisor, SignalSink sink, boolean sideBySide) {
        double[] window = kind == Resampler.KAISER_BEST ? Tables.BEST : Tables.FAST;
        this.ratio = (double) to / from;
        this.divisor = divisor;
        this.sink = sink;
        scale = Math.min(1, ratio);
        step = (int) (scale * PRECISION);
        table = window.length;
        double height = Math.min(1, ratio);
        perResidue = (table + step - 1) / step;
        weights = new double[step * perResidue];
        slopes = new double[step * perResidue];
        for (int i = 0; i < table; i++) {
            int at = i % step * perResidue + i / step;
            weights[at] = window[i] * height;
            slopes[at] = i + 1 < table ? window[i + 1] * height - window[i] * height : 0;
        }
        int common = gcd(from, to);
        boolean periodic = sideBySide && to / common <= BLOCK / LEAST_LANES;
        phases = periodic ? to / common : BLOCK;
        stride = periodic ? from / common : 1;
        lanes = periodic ? Math.min(MOST_LANES, BLOCK / phases) : 1;
        buffer = new double[(int) (phases * lanes / ratio) + 2 * perResidue + 16];
        filled = perResidue + 1;
        first = -filled;
        times = new double[phases * lanes];
        output = new double[phases * lanes];
        rows = new double[periodic ? stride : 0][buffer.length / stride + 1];
        leftEtas = new double[lanes];
        rightEtas = new double[lanes];
        sums = new float[lanes];
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    @Override
    public void accept(double[] block, int length) {
        samples += length;
        for (int from = 0; from < length;) {
            int part = Math.min(length - from, buffer.length - filled);
            System.arraycopy(block, from, buffer, filled, part);
            filled += part;
            from += part;
            if (filled == buffer.length) {
                compute(output.length);
            }
        }
    }

    @Override
    public void finish() {
        for (long wanted = (long) (samples * ratio); given < wanted;) {
            Arrays.fill(buffer, filled, buffer.length, 0);
            filled = buffer.length;
            compute((int) Math.min(output.length, wanted - given));
        }
        long padding = (long) Math.ceil(samples * ratio) - given;
        sink.accept(new double[(int) padding], (int) padding);
        sink.finish();
    }

    /** Computes the next results from the buffer. */
    private void compute(int count) {
        for (int m = 0; m < count; m++) {
            times[m] = time;
            time += 1 / ratio;
        }
        if (lanes > 1) {
            for (int r = 0; r < stride; r++) {
                double[] row = rows[r];
                for (int q = 0, i = r; i < buffer.length; i += stride) {
                    row[q++] = buffer[i];
                }
            }
            for (int phase = 0; phase < Math.min(phases, count); phase++) {
                sumSideBySide(phase, (count - phase + phases - 1) / phases);
            }
        } else {
            for (int m = 0; m < count; m++) {
                output[m] = sum(times[m]);
            }
        }
        sink.accept(output, count);
        given += count;
        int gone = (int) Math.max(0, Math.min(filled, (long) time - perResidue - 1 - first));
        System.arraycopy(buffer, gone, buffer, 0, filled - gone);
        first += gone;
        filled -= gone;
    }

    /** One result: the definition. */
    private double sum(double at) {
        long n = (long) at;
        int centre = (int) (n - first);
        double fraction = scale * (at - n);
        float left = wing(0, fraction, centre, -1);
        return wing(left, scale - fraction, centre + 1, 1) / divisor;
    }

    private float wing(float before, double fraction, int at, int direction) {
        double place = fraction * PRECISION;
        int offset = (int) place;
        double eta = place - offset;
        int base = base(offset);
        float sum = before;
        for (int i = 0; i < (table - offset) / step; i++) {
            sum = (float) (sum + (weights[base + i] + eta * slopes[base + i]) * buffer[at + direction * i]);
        }
        return sum;
    }

    private int base(int offset) {
        return offset % step * perResidue + offset / step;
    }

    /**
     * Computes the results phase, phase + phases, … in parallel. Results that differ because of the rounding of time
     * are computed one by one.
     */
    private void sumSideBySide(int phase, int many) {
        long n = (long) times[phase];
        int left = (int) (scale * (times[phase] - n) * PRECISION);
        int right = (int) ((scale - scale * (times[phase] - n)) * PRECISION);
        boolean together = true;
        for (int j = 0; j < many; j++) {
            double at = times[phase + j * phases];
            double fraction = scale * (at - (long) at);
            double leftPlace = fraction * PRECISION;
            double rightPlace = (scale - fraction) * PRECISION;
            together &= (long) at == n + (long) j * stride && (int) leftPlace == left && (int) rightPlace == right;
            leftEtas[j] = leftPlace - left;
            rightEtas[j] = rightPlace - right;
        }
        if (!together) {
            for (int j = 0; j < many; j++) {
                output[phase + j * phases] = sum(times[phase + j * phases]);
            }
            return;
        }
        Arrays.fill(sums, 0, many, 0);
        int centre = (int) (n - first);
        wings(left, leftEtas, centre, -1, many);
        wings(right, rightEtas, centre + 1, 1, many);
        for (int j = 0; j < many; j++) {
            output[phase + j * phases] = sums[j] / divisor;
        }
    }

    private void wings(int offset, double[] etas, int at, int direction, int many) {
        int base = base(offset);
        for (int i = 0; i < (table - offset) / step; i++) {
            int k = at + direction * i;
            add(weights[base + i], slopes[base + i], etas, rows[k % stride], k / stride, sums, many);
        }
    }

    private static void add(double weight, double slope, double[] etas, double[] x, int from, float[] sums, int many) {
        for (int j = 0; j < many; j++) {
            sums[j] = (float) (sums[j] + (weight + etas[j] * slope) * x[from + j]);
        }
    }
}
