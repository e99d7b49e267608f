package org.almt.features.audio;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.almt.features.signal.Framer;
import org.almt.features.signal.Padding;
import org.almt.features.signal.SignalSink;

/**
 * A sound as people look at it: its waveform and its spectrogram, coarse enough for a page.
 *
 * @param seconds how long it is
 * @param low the smallest sample of each of equal stretches of time
 * @param high the largest sample of each
 * @param decibels [columns][bands]: power by mel band at equal steps of time, at most 80 dB below the loudest
 * @param step seconds from one column of the spectrogram to the next
 */
public record SoundPicture(double seconds, double[] low, double[] high, List<double[]> decibels, double step) {
    /** Bands of the spectrogram, equally wide on the mel scale up to half the rate. */
    public static final int BANDS = 64;

    private static final int STRETCHES = 800;
    private static final int MOST_COLUMNS = 400;
    private static final int FRAME = 1024;

    /** Looks at a sound. */
    public static SoundPicture of(AudioSource source) throws IOException {
        int hop = (int) Math.max(FRAME / 4, (source.samples() + MOST_COLUMNS - 1) / MOST_COLUMNS);
        int stretches = (int) Math.min(STRETCHES, source.samples());
        double[] low = new double[stretches];
        double[] high = new double[stretches];
        java.util.Arrays.fill(low, Double.POSITIVE_INFINITY);
        java.util.Arrays.fill(high, Double.NEGATIVE_INFINITY);
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
                // All is in the two arrays.
            }
        };
        MelBank bank = new MelBank(source.rate(), FRAME, true);
        List<double[]> columns = new ArrayList<>();
        SpectrumSink spectra = (frame, magnitude) -> {
            double[] column = new double[BANDS];
            for (int band = 0; band < BANDS; band++) {
                column[band] = Decibels.of(bank.power(2 * band, magnitude) + bank.power(2 * band + 1, magnitude));
            }
            columns.add(column);
        };
        source.stream(Extraction.all(extremes, new Framer(FRAME, hop, Padding.ZERO, new Stft(FRAME, spectra))));
        double loudest = columns.stream().flatMapToDouble(java.util.Arrays::stream).max().orElse(0);
        for (double[] column : columns) {
            for (int band = 0; band < BANDS; band++) {
                column[band] = Math.max(column[band], loudest - Decibels.RANGE);
            }
        }
        return new SoundPicture((double) source.samples() / source.rate(), low, high, columns,
                (double) hop / source.rate());
    }

    /** The middle of a band in Hz, of a sound of some rate. */
    public static double hertz(int band, int rate) {
        double highest = 2595 * StrictMath.log10(1 + rate / 2.0 / 700);
        double mel = highest * (2 * band + 1.5) / (2 * BANDS + 1);
        return 700 * (StrictMath.pow(10, mel / 2595) - 1);
    }
}
