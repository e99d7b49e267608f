package org.almt.features.audio;

/** Receives the spectra of frames in order. */
@FunctionalInterface
interface SpectrumSink {
    /**
     * @param frame its index, from 0
     * @param magnitude |X_k| for k = 0 … n/2, rounded to float; the array belongs to the caller
     */
    void spectrum(int frame, float[] magnitude);

    /** A sink that passes spectra to this sink, then to the other. */
    default SpectrumSink and(SpectrumSink other) {
        return (frame, magnitude) -> {
            spectrum(frame, magnitude);
            other.spectrum(frame, magnitude);
        };
    }
}
