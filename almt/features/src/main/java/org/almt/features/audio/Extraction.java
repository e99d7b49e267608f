package org.almt.features.audio;

import java.util.Optional;
import org.almt.features.signal.SignalSink;

/**
 * A computation of the features of one clip. It reads the clip once through {@link #first}, and a second time through
 * {@link #second} if there is one. Both receive the same samples, at the profile's rate.
 */
interface Extraction {
    /** The sink of the first pass. */
    SignalSink first();

    /** The sink of the second pass, requested after the first pass; empty if one pass is enough. */
    default Optional<SignalSink> second() {
        return Optional.empty();
    }

    /** The samples from one frame to the next. */
    int hop();

    /** The samples of a frame. */
    int frameLength();

    /** The features, [frames, columns] row by row, requested after the last pass. */
    double[] rows();

    /** A sink that passes samples to several sinks in order. */
    static SignalSink all(SignalSink... sinks) {
        return new SignalSink() {
            @Override
            public void accept(double[] block, int count) {
                for (SignalSink sink : sinks) {
                    sink.accept(block, count);
                }
            }

            @Override
            public void finish() {
                for (SignalSink sink : sinks) {
                    sink.finish();
                }
            }
        };
    }
}
