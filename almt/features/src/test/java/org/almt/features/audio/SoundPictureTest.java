package org.almt.features.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoundPictureTest {
    @ParameterizedTest
    @ValueSource(ints = {1000, 8000, 16_000, 22_050, 44_100, 48_000, 96_000, 192_000, 384_000})
    void noBandIsEmpty(int rate) throws Exception {
        long bands = Arrays.stream(SoundPicture.bands(rate, SoundPicture.frame(rate))).distinct().count();
        assertEquals(SoundPicture.BANDS, bands);
        SplittableRandom random = new SplittableRandom(5);
        float[] noise = new float[rate];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextDouble(-0.5, 0.5);
        }
        double[] means = new double[SoundPicture.BANDS];
        SoundPicture picture = SoundPicture.of(AudioSource.of("noise", rate, noise));
        for (double[] column : picture.decibels()) {
            for (int band = 0; band < means.length; band++) {
                means[band] += column[band] / picture.decibels().size();
            }
        }
        double spread = Arrays.stream(means).max().orElseThrow() - Arrays.stream(means).min().orElseThrow();
        assertTrue(spread < 12, "white noise is as loud in all bands, but for " + spread + " dB");
    }

    @ParameterizedTest
    @ValueSource(ints = {8000, 48_000, 96_000})
    void aSineIsLoudestWhereItsFrequencyIs(int rate) throws Exception {
        for (double hertz : new double[] {60, 440, 3000, 0.45 * rate}) {
            float[] sine = new float[rate];
            for (int i = 0; i < sine.length; i++) {
                sine[i] = (float) Math.sin(2 * Math.PI * hertz * i / rate);
            }
            SoundPicture picture = SoundPicture.of(AudioSource.of("sine", rate, sine));
            double[] column = picture.decibels().get(picture.decibels().size() / 2);
            int loudest = 0;
            int nearest = 0;
            for (int band = 0; band < column.length; band++) {
                loudest = column[band] > column[loudest] ? band : loudest;
                nearest = Math.abs(SoundPicture.hertz(band, rate) - hertz) < Math
                        .abs(SoundPicture.hertz(nearest, rate) - hertz) ? band : nearest;
            }
            assertTrue(Math.abs(loudest - nearest) <= 1, hertz + " Hz of " + rate + ": " + loudest + ", " + nearest);
        }
    }
}
