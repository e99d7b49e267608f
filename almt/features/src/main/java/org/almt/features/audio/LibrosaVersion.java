package org.almt.features.audio;

import org.almt.features.signal.Padding;
import org.almt.features.signal.Resampler;

/** The differences between the versions of librosa that the profiles reproduce. */
enum LibrosaVersion {
    /** 0.7.1 of 2019 with resampy 0.2.2: CH-SIMS. */
    V0_7(Padding.REFLECT, Resampler.KAISER_BEST, Resampler.KAISER_FAST, 12),
    /** 0.11; and 0.10, except for rounding. */
    V0_11(Padding.ZERO, Resampler.SOXR_HQ, Resampler.SOXR_HQ, 36);

    private final Padding padding;
    private final Resampler loading;
    private final Resampler halving;
    private final int binsPerOctave;

    LibrosaVersion(Padding padding, Resampler loading, Resampler halving, int binsPerOctave) {
        this.padding = padding;
        this.loading = loading;
        this.halving = halving;
        this.binsPerOctave = binsPerOctave;
    }

    /** The padding at both ends of a clip, for spectra. */
    Padding padding() {
        return padding;
    }

    /** The resampler from a clip's rate to the profile's rate. */
    Resampler loading() {
        return loading;
    }

    /** The resampler from one octave of the constant-Q transform to the next. */
    Resampler halving() {
        return halving;
    }

    /** The bins per octave of the constant-Q transform from which chroma is summed. */
    int binsPerOctave() {
        return binsPerOctave;
    }

    /** The length of a filter of the constant-Q transform in periods: 1 over its relative bandwidth. */
    double constantQ() {
        if (this == V0_7) {
            return 1 / (StrictMath.pow(2, 1.0 / binsPerOctave) - 1);
        }
        double ratio = StrictMath.pow(2, 2.0 / binsPerOctave);
        return (ratio + 1) / (ratio - 1);
    }

    /** Whether the parabola through a peak and its neighbours may have its vertex at most one bin away. */
    boolean clampsPeaks() {
        return this != V0_7;
    }

    /** The shortest clip, in samples at the profile's rate, that has a constant-Q transform. */
    int shortestClip() {
        return this == V0_7 ? 33 : 1;
    }
}
