package org.almt.features.signal;

/**
 * The second stage of a change of rate by M/L: result m is sum_k u_k h[centre + m M - k L]. The filter h has
 * {@code perPhase} taps for each of L phases, minus 1 in all. Samples before the first count as 0.
 */
final class PolyphaseStage implements SignalSink {
    private final int phases;
    private final int step;
    private final int perPhase;
    private final SignalSink sink;
    /** The taps by phase: those of phase p are h[p], h[p + L], … */
    private final double[] taps;
    private final double[] buffer = new double[8192];
    /** The index in the input of {@code buffer[0]}, and the number of samples in the buffer. */
    private long first;
    private int filled;
    /** centre + m M for the next result m. */
    private long place;
    private final double[] output = new double[4096];
    private int count;

    PolyphaseStage(double[] h, int phases, int step, SignalSink sink) {
        this.phases = phases;
        this.step = step;
        this.sink = sink;
        perPhase = (h.length + 1) / phases;
        taps = new double[phases * perPhase];
        for (int i = 0; i < h.length; i++) {
            taps[i % phases * perPhase + i / phases] = h[i];
        }
        place = (h.length - 1) / 2;
    }

    @Override
    public void accept(double[] block, int length) {
        for (int from = 0; from < length;) {
            int part = Math.min(length - from, buffer.length - filled);
            System.arraycopy(block, from, buffer, filled, part);
            filled += part;
            from += part;
            compute();
            long kept = Math.max(first, Math.min(first + filled, place / phases - perPhase + 1));
            int gone = (int) (kept - first);
            System.arraycopy(buffer, gone, buffer, 0, filled - gone);
            first = kept;
            filled -= gone;
        }
    }

    private void compute() {
        for (long newest = place / phases; newest < first + filled; newest = place / phases) {
            int tap = (int) (place % phases) * perPhase;
            int at = (int) (newest - first);
            double sum = 0;
            for (int j = 0, end = Math.min(perPhase, at + 1); j < end; j++) {
                sum += taps[tap + j] * buffer[at - j];
            }
            output[count++] = sum;
            if (count == output.length) {
                sink.accept(output, count);
                count = 0;
            }
            place += step;
        }
    }

    @Override
    public void finish() {
        // The caller handles the end, because it knows the number of results.
        accept(new double[2 * perPhase], 2 * perPhase);
        sink.accept(output, count);
        count = 0;
        sink.finish();
    }
}
