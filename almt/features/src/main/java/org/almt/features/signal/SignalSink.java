package org.almt.features.signal;

/** Receives a signal in blocks, in order. */
public interface SignalSink {
    /** The next {@code count} samples, {@code block[0]} to {@code block[count - 1]}; the array is the caller's. */
    void accept(double[] block, int count);

    /** No sample follows. */
    void finish();
}
