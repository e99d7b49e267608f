package org.almt.features.audio;

/** Features derived from the chroma of a whole clip, [frames, 12], as computed by the constant-Q transform. */
final class ChromaShapes {
    private static final int SMOOTHED = 43;
    private static final double[] STEPS = {.4, .2, .1, .05};
    private static final double[] TURNS = {7 / 6.0, 7 / 6.0, 3 / 2.0, 3 / 2.0, 2 / 3.0, 2 / 3.0};
    static final int TONAL = 6;

    private ChromaShapes() {}

    /**
     * Chroma energy normalised statistics (Müller and Ewert, 2011). Each frame is divided by its sum, quantised,
     * smoothed over 43 frames, and normalised to length 1.
     */
    static void writeCens(double[] raw, double[] into, int at, int stride) {
        int classes = Chroma.CLASSES;
        int frames = raw.length / classes;
        double[] quantised = new double[raw.length];
        for (int t = 0; t < frames; t++) {
            double sum = sum(raw, t);
            for (int c = 0; c < classes; c++) {
                float share = (float) (sum < Chroma.SILENT ? raw[t * classes + c] : raw[t * classes + c] / sum);
                for (double step : STEPS) {
                    quantised[t * classes + c] += share > step ? 0.25 : 0;
                }
            }
        }
        double[] window = new double[SMOOTHED];
        double total = 0;
        for (int i = 0; i < SMOOTHED; i++) {
            window[i] = 0.5 - 0.5 * StrictMath.cos(2 * StrictMath.PI * i / (SMOOTHED - 1));
            total += window[i];
        }
        int reach = SMOOTHED / 2;
        double[] smooth = new double[classes];
        for (int t = 0; t < frames; t++) {
            double squares = 0;
            for (int c = 0; c < classes; c++) {
                double value = 0;
                for (int i = Math.max(0, t - reach); i <= Math.min(frames - 1, t + reach); i++) {
                    value += window[i - t + reach] / total * quantised[i * classes + c];
                }
                smooth[c] = value;
                squares += value * value;
            }
            double norm = Math.sqrt(squares);
            for (int c = 0; c < classes; c++) {
                into[at + t * stride + c] = norm < Chroma.SILENT ? smooth[c] : smooth[c] / norm;
            }
        }
    }

    /**
     * The tonal centroids (Harte et al., 2006) of one frame: the position of its chroma on the circles of fifths, of
     * minor thirds and of major thirds.
     *
     * @param chroma 12 values from {@code from}
     */
    static void writeTonnetz(double[] chroma, int from, double[] into, int at) {
        double sum = 0;
        for (int c = 0; c < Chroma.CLASSES; c++) {
            sum += Math.abs(chroma[from + c]);
        }
        for (int i = 0; i < TONAL; i++) {
            double radius = i < 4 ? 1 : 0.5;
            double value = 0;
            for (int c = 0; c < Chroma.CLASSES; c++) {
                double share = sum < Chroma.SILENT ? chroma[from + c] : chroma[from + c] / sum;
                value += StrictMath.cos(StrictMath.PI * (TURNS[i] * c - (i % 2 == 0 ? 0.5 : 0))) * share;
            }
            into[at + i] = radius * value;
        }
    }

    private static double sum(double[] raw, int t) {
        double sum = 0;
        for (int c = 0; c < Chroma.CLASSES; c++) {
            sum += raw[t * Chroma.CLASSES + c];
        }
        return sum;
    }
}
