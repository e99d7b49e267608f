package org.almt.bench;

import java.io.IOException;
import org.almt.features.FeatureException;
import org.almt.features.FeatureTable;
import org.almt.features.audio.AudioProfile;
import org.almt.features.audio.AudioSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Computes the features of a profile from ten seconds of sound at 48 kHz, including resampling, on one thread. The
 * sound is a gliding tone like a voice, and noise.
 */
@State(Scope.Thread)
@Warmup(iterations = 1, time = 6)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public class FeaturesBenchmark extends Measured {
    private static final int RATE = 48_000;
    private static final int SECONDS = 10;

    /** The profile. */
    @Param({"sims-2020", "librosa-0.11", "fet", "f0"})
    String preset;

    private AudioProfile profile;
    private AudioSource clip;

    /** For JMH. */
    public FeaturesBenchmark() {}

    /** Creates the clip. */
    @Setup
    public void prepare() throws FeatureException {
        profile = AudioProfile.of(preset);
        float[] samples = BenchInputs.gaussian(1, RATE * SECONDS);
        double phase = 0;
        for (int i = 0; i < samples.length; i++) {
            phase += 2 * StrictMath.PI * (150 + 30 * StrictMath.sin(i / 9000.0)) / RATE;
            samples[i] = (float) (0.3 * StrictMath.sin(phase) + 0.01 * samples[i]);
        }
        clip = AudioSource.of("clip", RATE, samples);
    }

    /** This implementation. */
    @Benchmark
    public FeatureTable ours() throws IOException {
        return profile.extract(clip);
    }
}
