package org.almt.features.audio;

import org.almt.features.signal.FrameSink;

/**
 * The zero-crossing rate: the fraction of a frame's samples whose sign differs from that of the previous sample.
 * Samples within 1e-10 of zero count as positive. The first sample of a frame does not count.
 */
final class ZeroCrossings implements FrameSink {
    private static final double THRESHOLD = 1e-10;

    private final int length;
    private final FloatList rates = new FloatList();

    /**
     * For frames of {@code length} samples, a power of two. A rate is then a multiple of 1/length, which a float
     * represents exactly.
     */
    ZeroCrossings(int length) {
        this.length = length;
    }

    @Override
    public void frame(int frame, double[] samples, int at) {
        int crossings = 0;
        boolean before = samples[at] < -THRESHOLD;
        for (int i = 1; i < length; i++) {
            boolean negative = samples[at + i] < -THRESHOLD;
            crossings += negative != before ? 1 : 0;
            before = negative;
        }
        rates.add((float) crossings / length);
    }

    int frames() {
        return rates.size();
    }

    float rate(int frame) {
        return rates.get(frame);
    }
}
