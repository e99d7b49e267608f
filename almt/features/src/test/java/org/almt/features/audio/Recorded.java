package org.almt.features.audio;

import java.util.Arrays;
import org.almt.features.signal.SignalSink;

/** Records the signal. */
public final class Recorded implements SignalSink {
    private double[] samples = new double[1024];
    private int count;
    private boolean finished;

    @Override
    public void accept(double[] block, int length) {
        if (count + length > samples.length) {
            samples = Arrays.copyOf(samples, 2 * (count + length));
        }
        System.arraycopy(block, 0, samples, count, length);
        count += length;
    }

    @Override
    public void finish() {
        if (finished) {
            throw new IllegalStateException("finished twice");
        }
        finished = true;
    }

    /** All samples of a finished signal. */
    public double[] samples() {
        if (!finished) {
            throw new IllegalStateException("not finished");
        }
        return Arrays.copyOf(samples, count);
    }
}
