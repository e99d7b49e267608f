package org.almt.features.wav;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.almt.features.FeatureTable;
import org.almt.features.audio.AudioProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clip too long to be kept at the profile's rate is read twice: with the same results. */
class LongClipTest {
    @TempDir
    Path folder;

    @Test
    void longClipGoesThroughTwice() throws IOException {
        // Thirteen minutes at the profile's rate: more than the 64 MB that are kept. The first second is heard alone,
        // too.
        int rate = 22_050;
        short[] samples = new short[rate * 780];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (8000 * Math.sin(i * 0.03) + 3000 * Math.sin(i * i % 1000));
        }
        FeatureTable table = AudioProfile.LIBROSA_0_11.extract(Wav.s16(rate, samples).write(folder, "long.wav"));
        assertEquals(1 + samples.length / 512, table.frames());
        short[] start = java.util.Arrays.copyOf(samples, rate);
        FeatureTable alone = AudioProfile.LIBROSA_0_11.extract(Wav.s16(rate, start).write(folder, "short.wav"));
        for (int t = 0; t < 36; t++) {
            assertEquals(alone.value(t, 0), table.value(t, 0), "zero crossings of frame " + t);
        }
        // The tone of 105 Hz stands out in the same class of chroma, in the middle and near the end.
        int tone = 21 + 8;
        for (int t : new int[] {10, 15_000, 33_000}) {
            assertTrue(table.value(t, tone) > 0.5, table.columns().get(tone) + " " + table.value(t, tone));
        }
        assertArrayEquals(new int[] {33}, new int[] {table.columns().size()});
    }
}
