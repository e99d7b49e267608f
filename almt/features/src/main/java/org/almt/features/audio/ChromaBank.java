package org.almt.features.audio;

/**
 * Energy by pitch class, computed directly from a power spectrum, with each frame divided by its maximum: librosa's
 * {@code chroma_stft}. The weight of a bin is a Gaussian around each class, times a Gaussian around A0 plus five
 * octaves.
 */
final class ChromaBank {
    private final float[][] weights;

    /**
     * @param tuning the clip's tuning in fractions of a semitone
     */
    ChromaBank(int rate, int n, double tuning) {
        int classes = Chroma.CLASSES;
        double[] place = new double[n];
        double reference = 27.5 * StrictMath.pow(2, tuning / classes);
        for (int j = 1; j < n; j++) {
            place[j] = classes * StrictMath.log((double) j * rate / n / reference) / StrictMath.log(2);
        }
        place[0] = place[1] - 1.5 * classes;
        weights = new float[classes][n / 2 + 1];
        double[] column = new double[classes];
        for (int j = 0; j <= n / 2; j++) {
            double width = j + 1 < n ? Math.max(1, place[j + 1] - place[j]) : 1;
            double squares = 0;
            for (int c = 0; c < classes; c++) {
                double d = place[j] - c + 6 + 120;
                d = d - 12 * Math.floor(d / 12) - 6;
                column[c] = StrictMath.exp(-0.5 * (2 * d / width) * (2 * d / width));
                squares += column[c] * column[c];
            }
            double octave = (place[j] / classes - 5) / 2;
            double scale = StrictMath.exp(-0.5 * octave * octave) / Math.sqrt(squares);
            for (int c = 0; c < classes; c++) {
                // Rotates the rows so that row 0 is C. Before, row 0 is A.
                weights[Math.floorMod(c - 3, classes)][j] = (float) (column[c] * scale);
            }
        }
    }

    void write(float[] magnitude, double[] into, int at) {
        double largest = 0;
        for (int c = 0; c < Chroma.CLASSES; c++) {
            float[] row = weights[c];
            double sum = 0;
            for (int k = 0; k < magnitude.length; k++) {
                sum += row[k] * (double) (magnitude[k] * magnitude[k]);
            }
            into[at + c] = (float) sum;
            largest = Math.max(largest, into[at + c]);
        }
        if (largest >= Chroma.SILENT) {
            for (int c = 0; c < Chroma.CLASSES; c++) {
                into[at + c] = (float) (into[at + c] / largest);
            }
        }
    }

    /** The weights of a class for bins 0 to n/2, for tests. */
    float[] row(int c) {
        return weights[c].clone();
    }
}
