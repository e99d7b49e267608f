package org.almt.features.signal;

/** The methods of changing the rate of a signal. */
public enum Resampler {
    /** {@code soxr_hq}, which librosa uses since 0.10. */
    SOXR_HQ,
    /** {@code kaiser_best} of resampy 0.2.2, which librosa used up to 0.9. */
    KAISER_BEST,
    /**
     * {@code kaiser_fast} of resampy 0.2.2, which librosa 0.7.1 uses to halve the rate inside the constant-Q transform.
     */
    KAISER_FAST;

    /** The lowest and highest rates that are read, in Hz. */
    public static final int LOWEST_RATE = 4_000;
    public static final int HIGHEST_RATE = 400_000;

    /**
     * A sink that receives a signal at the rate {@code from} and passes it to {@code sink} at the rate {@code to}, in
     * blocks, rounded to float. If both rates are equal, it is {@code sink} itself.
     */
    public SignalSink between(int from, int to, SignalSink sink) {
        if (from < 1 || to < 1) {
            throw new IllegalArgumentException("rates of " + from + " and " + to + " Hz");
        }
        if (from == to) {
            return sink;
        }
        return this == SOXR_HQ ? new SoxrResampler(from, to, 1, sink) : new KaiserResampler(this, from, to, 1, sink);
    }

    /** A sink that halves the rate and multiplies the signal by sqrt(2), which keeps its energy per frame. */
    public SignalSink halving(SignalSink sink) {
        float divisor = (float) Math.sqrt(0.5);
        return this == SOXR_HQ
                ? new SoxrResampler(2, 1, divisor, sink)
                : new KaiserResampler(this, 2, 1, divisor, sink);
    }
}
