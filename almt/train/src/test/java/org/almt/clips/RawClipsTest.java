package org.almt.clips;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.almt.clips.synthetic.RawClip;
import org.almt.clips.synthetic.RawClips;
import org.almt.features.FeatureTable;
import org.almt.features.audio.AudioProfile;
import org.almt.features.face.FaceOptions;
import org.almt.features.face.FaceProfile;
import org.almt.features.face.FaceTable;
import org.almt.features.face.FailedRows;
import org.almt.features.words.TimedWord;
import org.almt.features.words.Transcript;
import org.almt.features.words.WordAlignment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features find again what the clips were made of. */
class RawClipsTest {
    private static final List<RawClip> CLIPS = RawClips.draw(3, 8, 2, 2);

    @TempDir
    Path folder;

    private Path file(RawClip clip, String suffix) throws IOException {
        if (!Files.exists(folder.resolve("manifest.csv"))) {
            RawClips.write(CLIPS, 3, folder);
        }
        return folder.resolve(clip.id() + suffix);
    }

    @Test
    void pitchIsFound() throws IOException {
        for (RawClip clip : CLIPS) {
            FeatureTable table = AudioProfile.F0.extract(file(clip, ".wav"));
            double[] voiced = DoubleStream.iterate(0, t -> t < table.frames(), t -> t + 1)
                    .filter(t -> table.value((int) t, 1) == 1).map(t -> table.value((int) t, 0)).sorted().toArray();
            assertTrue(voiced.length > table.frames() / 3,
                    voiced.length + " of " + table.frames() + " frames are voiced");
            assertEquals(clip.pitch(), voiced[voiced.length / 2], 0.02 * clip.pitch(),
                    "median pitch of clip " + clip.id());
        }
    }

    /** Digital silence has no pitch, and white noise hardly ever. */
    @Test
    void silenceAndNoiseAreUnvoiced() throws IOException {
        assertEquals(0, voiced("silence.wav", new Random(1), 0));
        assertTrue(voiced("noise.wav", new Random(1), 8000) < 0.05);
    }

    private double voiced(String name, Random random, int loudness) throws IOException {
        ByteBuffer wav =
                ByteBuffer.allocate(44 + 2 * 22050).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(US_ASCII)).putInt(36 + 2 * 22050).put("WAVEfmt ".getBytes(US_ASCII)).putInt(16)
                .putShort((short) 1).putShort((short) 1).putInt(22050).putInt(2 * 22050).putShort((short) 2)
                .putShort((short) 16).put("data".getBytes(US_ASCII)).putInt(2 * 22050);
        while (wav.hasRemaining()) {
            wav.putShort((short) (loudness * (2 * random.nextDouble() - 1)));
        }
        FeatureTable table = AudioProfile.F0.extract(Files.write(folder.resolve(name), wav.array()));
        int voiced = 0;
        for (int t = 0; t < table.frames(); t++) {
            assertEquals(table.value(t, 1) == 1 ? Math.log(table.value(t, 0)) : 0, table.value(t, 2), 1e-6);
            voiced += (int) table.value(t, 1);
        }
        return voiced / (double) table.frames();
    }

    /** Frames in the middle of words are loud, frames in the middle of pauses are not. */
    @Test
    void wordsAreLoudAndPausesAreNot() throws IOException {
        for (RawClip clip : CLIPS) {
            FeatureTable table = AudioProfile.FET.extract(file(clip, ".wav"));
            int rms = table.columns().indexOf("rms");
            List<TimedWord> words = clip.words();
            for (int w = 0; w < words.size(); w++) {
                double said = at(table, rms, (words.get(w).start() + words.get(w).end()) / 2);
                assertTrue(said > 0.1 * clip.loudness(), "word " + w + " of clip " + clip.id() + ": " + said);
                if (w > 0) {
                    double pause = at(table, rms, (words.get(w - 1).end() + words.get(w).start()) / 2);
                    assertTrue(pause < 0.1 * said, "pause before word " + w + " of clip " + clip.id() + ": " + pause);
                }
            }
        }
    }

    private static double at(FeatureTable table, int column, double seconds) {
        return table.value((int) Math.min(table.frames() - 1, Math.rint(seconds / table.step())), column);
    }

    @Test
    void smileAndFrownAreFound() throws IOException {
        for (RawClip clip : CLIPS) {
            FeatureTable table = FaceTable.read(file(clip, ".face.csv"),
                    new FaceOptions(FaceProfile.AUS, 0, FailedRows.DROP, -1, false));
            assertEquals(clip.smile(), mean(table, "AU12_r"), 0.15, "smile of clip " + clip.id());
            assertEquals(clip.frown(), mean(table, "AU04_r"), 0.15, "frown of clip " + clip.id());
            assertEquals(0.1, mean(table, "AU25_r"), 0.1);
            assertEquals(1 / 25.0, table.step(), 1e-12);
        }
    }

    private static double mean(FeatureTable table, String column) {
        double sum = 0;
        for (int t = 0; t < table.frames(); t++) {
            sum += table.value(t, table.columns().indexOf(column));
        }
        return sum / table.frames();
    }

    @Test
    void wordsHaveTheirTimes() throws IOException {
        RawClip clip = CLIPS.getFirst();
        Transcript read = Transcript.read(file(clip, ".words.csv"));
        assertEquals(clip.text(), read.text());
        WordAlignment alignment =
                WordAlignment.byFrameTimes(AudioProfile.LIBROSA_0_11.extract(file(clip, ".wav")), read.words());
        assertEquals(clip.words().size(), alignment.features().frames());
        assertEquals(0, alignment.estimated());
    }

    @Test
    void sameSeedGivesTheSameBytes() throws IOException {
        Path other = folder.resolve("again");
        file(CLIPS.getFirst(), ".wav");
        RawClips.write(RawClips.draw(3, 8, 2, 2), 3, other);
        for (String name : List.of("manifest.csv", "0003.wav", "0008.face.csv", "0011.words.csv")) {
            assertTrue(Arrays.equals(Files.readAllBytes(folder.resolve(name)), Files.readAllBytes(other.resolve(name))),
                    name);
        }
    }
}
