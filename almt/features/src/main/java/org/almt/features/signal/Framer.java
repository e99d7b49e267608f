package org.almt.features.signal;

import java.util.Arrays;

/**
 * Cuts a signal into overlapping frames. Frame t is centred on sample {@code t * hop}: the signal is padded with half a
 * frame on both sides. A signal of n samples has {@code 1 + n / hop} frames. Memory holds about two frames.
 */
public final class Framer implements SignalSink {
    private static final int SPARE = 4096;

    private final int frame;
    private final int hop;
    private final int pad;
    private final Padding padding;
    private final FrameSink sink;

    /** The samples from the next frame's first on, or earlier: the last {@code pad + 1} are kept for the right edge. */
    private double[] buffer;
    private int next;
    private int end;
    private boolean started;
    private int frames;
    private long samples;

    /**
     * @param frame the samples per frame, an even number
     * @param hop the samples from one frame to the next
     */
    public Framer(int frame, int hop, Padding padding, FrameSink sink) {
        if (frame < 2 || frame % 2 != 0 || hop < 1) {
            throw new IllegalArgumentException("frames of " + frame + " samples, " + hop
                    + " apart; expected an even length and at least 1 sample");
        }
        this.frame = frame;
        this.hop = hop;
        this.pad = frame / 2;
        this.padding = padding;
        this.sink = sink;
        buffer = new double[2 * frame + SPARE];
        if (padding == Padding.ZERO) {
            end = pad;
            started = true;
        }
    }

    /** The number of frames so far. */
    public int frames() {
        return frames;
    }

    @Override
    public void accept(double[] block, int count) {
        samples += count;
        for (int from = 0; from < count;) {
            int part = Math.min(count - from, SPARE);
            append(block, from, part);
            from += part;
            if (!started && end >= (padding == Padding.EDGE ? 1 : pad + 1)) {
                start();
            }
            if (started) {
                cut();
            }
        }
    }

    @Override
    public void finish() {
        if (samples == 0) {
            return;
        }
        if (!started) {
            start();
        }
        double[] right = new double[pad];
        if (padding == Padding.EDGE) {
            Arrays.fill(right, buffer[end - 1]);
        } else if (padding == Padding.REFLECT) {
            if (samples > pad) {
                for (int i = 0; i < pad; i++) {
                    right[i] = buffer[end - 2 - i];
                }
            } else {
                // The whole clip is after the left edge.
                int first = end - (int) samples;
                for (int i = 0; i < pad; i++) {
                    right[i] = buffer[first + mirrored((int) samples + i, (int) samples)];
                }
            }
        }
        for (int from = 0; from < pad; from += SPARE) {
            append(right, from, Math.min(SPARE, pad - from));
            cut();
        }
    }

    /** Adds the left edge before the samples so far. */
    private void start() {
        started = true;
        int known = end;
        double[] first = Arrays.copyOf(buffer, known);
        for (int i = 0; i < pad; i++) {
            // Element i of the padded signal is sample i - pad.
            buffer[i] = padding == Padding.EDGE ? first[0] : first[mirrored(i - pad, known)];
        }
        System.arraycopy(first, 0, buffer, pad, known);
        end = pad + known;
    }

    /**
     * The sample at position i of a clip of n samples that is mirrored repeatedly at both ends. A single sample is
     * repeated.
     */
    private static int mirrored(int i, int n) {
        if (n == 1) {
            return 0;
        }
        int period = 2 * (n - 1);
        int place = Math.floorMod(i, period);
        return place < n ? place : period - place;
    }

    private void append(double[] block, int from, int count) {
        if (end + pad + count > buffer.length) {
            int kept = Math.max(0, Math.min(next, end - pad - 1));
            System.arraycopy(buffer, kept, buffer, 0, end - kept);
            end -= kept;
            next -= kept;
            if (end + pad + count > buffer.length) {
                buffer = Arrays.copyOf(buffer, end + pad + count);
            }
        }
        System.arraycopy(block, from, buffer, end, count);
        end += count;
    }

    private void cut() {
        for (; next + frame <= end; next += hop) {
            sink.frame(frames++, buffer, next);
        }
    }
}
