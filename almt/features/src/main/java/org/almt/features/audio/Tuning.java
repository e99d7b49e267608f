package org.almt.features.audio;

import java.util.Arrays;

/**
 * The deviation of a clip's pitches from equal temperament (A4 = 440 Hz), as a fraction of a bin from -0.5 to 0.49:
 * librosa's {@code estimate_tuning}. Peaks of each spectrum between 150 and 4000 Hz are refined by a parabola. Peaks at
 * least as high as the median peak vote in a histogram of 100 bins. The result is the left edge of the largest bin, so
 * a single vote can change all chroma. For this reason, everything that librosa stores in float is rounded to float
 * here. It takes 8 bytes per peak.
 */
final class Tuning implements SpectrumSink {
    private static final double LOWEST = 150;
    private static final double HIGHEST = 4000;
    private static final float THRESHOLD = 0.1f;

    private final int rate;
    private final int n;
    private final int binsPerOctave;
    private final boolean power;
    private final boolean clamped;
    private final FloatList pitches = new FloatList();
    private final FloatList heights = new FloatList();
    private float[] s = new float[0];

    /**
     * @param power whether peaks are searched in the power spectrum
     * @param clamped whether a parabola's vertex may be at most one bin away, as since librosa 0.8
     */
    Tuning(int rate, int n, int binsPerOctave, boolean power, boolean clamped) {
        this.rate = rate;
        this.n = n;
        this.binsPerOctave = binsPerOctave;
        this.power = power;
        this.clamped = clamped;
    }

    @Override
    public void spectrum(int frame, float[] magnitude) {
        if (s.length != magnitude.length) {
            s = new float[magnitude.length];
        }
        float largest = 0;
        for (int k = 0; k < s.length; k++) {
            s[k] = power ? magnitude[k] * magnitude[k] : magnitude[k];
            largest = Math.max(largest, s[k]);
        }
        float reference = THRESHOLD * largest;
        double highest = Math.min(HIGHEST, rate / 2.0);
        for (int k = Math.max(1, (int) Math.ceil(LOWEST * n / rate) - 1); k < s.length - 1; k++) {
            double f = (double) k * rate / n;
            if (f >= highest) {
                break;
            }
            if (f >= LOWEST && s[k] > reference && s[k] > kept(k - 1, reference) && s[k] >= kept(k + 1, reference)) {
                peak(k);
            }
        }
    }

    private float kept(int k, float reference) {
        return s[k] > reference ? s[k] : 0;
    }

    private void peak(int k) {
        float shift;
        // the central difference of the spectrum
        float slope;
        if (clamped) {
            double a = (double) (s[k + 1] + s[k - 1]) - 2.0 * s[k];
            double b = (s[k + 1] - s[k - 1]) / 2.0;
            slope = (s[k + 1] - s[k - 1]) / 2;
            shift = Math.abs(b) >= Math.abs(a) ? 0 : (float) (-b / a);
        } else {
            slope = 0.5f * (s[k + 1] - s[k - 1]);
            float curve = 2 * s[k] - s[k + 1] - s[k - 1];
            shift = slope / (curve + (Math.abs(curve) < Float.MIN_NORMAL ? 1 : 0));
        }
        float correction = 0.5f * slope * shift;
        float pitch = (float) ((k + (double) shift) * rate / n);
        if (pitch > 0) {
            pitches.add(pitch);
            heights.add(s[k] + correction);
        }
    }

    /** The estimate; 0 if no spectrum has a peak. */
    double estimate() {
        int peaks = pitches.size();
        if (peaks == 0) {
            return 0;
        }
        float[] sorted = heights.toArray();
        Arrays.sort(sorted);
        float median = peaks % 2 == 1 ? sorted[peaks / 2] : (sorted[peaks / 2 - 1] + sorted[peaks / 2]) / 2;
        double[] edges = new double[101];
        for (int i = 0; i < 100; i++) {
            edges[i] = i * 0.01 - 0.5;
        }
        edges[100] = 0.5;
        int[] votes = new int[100];
        for (int i = 0; i < peaks; i++) {
            if (heights.get(i) >= median) {
                votes[bin(edges, residual(pitches.get(i)))]++;
            }
        }
        int winner = 0;
        for (int i = 1; i < votes.length; i++) {
            if (votes[i] > votes[winner]) {
                winner = i;
            }
        }
        return edges[winner];
    }

    private float residual(float pitch) {
        float octaves = (float) (StrictMath.log((double) (pitch / 27.5f)) / StrictMath.log(2));
        float bins = binsPerOctave * octaves;
        float rest = bins - (float) Math.floor(bins);
        return rest >= 0.5f ? rest - 1 : rest;
    }

    private static int bin(double[] edges, float value) {
        int bin = (int) Math.max(0, Math.min(99, Math.floor((value + 0.5) * 100)));
        while (bin > 0 && value < edges[bin]) {
            bin--;
        }
        while (bin < 99 && value >= edges[bin + 1]) {
            bin++;
        }
        return bin;
    }
}
