package org.almt.features.audio;

/**
 * Triangular filters at equal distances on the mel scale from 0 Hz to half the rate, each of area 1 (Slaney's
 * normalisation), rounded to float: librosa's {@code filters.mel}. At 512 samples some low filters are empty.
 */
final class MelBank {
    static final int BANDS = 128;

    private final int[] first = new int[BANDS];
    private final float[][] weights = new float[BANDS][];

    /**
     * @param htk whether to use HTK's scale, 2595 log10(1 + f/700), instead of Slaney's, which is linear up to 1000 Hz
     *         and logarithmic above
     */
    MelBank(int rate, int n, boolean htk) {
        double highest = mel(rate / 2.0, htk);
        double[] edges = new double[BANDS + 2];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = hertz(highest * i / (BANDS + 1), htk);
        }
        edges[BANDS + 1] = hertz(highest, htk);
        int bins = n / 2 + 1;
        for (int band = 0; band < BANDS; band++) {
            double low = edges[band];
            double middle = edges[band + 1];
            double high = edges[band + 2];
            int from = bins;
            int to = 0;
            float[] row = new float[bins];
            for (int k = 0; k < bins; k++) {
                double f = (double) k * rate / n;
                double height = Math.max(0, Math.min((f - low) / (middle - low), (high - f) / (high - middle)));
                row[k] = (float) (height * (2 / (high - low)));
                if (row[k] != 0) {
                    from = Math.min(from, k);
                    to = k + 1;
                }
            }
            first[band] = Math.min(from, to);
            weights[band] = java.util.Arrays.copyOfRange(row, first[band], to);
        }
    }

    private static double mel(double hertz, boolean htk) {
        if (htk) {
            return 2595 * StrictMath.log10(1 + hertz / 700);
        }
        return hertz < 1000 ? hertz * 3 / 200 : 15 + 27 * StrictMath.log(hertz / 1000) / StrictMath.log(6.4);
    }

    private static double hertz(double mel, boolean htk) {
        if (htk) {
            return 700 * (StrictMath.pow(10, mel / 2595) - 1);
        }
        return mel < 15 ? mel * 200 / 3 : 1000 * StrictMath.exp((mel - 15) * StrictMath.log(6.4) / 27);
    }

    /** The power in band {@code band} of a spectrum of magnitudes. */
    float power(int band, float[] magnitude) {
        float[] row = weights[band];
        int from = first[band];
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            float m = magnitude[from + i];
            sum += row[i] * (double) (m * m);
        }
        return (float) sum;
    }

    /** The weights of a band for all bins, for tests. */
    float[] row(int band, int bins) {
        float[] row = new float[bins];
        System.arraycopy(weights[band], 0, row, first[band], weights[band].length);
        return row;
    }
}
