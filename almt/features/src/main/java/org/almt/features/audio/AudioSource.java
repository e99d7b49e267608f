package org.almt.features.audio;

import java.io.IOException;
import java.util.List;
import org.almt.features.signal.SignalSink;

/** A mono signal that can be read any number of times. */
public interface AudioSource {
    /** The name of the signal in messages. */
    String name();

    /** Samples per second. */
    int rate();

    /** The number of samples. */
    long samples();

    /** The warnings about the signal, one sentence each. */
    List<String> warnings();

    /** Passes all samples to a sink, from the first on. */
    void stream(SignalSink sink) throws IOException;

    /** A signal in memory; the array is not copied. */
    static AudioSource of(String name, int rate, float[] samples) {
        return new AudioSource() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public int rate() {
                return rate;
            }

            @Override
            public long samples() {
                return samples.length;
            }

            @Override
            public List<String> warnings() {
                return List.of();
            }

            @Override
            public void stream(SignalSink sink) {
                double[] block = new double[4096];
                for (int from = 0; from < samples.length; from += block.length) {
                    int count = Math.min(block.length, samples.length - from);
                    for (int i = 0; i < count; i++) {
                        block[i] = samples[from + i];
                    }
                    sink.accept(block, count);
                }
                sink.finish();
            }
        };
    }
}
