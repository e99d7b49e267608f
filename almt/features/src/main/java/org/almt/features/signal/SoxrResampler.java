package org.almt.features.signal;

import java.util.Arrays;

/**
 * The resampler {@code soxr_hq}, implemented from its formulas: zero-phase low-pass filters with Kaiser windows and an
 * attenuation of 120 dB. Ratios 2, 3, 3/2 and 1/2 need one filter. Other ratios need a filter and then a polyphase
 * stage. From a ratio of 4 on, half-band filters halve the rate first. The results agree with recorded results of
 * librosa within 3e-7 of full scale.
 *
 * <p>Equality is not guaranteed in two cases. For ratios between 1.5 and 2, and ratios up to 1/4, the original has a
 * third stage. The other case is a fraction of both rates with more than 2048 phases.
 */
final class SoxrResampler implements SignalSink {
    /**
     * Half-band filters: the taps at distances 1, 3, 5, …; the tap at 0 is 1/2. Each was designed by the exchange
     * algorithm of Remez, with equal ripples up to a quarter of its rate. The attenuation is 136.5 dB with 8 taps, and
     * 152.3 dB with 9.
     */
    private static final double[] HALF_BAND_8 = {.31154652365332069, -.087344917685739543, .03681445835363728,
            -.015189204581464479, .0054540855610738801, -.0015643862626630416, .00031816575906323303,
            -.000034799449225005688};
    private static final double[] HALF_BAND_9 = {.31227036745608344, -.08922156861946194, .039139767462028616,
            -.017250614301510293, .006858981594147618, -.0023045244345225244, .0006096449024873275,
            -.00011323999503860813, .000011198036760861272};
    /** The attenuation of a filter of 8 taps, in decibels. */
    private static final double DECIBELS_OF_8 = 136.5;

    private final int from;
    private final int to;
    private final SignalSink sink;
    private final Output output;
    private final SignalSink chain;
    private long samples;
    private long given;

    /** @param divisor the number by which the results, rounded to float, are divided in float */
    SoxrResampler(int from, int to, float divisor, SignalSink sink) {
        this.from = from;
        this.to = to;
        this.sink = sink;
        output = new Output(divisor);
        chain = chain(output);
    }

    /** Rounds and counts results. Results after the last requested one are left out. */
    private final class Output implements SignalSink {
        private final float divisor;
        private final double[] held = new double[4096];
        private int count;
        /** The number of results so far, and the number requested, which is known at the end. */
        private long wanted = Long.MAX_VALUE;

        Output(float divisor) {
            this.divisor = divisor;
        }

        @Override
        public void accept(double[] block, int length) {
            for (int i = 0; i < length && given < wanted; i++) {
                held[count++] = (float) block[i] / divisor;
                given++;
                if (count == held.length) {
                    flush();
                }
            }
        }

        private void flush() {
            sink.accept(held, count);
            count = 0;
        }

        @Override
        public void finish() {
            flush();
        }
    }

    private SignalSink chain(SignalSink last) {
        int common = gcd(from, to);
        long numerator = from / common;
        long denominator = to / common;
        int halvings = 0;
        while (numerator >= 4 * denominator) {
            if (numerator % 2 == 0) {
                numerator /= 2;
            } else {
                denominator *= 2;
            }
            halvings++;
        }
        boolean single = numerator == 2 * denominator || numerator == 3 * denominator
                || 2 * numerator == 3 * denominator || 2 * numerator == denominator;
        double attenuation = 21 * KaiserLowPass.BIT;
        int filters = halvings + 1;
        if (!single) {
            attenuation += KaiserLowPass.BIT;
        }
        double polyphase = attenuation;
        attenuation += 20 * StrictMath.log10(filters);
        SignalSink next = single
                ? oneFilter(numerator, denominator, attenuation, last)
                : twoStages(numerator, denominator, attenuation, polyphase, last);
        for (int i = 0; i < halvings; i++) {
            next = new Convolver(halfBand(attenuation), 1, 2, next);
        }
        return next;
    }

    private static SignalSink oneFilter(long numerator, long denominator, double attenuation, SignalSink next) {
        // The fraction has a numerator of 1 to 3 and a denominator of 1 or 2.
        int up = (int) (denominator / gcd(numerator, denominator));
        int down = (int) (numerator / gcd(numerator, denominator));
        double[] h = KaiserLowPass.of(KaiserLowPass.PASS, 1, Math.max(up, down), attenuation).taps();
        return new Convolver(scaled(h, up), up, down, next);
    }

    private static SignalSink twoStages(long numerator, long denominator, double attenuation, double polyphase,
            SignalSink next) {
        int up = numerator < 2 * denominator ? 2 : 1;
        // In the second stage, each result is M/L samples after the previous one.
        long common = gcd(numerator * up, denominator);
        long step = numerator * up / common;
        long phases = denominator / common;
        boolean grows = numerator < denominator;
        double nyquist = grows ? 2 : (double) step / phases;
        double[] first = KaiserLowPass.of(KaiserLowPass.PASS, 1, nyquist, attenuation).taps();
        double pass = KaiserLowPass.PASS / nyquist;
        double stop = 1 / nyquist;
        double stop2 = 2 - (pass + 0.7 * (stop - pass));
        double pass2 = stop2 - (stop2 - pass) / (1 - KaiserLowPass.rollOff(-0.01f, polyphase));
        int least = (int) Math.max(phases, 19);
        int perPhase = KaiserLowPass.length(pass2, stop2, 1, polyphase, least) / least + 1;
        if (!grows) {
            perPhase += perPhase % 2;
        }
        if (perPhase % 2 == 1 && phases % 2 == 1) {
            phases *= 2;
            step *= 2;
        }
        int length = Math.toIntExact(perPhase * phases - 1);
        double[] second = KaiserLowPass.of(pass2, stop2, 1, polyphase, (int) phases, length).taps();
        return new Convolver(scaled(first, up), up, 1, new PolyphaseStage(second, (int) phases, (int) step, next));
    }

    /** The shortest half-band filter with the attenuation of the other filters of its chain. */
    static double[] halfBand(double attenuation) {
        double[] taps = attenuation <= DECIBELS_OF_8 ? HALF_BAND_8 : HALF_BAND_9;
        double[] h = new double[4 * taps.length - 1];
        int centre = h.length / 2;
        h[centre] = .5;
        for (int i = 0; i < taps.length; i++) {
            h[centre + 2 * i + 1] = taps[i];
            h[centre - 2 * i - 1] = taps[i];
        }
        return h;
    }

    private static double[] scaled(double[] h, int by) {
        double[] scaled = h.clone();
        for (int i = 0; i < h.length; i++) {
            scaled[i] *= by;
        }
        return scaled;
    }

    private static int gcd(long a, long b) {
        return (int) (b == 0 ? a : gcd(b, a % b));
    }

    @Override
    public void accept(double[] block, int count) {
        samples += count;
        chain.accept(block, count);
    }

    @Override
    public void finish() {
        double ratio = (double) from / to;
        output.wanted = (long) Math.floor(samples / ratio + 0.5);
        chain.finish();
        long length = (long) Math.ceil(samples * ((double) to / from));
        double[] zeros = new double[(int) Math.min(4096, Math.max(0, length - given))];
        Arrays.fill(zeros, 0);
        for (; given < length; given += Math.min(zeros.length, length - given)) {
            sink.accept(zeros, (int) Math.min(zeros.length, length - given));
        }
        sink.finish();
    }
}
