package org.almt.features.audio;

/** Receives the spectra of frames in order. */
@FunctionalInterface
interface SpectrumSink {
    /**
     * @param frame its number, from 0
     * @param magnitude |X_k| for k = 0 … n/2, rounded to float; the array is the caller's
     */
    void spectrum(int frame, float[] magnitude);

    /** Both, one after the other. */
    default SpectrumSink and(SpectrumSink other) {
        return (frame, magnitude) -> {
            spectrum(frame, magnitude);
            other.spectrum(frame, magnitude);
        };
    }
}
