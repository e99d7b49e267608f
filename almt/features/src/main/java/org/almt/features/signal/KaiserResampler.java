package org.almt.features.signal;

/**
 * The resamplers {@code kaiser_best} and {@code kaiser_fast} of resampy 0.2.2 with their peculiarities, which are part
 * of the recorded results: the table's step is truncated to a whole number, time grows by addition in double, and sums
 * are rounded to float after each term.
 *
 * <p>The table is laid out by its residue modulo the step, so that a sum runs over neighbours.
 */
final class KaiserResampler implements SignalSink {
    /** Table entries between two zero crossings of the sinc. */
    private static final int PRECISION = 512;
    /** Results whose sums run side by side: each addition and rounding waits for the one before it in its sum. */
    private static final int LANES = 8;

    private final double ratio;
    private final double scale;
    private final float divisor;
    private final int step;
    private final int table;
    private final int perResidue;
    /** Entry i of the table at (i mod step) * perResidue + i / step, and the difference to entry i + 1. */
    private final double[] weights;
    private final double[] slopes;
    private final SignalSink sink;

    private final double[] buffer = new double[1 << 14];
    /** The same, last sample first, so that both wings run forwards and are vectorised. */
    private final double[] reversed = new double[buffer.length];
    private long first;
    private int filled;
    private double time;
    private long given;
    private final double[] output = new double[4096];
    private int count;
    /** Products of a result's left and right wing, by lane. */
    private final double[][] products;
    private final int[] terms = new int[LANES];
    private int lanes;

    /** The right halves of the two windowed sincs; they take 20 ms to compute, so they are computed once. */
    private static final class Tables {
        static final double[] BEST = table(64, .9475937167399596, 14.769656459379492);
        static final double[] FAST = table(16, .85, 8.555504641634386);

        private static double[] table(int crossings, double rollOff, double beta) {
            double[] table = new double[PRECISION * crossings + 1];
            double scale = Windows.bessel0(beta);
            for (int i = 0; i < table.length; i++) {
                double place = (double) i / (table.length - 1);
                double kaiser = Windows.bessel0(beta * Math.sqrt(1 - place * place)) / scale;
                table[i] = rollOff * Windows.sinc(rollOff * i / PRECISION) * kaiser;
            }
            return table;
        }
    }

    KaiserResampler(Resampler kind, int from, int to, float divisor, SignalSink sink) {
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
        products = new double[LANES][2 * perResidue + 2];
    }

    @Override
    public void accept(double[] block, int length) {
        for (int from = 0; from < length;) {
            int part = Math.min(length - from, buffer.length - filled);
            System.arraycopy(block, from, buffer, filled, part);
            for (int i = 0; i < part; i++) {
                reversed[reversed.length - 1 - filled - i] = block[from + i];
            }
            filled += part;
            from += part;
            compute(Long.MAX_VALUE, Long.MAX_VALUE);
            int gone = (int) Math.max(0, Math.min(filled, (long) time - perResidue - 1 - first));
            System.arraycopy(buffer, gone, buffer, 0, filled - gone);
            System.arraycopy(reversed, reversed.length - filled, reversed, reversed.length - filled + gone,
                    filled - gone);
            first += gone;
            filled -= gone;
        }
    }

    @Override
    public void finish() {
        long samples = first + filled;
        compute(samples, (long) (samples * ratio));
        sum();
        for (long wanted = (long) Math.ceil(samples * ratio); given < wanted;) {
            give(0);
        }
        sink.accept(output, count);
        sink.finish();
    }

    /** Computes the results that what has come suffices for: all up to {@code wanted} once its end is known. */
    private void compute(long samples, long wanted) {
        for (; given + lanes < wanted; time += 1 / ratio) {
            long n = (long) time;
            if (samples == Long.MAX_VALUE && n + perResidue + 1 >= first + filled) {
                return;
            }
            double[] into = products[lanes];
            int at = (int) (n - first);
            double fraction = scale * (time - n);
            int left = wing(fraction, n + 1, reversed, reversed.length - 1 - at, into, 0);
            terms[lanes++] = wing(scale - fraction, samples - n - 1, buffer, at + 1, into, left);
            if (lanes == LANES) {
                sum();
            }
        }
    }

    /** Writes the products of one wing; returns where they end. */
    private int wing(double fraction, long most, double[] x, int at, double[] into, int from) {
        double place = fraction * PRECISION;
        int offset = (int) place;
        double eta = place - offset;
        int length = (int) Math.min(most, (table - offset) / step);
        int base = offset % step * perResidue + offset / step;
        for (int i = 0; i < length; i++) {
            into[from + i] = (weights[base + i] + eta * slopes[base + i]) * x[at + i];
        }
        return from + length;
    }

    private void sum() {
        int shared = lanes < LANES ? 0 : Integer.MAX_VALUE;
        for (int lane = 0; lane < lanes; lane++) {
            shared = Math.min(shared, terms[lane]);
        }
        float[] sums = new float[LANES];
        sumShared(shared, sums);
        for (int lane = 0; lane < lanes; lane++) {
            float sum = sums[lane];
            for (int i = shared; i < terms[lane]; i++) {
                sum = (float) (sum + products[lane][i]);
            }
            give(sum / divisor);
        }
        lanes = 0;
    }

    private void sumShared(int shared, float[] sums) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        double[] p0 = products[0];
        double[] p1 = products[1];
        double[] p2 = products[2];
        double[] p3 = products[3];
        double[] p4 = products[4];
        double[] p5 = products[5];
        double[] p6 = products[6];
        double[] p7 = products[7];
        for (int i = 0; i < shared; i++) {
            s0 = (float) (s0 + p0[i]);
            s1 = (float) (s1 + p1[i]);
            s2 = (float) (s2 + p2[i]);
            s3 = (float) (s3 + p3[i]);
            s4 = (float) (s4 + p4[i]);
            s5 = (float) (s5 + p5[i]);
            s6 = (float) (s6 + p6[i]);
            s7 = (float) (s7 + p7[i]);
        }
        sums[0] = s0;
        sums[1] = s1;
        sums[2] = s2;
        sums[3] = s3;
        sums[4] = s4;
        sums[5] = s5;
        sums[6] = s6;
        sums[7] = s7;
    }

    private void give(double value) {
        output[count++] = value;
        given++;
        if (count == output.length) {
            sink.accept(output, count);
            count = 0;
        }
    }
}
