package org.almt.features.audio;

/**
 * Energy by pitch class, C to B, from a constant-Q transform: the sum of the magnitudes of a class. The values arrive
 * octave by octave, because each octave reads the clip at its own rate.
 */
final class Chroma implements ConstantQ.Sink {
    static final int CLASSES = 12;
    /** A frame below this value, the smallest normal float, counts as silent. */
    static final double SILENT = Float.MIN_NORMAL;

    private final int[] classes;
    private double[] sums = new double[0];
    private int frames;

    Chroma(int binsPerOctave, int frames) {
        classes = new int[binsPerOctave];
        for (int k = 0; k < binsPerOctave; k++) {
            classes[k] = (k + binsPerOctave / 24) / (binsPerOctave / 12) % 12;
        }
        sums = new double[frames * CLASSES];
        this.frames = frames;
    }

    @Override
    public void octave(int octave, int frame, double[] magnitudes) {
        // Lower octaves can be one frame longer. All are cut to the shortest.
        if (frame < frames) {
            for (int k = 0; k < magnitudes.length; k++) {
                sums[frame * CLASSES + classes[k]] += (float) magnitudes[k];
            }
        }
    }

    /** The sums [frames, 12], rounded to float, without normalisation. */
    double[] raw() {
        double[] raw = sums.clone();
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (float) raw[i];
        }
        return raw;
    }

    /** Writes each frame divided by its maximum. Frame t is written from {@code at + t * stride} on. */
    static void writeByMaximum(double[] raw, double[] into, int at, int stride) {
        for (int t = 0; t < raw.length / CLASSES; t++) {
            double largest = 0;
            for (int c = 0; c < CLASSES; c++) {
                largest = Math.max(largest, raw[t * CLASSES + c]);
            }
            for (int c = 0; c < CLASSES; c++) {
                double value = raw[t * CLASSES + c];
                into[at + t * stride + c] = largest < SILENT ? value : (float) (value / largest);
            }
        }
    }
}
