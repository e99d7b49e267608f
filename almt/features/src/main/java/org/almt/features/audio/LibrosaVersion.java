package org.almt.features.audio;

import org.almt.features.signal.Padding;
import org.almt.features.signal.Resampler;

/** What differs between the versions of librosa whose results profiles equal. */
enum LibrosaVersion {
    /** 0.7.1 of 2019 with resampy 0.2.2: CH-SIMS. */
    V0_7(Padding.REFLECT, Resampler.KAISER_BEST, Resampler.KAISER_FAST, 12),
    /** 0.11, and 0.10 but for rounding. */
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

    /** At both ends of a clip, for spectra. */
    Padding padding() {
        return padding;
    }

    /** How a clip is brought to the profile's rate. */
    Resampler loading() {
        return loading;
    }

    /** How the constant-Q transform goes from one octave to the next. */
    Resampler halving() {
        return halving;
    }

    /** Bins per octave of the constant-Q transform that chroma sums up. */
    int binsPerOctave() {
        return binsPerOctave;
    }

    /** Periods that a filter of the constant-Q transform is long: 1 over its relative bandwidth. */
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
