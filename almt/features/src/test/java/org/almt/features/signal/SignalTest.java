package org.almt.features.signal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.almt.features.audio.Recorded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {
    @ParameterizedTest
    @ValueSource(ints = {4, 8, 16, 64, 128, 512, 2048})
    void transformIsTheSumOfItsDefinition(int n) {
        double[] x = noise(n + 3, n);
        RealFft fft = new RealFft(n);
        double[] re = new double[fft.bins()];
        double[] im = new double[fft.bins()];
        fft.forward(x, 3, re, im);
        for (int k = 0; k <= n / 2; k += Math.max(1, n / 64)) {
            double sumRe = 0;
            double sumIm = 0;
            for (int j = 0; j < n; j++) {
                // The angle is reduced exactly, so that the sum itself has no error to speak of.
                double angle = -2 * Math.PI * ((long) j * k % n) / n;
                sumRe += x[3 + j] * Math.cos(angle);
                sumIm += x[3 + j] * Math.sin(angle);
            }
            assertEquals(sumRe, re[k], 1e-13 * n, "bin " + k);
            assertEquals(sumIm, im[k], 1e-13 * n, "bin " + k);
        }
        double[] back = new double[n];
        fft.inverse(re, im, back);
        for (int j = 0; j < n; j++) {
            assertEquals(x[3 + j], back[j], 1e-14 * n);
        }
    }

    @Test
    void transformsHavePowersOfTwo() {
        assertThrows(IllegalArgumentException.class, () -> new RealFft(12));
        assertThrows(IllegalArgumentException.class, () -> new RealFft(2));
    }

    /** Frames are windows into the padded signal, whatever the sizes of the blocks it comes in. */
    @ParameterizedTest
    @CsvSource({"8, 2, 1", "8, 2, 3", "8, 2, 5", "8, 4, 40", "16, 4, 9", "16, 4, 100", "8, 16, 70", "2048, 512, 9000"})
    void framesAreThoseOfThePaddedSignal(int frame, int hop, int n) {
        for (Padding padding : Padding.values()) {
            double[] signal = noise(n, n + hop);
            double[] padded = new double[n + frame];
            for (int i = 0; i < padded.length; i++) {
                padded[i] = padded(signal, i - frame / 2, padding);
            }
            for (int block : new int[] {1, 7, 5000}) {
                List<double[]> frames = new ArrayList<>();
                Framer framer = new Framer(frame, hop, padding, (number, samples, at) -> {
                    assertEquals(frames.size(), number);
                    frames.add(Arrays.copyOfRange(samples, at, at + frame));
                });
                feed(signal, block, framer);
                assertEquals(1 + n / hop, frames.size(), padding + " by " + block);
                for (int t = 0; t < frames.size(); t++) {
                    double[] expected = Arrays.copyOfRange(padded, t * hop, t * hop + frame);
                    assertArrayEquals(expected, frames.get(t), padding + " by " + block + ", frame " + t);
                }
            }
        }
    }

    private static double padded(double[] signal, int i, Padding padding) {
        int n = signal.length;
        return switch (padding) {
            case ZERO -> i < 0 || i >= n ? 0 : signal[i];
            case EDGE -> signal[Math.max(0, Math.min(n - 1, i))];
            case REFLECT -> {
                // Walks back and forth, as on a path between two walls.
                int place = n == 1 ? 0 : i;
                while (place < 0 || place >= n) {
                    place = place < 0 ? -place : 2 * (n - 1) - place;
                }
                yield signal[place];
            }
        };
    }

    /** Sums that run side by side have the bits of the definition, and so do rates without a short period. */
    @ParameterizedTest
    @CsvSource({"48000, 22050", "44100, 22050", "16000, 22050", "96000, 22050", "22051, 22050", "2, 1"})
    void sumsSideBySideHaveTheBitsOfTheDefinition(int from, int to) {
        for (Resampler kind : new Resampler[] {Resampler.KAISER_BEST, Resampler.KAISER_FAST}) {
            for (int n : new int[] {1, 100, 60_000}) {
                double[] signal = noise(n, from);
                Recorded plain = new Recorded();
                feed(signal, 5000, new KaiserResampler(kind, from, to, 0.7f, plain, false));
                Recorded fast = new Recorded();
                feed(signal, 5000, new KaiserResampler(kind, from, to, 0.7f, fast, true));
                assertArrayEquals(plain.samples(), fast.samples(), kind + ", " + n + " samples");
            }
        }
    }

    /** Blocks are a matter of convenience. */
    @ParameterizedTest
    @EnumSource
    void resamplingDoesNotDependOnBlocks(Resampler resampler) {
        for (int rate : new int[] {8000, 11025, 16000, 32000, 44100, 48000, 96000}) {
            double[] signal = noise(9001, rate);
            double[] whole = resample(resampler, signal, rate, 9001);
            assertEquals((int) Math.ceil(9001 * (22050.0 / rate)), whole.length, rate + " Hz");
            double[] parts = resample(resampler, signal, rate, 333);
            for (int i = 0; i < whole.length; i++) {
                assertEquals(whole[i], parts[i], 6e-8, rate + " Hz, sample " + i);
            }
        }
    }

    /** A tone below both Nyquist frequencies stays the same tone, at any rate that is accepted. */
    @ParameterizedTest
    @ValueSource(ints = {4000, 5512, 8000, 11025, 12000, 16000, 22051, 24000, 32000, 35280, 37800, 40000, 44056, 44100,
            48000, 64000, 88200, 96000, 176400, 192000, 400000})
    void tonesStay(int rate) {
        int n = rate / 2;
        double[] tone = new double[n];
        for (int i = 0; i < n; i++) {
            tone[i] = 0.5 * Math.sin(2 * Math.PI * 440 * i / rate);
        }
        double[] ours = resample(Resampler.SOXR_HQ, tone, rate, 4096);
        for (int i = 2000; i < ours.length - 2000; i++) {
            assertEquals(0.5 * Math.sin(2 * Math.PI * 440 * i / 22050.0), ours[i], 2e-6, "sample " + i);
        }
    }

    /** What is above the new Nyquist frequency does not come back as a lower tone. */
    @ParameterizedTest
    @ValueSource(ints = {32000, 44100, 48000, 96000})
    void highTonesGo(int rate) {
        double[] tone = new double[rate / 2];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = Math.sin(2 * Math.PI * 13_000 * i / rate);
        }
        double[] ours = resample(Resampler.SOXR_HQ, tone, rate, 4096);
        for (int i = 2000; i < ours.length - 2000; i++) {
            assertTrue(Math.abs(ours[i]) < 2e-6, "sample " + i + " is " + ours[i]);
        }
    }

    /** Half-band filters have ripples of one height up to a quarter of the rate: as many as they have taps. */
    @ParameterizedTest
    @CsvSource({"8, 136, 136.5", "9, 137, 152.3"})
    void halfBandFiltersHaveEqualRipples(int taps, double attenuation, double decibels) {
        double[] h = SoxrResampler.halfBand(attenuation);
        assertEquals(4 * taps - 1, h.length);
        int steps = 20_000;
        double[] error = new double[steps + 1];
        for (int k = 0; k <= steps; k++) {
            for (int i = 0; i < h.length; i++) {
                error[k] += h[i] * Math.cos(0.5 * Math.PI * k / steps / 2 * (i - h.length / 2));
            }
            error[k] -= 1;
        }
        double bound = Math.pow(10, -decibels / 20);
        int peaks = 0;
        for (int k = 0; k <= steps; k++) {
            assertTrue(Math.abs(error[k]) <= 1.01 * bound, "at " + k);
            boolean left = k == 0 || Math.abs(error[k]) >= Math.abs(error[k - 1]);
            boolean right = k == steps || Math.abs(error[k]) > Math.abs(error[k + 1]);
            peaks += left && right && Math.abs(error[k]) > 0.99 * bound ? 1 : 0;
        }
        assertEquals(taps + 1, peaks);
    }

    private static double[] resample(Resampler resampler, double[] signal, int rate, int block) {
        Recorded result = new Recorded();
        feed(signal, block, resampler.between(rate, 22_050, result));
        return result.samples();
    }

    private static void feed(double[] signal, int block, SignalSink sink) {
        for (int from = 0; from < signal.length; from += block) {
            int count = Math.min(block, signal.length - from);
            sink.accept(Arrays.copyOfRange(signal, from, from + count), count);
        }
        sink.finish();
    }

    private static double[] noise(int n, long seed) {
        Random random = new Random(seed);
        double[] noise = new double[n];
        for (int i = 0; i < n; i++) {
            noise[i] = (float) (random.nextDouble() - 0.5);
        }
        return noise;
    }
}
