package org.almt.features.signal;

/** Receives a signal in blocks, in order. */
public interface SignalSink {
    /**
     * Receives the next {@code count} samples, {@code block[0]} to {@code block[count - 1]}. The array belongs to the
     * caller.
     */
    void accept(double[] block, int count);

    /** Ends the signal: no sample follows. */
    void finish();
}
