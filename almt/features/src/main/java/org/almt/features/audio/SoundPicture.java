package org.almt.features.audio;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.almt.features.signal.Framer;
import org.almt.features.signal.Padding;
import org.almt.features.signal.SignalSink;

/**
 * A picture of a sound: its waveform and its spectrogram, coarse enough for a page.
 *
 * @param seconds the duration
 *
 * @param low the smallest sample of each of equal intervals of time
 *
 * @param high the largest sample of each interval
 *
 * @param decibels [columns][bands]: the mean power of each band at equal steps of time, limited to 80 dB below the
 *         loudest; a sine of amplitude 1 has about 0 dB
 *
 * @param step the seconds from one column of the spectrogram to the next
 */
public record SoundPicture(double seconds, double[] low, double[] high, List<double[]> decibels, double step) {
    /** The number of bands of the spectrogram. They are equally wide on the mel scale from 0 Hz to half the rate. */
    public static final int BANDS = 64;

    private static final int STRETCHES = 800;
    private static final int MOST_COLUMNS = 400;
    private static final int LEAST_FRAME = 1024;

    /** Makes the picture of a sound. */
    public static SoundPicture of(AudioSource source) throws IOException {
        int frame = frame(source.rate());
        int hop = (int) Math.max(frame / 4, (source.samples() + MOST_COLUMNS - 1) / MOST_COLUMNS);
        int stretches = (int) Math.min(STRETCHES, source.samples());
        double[] low = new double[stretches];
        double[] high = new double[stretches];
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
        SignalSink extremes = new SignalSink() {
            private long sample;

            @Override
            public void accept(double[] block, int count) {
                for (int i = 0; i < count; i++) {
                    int at = (int) (sample++ * stretches / source.samples());
                    low[at] = Math.min(low[at], block[i]);
                    high[at] = Math.max(high[at], block[i]);
                }
            }

            @Override
            public void finish() {
                // All results are in the two arrays.
            }
        };
        int[] bands = bands(source.rate(), frame);
        List<double[]> columns = new ArrayList<>();
        SpectrumSink spectra = (at, magnitude) -> columns.add(column(magnitude, frame, bands));
        source.stream(Extraction.all(extremes, new Framer(frame, hop, Padding.ZERO, new Stft(frame, spectra))));
        double loudest = columns.stream().flatMapToDouble(Arrays::stream).max().orElse(0);
        for (double[] column : columns) {
            for (int band = 0; band < BANDS; band++) {
                column[band] = Math.max(column[band], loudest - Decibels.RANGE);
            }
        }
        return new SoundPicture((double) source.samples() / source.rate(), low, high, columns,
                (double) hop / source.rate());
    }

    /** The samples of a frame: enough that the narrowest band, the lowest, is at least as wide as a bin. */
    static int frame(int rate) {
        int frame = LEAST_FRAME;
        while ((double) rate / frame > atMel(mel(rate / 2.0) / BANDS)) {
            frame *= 2;
        }
        return frame;
    }

    /** The band of each bin of the spectrum. Each band has at least one bin. */
    static int[] bands(int rate, int frame) {
        int[] bands = new int[frame / 2 + 1];
        for (int bin = 0; bin < bands.length; bin++) {
            double place = mel((double) bin * rate / frame) / mel(rate / 2.0);
            bands[bin] = Math.min(BANDS - 1, (int) (place * BANDS));
        }
        return bands;
    }

    private static double[] column(float[] magnitude, int frame, int... bands) {
        double[] column = new double[BANDS];
        int[] counts = new int[BANDS];
        for (int bin = 0; bin < bands.length; bin++) {
            // Hann's window halves a sine, and half of its amplitude is at the negative frequency.
            double amplitude = magnitude[bin] * 4 / frame;
            column[bands[bin]] += amplitude * amplitude;
            counts[bands[bin]]++;
        }
        for (int band = 0; band < BANDS; band++) {
            column[band] = Decibels.of(column[band] / counts[band]);
        }
        return column;
    }

    /** The centre of a band in Hz, for a sound of the given rate. */
    public static double hertz(int band, int rate) {
        return atMel(mel(rate / 2.0) * (band + 0.5) / BANDS);
    }

    private static double mel(double hertz) {
        return 2595 * StrictMath.log10(1 + hertz / 700);
    }

    private static double atMel(double mel) {
        return 700 * (StrictMath.pow(10, mel / 2595) - 1);
    }
}
