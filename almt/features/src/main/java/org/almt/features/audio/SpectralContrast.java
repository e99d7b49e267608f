package org.almt.features.audio;

import java.util.Arrays;

/**
 * The difference of peaks and valleys in seven octave bands (Jiang et al., 2002), in dB: librosa's
 * {@code spectral_contrast}. Decibels are limited to 80 below the highest peak (or valley) of the whole clip, so both
 * are stored until its end.
 */
final class SpectralContrast implements SpectrumSink {
    static final int BANDS = 7;
    private static final double LOWEST_EDGE = 200;
    private static final double QUANTILE = 0.02;

    private final int[] from = new int[BANDS];
    private final int[] to = new int[BANDS];
    private final int[] share = new int[BANDS];
    private final DoubleList peaks = new DoubleList();
    private final DoubleList valleys = new DoubleList();
    private double highestPeak = Double.NEGATIVE_INFINITY;
    private double highestValley = Double.NEGATIVE_INFINITY;

    /** Bands up to 12,800 Hz. The last band must begin below half the rate. */
    SpectralContrast(int rate, int n) {
        for (int band = 0; band < BANDS; band++) {
            double low = band == 0 ? 0 : LOWEST_EDGE * (1 << band - 1);
            double high = LOWEST_EDGE * (1 << band);
            int first = (int) Math.ceil(low * n / rate);
            int last = Math.min(n / 2, (int) Math.floor(high * n / rate));
            if (band > 0) {
                first--;
            }
            if (band == BANDS - 1) {
                last = n / 2;
            }
            int size = last - first + 1;
            share[band] = (int) Math.max(1, Math.rint(QUANTILE * size));
            from[band] = first;
            // The highest bin of every band except the last belongs to the next band.
            to[band] = band == BANDS - 1 ? last + 1 : last;
        }
    }

    @Override
    public void spectrum(int frame, float[] magnitude) {
        for (int band = 0; band < BANDS; band++) {
            float[] sorted = Arrays.copyOfRange(magnitude, from[band], to[band]);
            Arrays.sort(sorted);
            int q = Math.min(share[band], sorted.length);
            double low = 0;
            double high = 0;
            for (int i = 0; i < q; i++) {
                low += sorted[i];
                high += sorted[sorted.length - 1 - i];
            }
            double valley = Decibels.of((float) (low / q));
            double peak = Decibels.of((float) (high / q));
            highestValley = Math.max(highestValley, valley);
            highestPeak = Math.max(highestPeak, peak);
            valleys.add(valley);
            peaks.add(peak);
        }
    }

    /** The contrast of a band of a frame, available after all frames. */
    double contrast(int frame, int band) {
        int i = frame * BANDS + band;
        double peak = Math.max(peaks.get(i), highestPeak - Decibels.RANGE);
        double valley = Math.max(valleys.get(i), highestValley - Decibels.RANGE);
        return peak - valley;
    }
}
