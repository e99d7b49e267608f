package org.almt.features.signal;

/** Receives frames in order. */
@FunctionalInterface
public interface FrameSink {
    /**
     * Receives one frame: samples {@code at}, {@code at + 1}, … of {@code samples}, as many as the frame is long.
     *
     * @param frame its index, from 0
     */
    void frame(int frame, double[] samples, int at);
}
