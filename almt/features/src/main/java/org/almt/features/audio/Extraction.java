package org.almt.features.audio;

import java.util.Optional;
import org.almt.features.signal.SignalSink;

/**
 * The features of one clip while they are computed. The clip is heard once through {@link #first}, and again through
 * {@link #second} if there is one. Both get the same samples, at the profile's rate.
 */
interface Extraction {
    /** What hears the clip first. */
    SignalSink first();

    /** What hears the clip a second time, asked for when the first pass is over; empty where once is enough. */
    default Optional<SignalSink> second() {
        return Optional.empty();
    }

    /** Samples by which the frames advance. */
    int hop();

    /** Samples that a frame covers. */
    int frameLength();

    /** The features, [frames, columns] row by row, asked for when all is over. */
    double[] rows();

    /** Sinks in a row. */
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
