package org.almt.features.audio;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.almt.features.signal.Resampler;
import org.almt.features.signal.SignalSink;
import org.jspecify.annotations.Nullable;

/**
 * A clip at the profile's rate, for two passes. The samples of the first pass are stored, so that they are not
 * resampled a second time. They take 4 bytes each, at most 64 MB, which is twelve minutes. Longer clips are read and
 * resampled twice.
 */
final class KeptSignal {
    private static final int CHUNK = 1 << 16;
    private static final int MOST_CHUNKS = 256;

    private final AudioSource source;
    private final int rate;
    private final Resampler resampler;
    /** Null if nothing is stored: not needed, or too long. */
    private @Nullable List<float[]> kept;
    private long samples;

    KeptSignal(AudioSource source, int rate, Resampler resampler) {
        this.source = source;
        this.rate = rate;
        this.resampler = resampler;
    }

    /** Runs the first pass. */
    void first(SignalSink sink, boolean keep) throws IOException {
        kept = keep ? new ArrayList<>() : null;
        source.stream(resampler.between(source.rate(), rate, new SignalSink() {
            @Override
            public void accept(double[] block, int count) {
                keep(block, count);
                sink.accept(block, count);
            }

            @Override
            public void finish() {
                sink.finish();
            }
        }));
    }

    private void keep(double[] block, int count) {
        for (int i = 0; i < count; i++) {
            int place = (int) (samples % CHUNK);
            if (place == 0 && kept != null) {
                if (kept.size() == MOST_CHUNKS) {
                    kept = null;
                } else {
                    kept.add(new float[CHUNK]);
                }
            }
            if (kept != null) {
                kept.get(kept.size() - 1)[place] = (float) block[i];
            }
            samples++;
        }
    }

    /** Runs the second pass, with the same samples. */
    void second(SignalSink sink) throws IOException {
        if (kept == null) {
            source.stream(resampler.between(source.rate(), rate, sink));
            return;
        }
        double[] block = new double[4096];
        for (long from = 0; from < samples; from += block.length) {
            int count = (int) Math.min(block.length, samples - from);
            float[] chunk = kept.get((int) (from / CHUNK));
            for (int i = 0; i < count; i++) {
                block[i] = chunk[(int) (from % CHUNK) + i];
            }
            sink.accept(block, count);
        }
        sink.finish();
    }

    /** The number of samples at the profile's rate, known after the first pass. */
    long samples() {
        return samples;
    }
}
