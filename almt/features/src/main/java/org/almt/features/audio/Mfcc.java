package org.almt.features.audio;

/**
 * Mel-frequency cepstral coefficients: the orthonormal DCT-II of a mel spectrum in decibels, c_k = s_k sum_m dB_m
 * cos(pi k (2m + 1) / 256), s_0 = sqrt(1/128), else sqrt(2/128). Decibels are limited to 80 below the loudest band of
 * the whole clip, so all of them are stored until its end: 512 bytes per frame.
 */
final class Mfcc implements SpectrumSink {
    private final MelBank bank;
    private final int coefficients;
    private final FloatList decibels = new FloatList();
    private float loudest = Float.NEGATIVE_INFINITY;

    Mfcc(MelBank bank, int coefficients) {
        this.bank = bank;
        this.coefficients = coefficients;
    }

    @Override
    public void spectrum(int frame, float[] magnitude) {
        for (int band = 0; band < MelBank.BANDS; band++) {
            float value = (float) Decibels.of(bank.power(band, magnitude));
            loudest = Math.max(loudest, value);
            decibels.add(value);
        }
    }

    int frames() {
        return decibels.size() / MelBank.BANDS;
    }

    /** The decibels of a band, limited from below. */
    float decibels(int frame, int band) {
        return Math.max(decibels.get(frame * MelBank.BANDS + band), (float) (loudest - Decibels.RANGE));
    }

    /** Writes the coefficients of all frames. Those of frame t are written from {@code at + t * stride} on. */
    void write(double[] into, int at, int stride) {
        double[][] cosines = new double[coefficients][MelBank.BANDS];
        for (int k = 0; k < coefficients; k++) {
            double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / MelBank.BANDS);
            for (int m = 0; m < MelBank.BANDS; m++) {
                cosines[k][m] = scale * StrictMath.cos(StrictMath.PI * k * (2 * m + 1) / (2 * MelBank.BANDS));
            }
        }
        double[] floored = new double[MelBank.BANDS];
        for (int t = 0; t < frames(); t++) {
            for (int m = 0; m < MelBank.BANDS; m++) {
                floored[m] = decibels(t, m);
            }
            for (int k = 0; k < coefficients; k++) {
                double[] row = cosines[k];
                double sum = 0;
                for (int m = 0; m < MelBank.BANDS; m++) {
                    sum += row[m] * floored[m];
                }
                into[at + t * stride + k] = (float) sum;
            }
        }
    }
}
