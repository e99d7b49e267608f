package org.almt.features.wav;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.almt.features.FeatureException;
import org.almt.features.FeatureTable;
import org.almt.features.audio.AudioProfile;
import org.almt.features.audio.Recorded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged WAV files, and the messages that name the damage. */
class WavFileTest {
    @TempDir
    Path folder;

    private static double[] heard(Path file) throws IOException {
        Recorded recorded = new Recorded();
        WavFile.open(file).stream(recorded);
        return recorded.samples();
    }

    private static String refusal(Path file) {
        String message =
                assertThrows(FeatureException.class, () -> AudioProfile.LIBROSA_0_11.extract(file)).getMessage();
        assertTrue(message.startsWith(file.toString()), message);
        return message;
    }

    private static void assertSays(String part, String message) {
        assertTrue(message.contains(part), message + "\nshould say: " + part);
    }

    @Test
    void g711Decodes() throws IOException {
        byte[] codes = {0, 0x7F, (byte) 0x80, (byte) 0xFF, 0x55, (byte) 0xD5, 0x2A, (byte) 0xAA};
        double[] mu = heard(new Wav().format(7, 1, 8000, 1).chunk("data", codes).write(folder, "mu.wav"));
        // Values of ITU-T G.711, as 16-bit numbers.
        assertEquals(-32124, mu[0] * 32768);
        assertEquals(0, mu[1] * 32768);
        assertEquals(32124, mu[2] * 32768);
        assertEquals(0, mu[3] * 32768);
        double[] a = heard(new Wav().format(6, 1, 8000, 1).chunk("data", codes).write(folder, "a.wav"));
        assertEquals(-8, a[4] * 32768);
        assertEquals(8, a[5] * 32768);
        assertEquals(-32256, a[6] * 32768);
        assertEquals(32256, a[7] * 32768);
    }

    @Test
    void channelsAreAveraged() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(64 * 3).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 96; i++) {
            data.putShort((short) (i % 32 * 100));
        }
        double[] mean = heard(new Wav().format(1, 32, 48000, 2).chunk("data", data.array()).write(folder, "32.wav"));
        float expected = 0;
        for (int c = 0; c < 32; c++) {
            expected += c * 100 / 32768f;
        }
        assertArrayEquals(new double[] {expected / 32, expected / 32, expected / 32}, mean);
    }

    @Test
    void chunksComeInAnyOrder() throws IOException {
        byte[] data = {1, 0, 2, 0};
        Path file = new Wav().chunk("junk", (byte) 1).chunk("data", data).chunk("LIST", (byte) 1, (byte) 2, (byte) 3)
                .format(1, 1, 22050, 2).write(folder, "order.wav");
        assertArrayEquals(new double[] {1 / 32768.0, 2 / 32768.0}, heard(file));
    }

    @Test
    void lengthThatAPipeLeftOutIsTheRestOfTheFile() throws IOException {
        for (long length : new long[] {0xFFFFFFFFL, 0}) {
            Path file =
                    new Wav().format(1, 1, 22050, 2).chunk("data", length, new byte[2000]).write(folder, "pipe.wav");
            assertEquals(1000, WavFile.open(file).samples());
            assertSays("does not state its length", WavFile.open(file).warnings().toString());
        }
    }

    /** Empty data with chunks behind them are empty; sound that begins like a chunk is sound. */
    @Test
    void chunksBehindEmptyDataAreNoSound() throws IOException {
        assertSays("holds no samples", refusal(new Wav().format(1, 1, 22050, 2).chunk("data")
                .chunk("LIST", (byte) 1, (byte) 2, (byte) 3).chunk("id3 ", new byte[20]).write(folder, "list.wav")));
        Path sound = new Wav().format(1, 1, 22050, 2).chunk("data").chunk("LIST", 500, new byte[100])
                .write(folder, "sound.wav");
        assertEquals(54, WavFile.open(sound).samples());
    }

    @Test
    void truncatedFileIsReadAsFarAsItGoes() throws IOException {
        Path file = new Wav().format(1, 1, 22050, 2).chunk("data", 4000, new byte[2001]).write(folder, "cut.wav");
        FeatureTable table = AudioProfile.LIBROSA_0_11.extract(file);
        assertEquals(1 + 1001 / 512, table.frames());
        assertSays("states 4000 bytes of samples, 2002 are in the file", table.warnings().toString());
    }

    @Test
    void hostileSizesAllocateNothing() throws IOException {
        Path file = folder.resolve("huge.wav");
        new Wav().format(1, 1, 22050, 2).chunk("LIST", 0x7FFFFFF0L).write(folder, "huge.wav");
        assertSays("no 'data' chunk", refusal(file));
        new Wav().rf64().chunk("ds64", ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN).putLong(Long.MAX_VALUE)
                .putLong(Long.MAX_VALUE).array()).format(1, 1, 22050, 2).chunk("data", 0xFFFFFFFFL, new byte[20])
                .write(folder, "huge.wav");
        assertEquals(10, WavFile.open(file).samples());
        new Wav().rf64().chunk("ds64", ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN).putLong(-5).putLong(-5)
                .array()).format(1, 1, 22050, 2).chunk("data", 0xFFFFFFFFL, new byte[20]).write(folder, "huge.wav");
        assertSays("ds64", refusal(file));
        Wav many = new Wav();
        for (int i = 0; i < 10_001; i++) {
            many.chunk("junk");
        }
        assertSays("more than 10000 chunks", refusal(many.write(folder, "many.wav")));
        assertSays("channels", refusal(new Wav().format(1, 65535, 22050, 0).chunk("data", new byte[10])
                .write(folder, "channels.wav")));
        assertSays("rate of 1 Hz", refusal(new Wav().format(1, 1, 1, 2).chunk("data", new byte[10])
                .write(folder, "slow.wav")));
        assertSays("rate of", refusal(new Wav().format(1, 1, 0x7FFFFFFF, 2).chunk("data", new byte[10])
                .write(folder, "fast.wav")));
    }

    /** A sparse file of two hours is refused by what its header states, before it is read. */
    @Test
    void longClipIsRefused() throws IOException {
        Path file = new Wav().format(1, 1, 8000, 1).chunk("data", 8000L * 7200, new byte[0]).write(folder, "long.wav");
        try (RandomAccessFile grown = new RandomAccessFile(file.toFile(), "rw")) {
            grown.setLength(Files.size(file) + 8000L * 7200);
        }
        assertSays("lasts 7200 seconds; at most 3600", refusal(file));
    }

    @ParameterizedTest
    @CsvSource({"2, Microsoft ADPCM", "17, IMA ADPCM", "85, MP3", "12345, format 0x3039"})
    void compressedWavIsNamed(int code, String name) throws IOException {
        String message =
                refusal(new Wav().format(code, 1, 22050, 1).chunk("data", new byte[100]).write(folder, "c.wav"));
        assertSays("is WAV with " + name, message);
        assertSays("ffmpeg -i " + folder.resolve("c.wav") + " -vn -acodec pcm_s16le " + folder.resolve("c-pcm.wav"),
                message);
    }

    @ParameterizedTest
    @CsvSource({"fLaC, a FLAC file", "OggS, an Ogg file", "ID3, an MP3 or AAC file", "0000ftypmp42, an MP4 file",
            ".snd, an AU file", "RIFX, a WAV file with big-endian numbers (RIFX)"})
    void otherSoundIsNamed(String head, String name) throws IOException {
        Path file = Files.writeString(folder.resolve("a b.snd"), head + "and so on and so on");
        String message = refusal(file);
        assertSays("is " + name, message);
        assertSays("ffmpeg -i '" + file + "' -vn -acodec pcm_s16le '" + folder.resolve("a b.wav") + "'", message);
    }

    @Test
    void whatIsNoSoundIsNamedWithoutAdvice() throws IOException {
        String page = refusal(Files.writeString(folder.resolve("page.wav"), "<!DOCTYPE html><html>not found</html>"));
        assertSays("is a web page (HTML), not a WAV file", page);
        assertTrue(!page.contains("ffmpeg"), page);
        assertSays("is an empty file", refusal(Files.write(folder.resolve("empty.wav"), new byte[0])));
        assertSays("no such file", refusal(folder.resolve("missing.wav")));
        assertSays("not a regular file", refusal(folder));
    }

    @Test
    void headersWithHolesAreNamed() throws IOException {
        assertSays("no 'fmt ' chunk", refusal(new Wav().chunk("data", new byte[10]).write(folder, "a.wav")));
        assertSays("no 'data' chunk", refusal(new Wav().format(1, 1, 22050, 2).write(folder, "b.wav")));
        assertSays("'fmt ' chunk of 4 bytes", refusal(new Wav().chunk("fmt ", new byte[4]).chunk("data", new byte[4])
                .write(folder, "c.wav")));
        assertSays("holds no samples", refusal(new Wav().format(1, 1, 22050, 2).chunk("data").write(folder, "d.wav")));
        byte[] tight = {1, 0, 1, 0, 34, 86, 0, 0, 34, 86, 0, 0, 1, 0, 12, 0};
        assertSays("12 bits a sample, but 1 bytes", refusal(new Wav().chunk("fmt ", tight)
                .chunk("data", new byte[4]).write(folder, "f.wav")));
        byte[] packed = {2, 0, 1, 0, 34, 86, 0, 0, 34, 86, 0, 0, 0, 0, 4, 0};
        assertSays("is WAV with Microsoft ADPCM", refusal(new Wav().chunk("fmt ", packed)
                .chunk("data", new byte[4]).write(folder, "g.wav")));
        byte[] still = {1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 16, 0};
        assertSays("a rate of 0 Hz, which is impossible for sound", refusal(new Wav().chunk("fmt ", still)
                .chunk("data", new byte[4]).write(folder, "h.wav")));
        assertSays("has 0 channels", refusal(new Wav().format(1, 0, 22050, 2).chunk("data", new byte[4])
                .write(folder, "e.wav")));
    }

    @Test
    void samplesThatAreNoNumbersArePlaced() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(80_000).order(ByteOrder.LITTLE_ENDIAN);
        data.putFloat(8 * 9000 + 4, Float.NaN);
        assertSays("sample 9000 of channel 1 is NaN",
                refusal(new Wav().format(3, 2, 22050, 4).chunk("data", data.array())
                        .write(folder, "nan.wav")));
        data.putDouble(8 * 17, 1e300);
        assertSays("sample 17 of channel 0 is Infinity", refusal(new Wav().format(3, 1, 22050, 8)
                .chunk("data", data.array()).write(folder, "inf.wav")));
    }

    /** Sound that was not scaled is read, with finite features; beyond, squares would leave the range of floats. */
    @ParameterizedTest
    @EnumSource
    void loudestSoundHasFiniteFeatures(AudioProfile profile) throws IOException {
        ByteBuffer data = ByteBuffer.allocate(4 * 4 * 4410).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 4 * 4410; i++) {
            data.putFloat(i / 40 % 2 == 0 ? 1e12f : -1e12f);
        }
        FeatureTable loud = profile.extract(new Wav().format(3, 1, 44100, 4).chunk("data", data.array())
                .write(folder, "loud.wav"));
        assertSays("is clipped", loud.warnings().toString());
        assertFinite(loud);
        data.putFloat(8 * 100 + 4, 3e38f);
        assertSays("sample 100 of channel 1 is 3.0E38; expected numbers from -1 to 1",
                refusal(new Wav().format(3, 2, 44100, 4).chunk("data", data.array()).write(folder, "beyond.wav")));
    }

    @ParameterizedTest
    @EnumSource
    void oneSampleSilenceAndClippingAreRead(AudioProfile profile) throws IOException {
        Path one = Wav.s16(22050, (short) 1000).write(folder, "one.wav");
        if (profile == AudioProfile.SIMS_2020) {
            assertSays("too short for chroma", assertThrows(FeatureException.class, () -> profile.extract(one))
                    .getMessage());
        } else {
            assertEquals(1, profile.extract(one).frames());
        }
        FeatureTable silent = profile.extract(Wav.s16(16000, new short[8000]).write(folder, "silent.wav"));
        assertSays("is silent", silent.warnings().toString());
        assertFinite(silent);
        short[] clipped = new short[19200];
        for (int i = 0; i < clipped.length; i++) {
            clipped[i] = i / 50 % 2 == 0 ? Short.MAX_VALUE : Short.MIN_VALUE;
        }
        FeatureTable loud = profile.extract(Wav.s16(profile == AudioProfile.FET_0_3 ? 22050 : 192_000, clipped)
                .write(folder, "loud.wav"));
        assertSays("is clipped", loud.warnings().toString());
        assertFinite(loud);
    }

    private static void assertFinite(FeatureTable table) {
        for (int t = 0; t < table.frames(); t++) {
            for (int c = 0; c < table.columns().size(); c++) {
                assertTrue(Double.isFinite(table.value(t, c)), table.columns().get(c) + " of frame " + t);
            }
        }
    }

    @Test
    void rowsKnowTheirSeconds() throws IOException {
        FeatureTable table = AudioProfile.LIBROSA_0_11.extract(Wav.s16(22050, new short[5000]).write(folder, "t.wav"));
        assertEquals(512 / 22050.0, table.step());
        assertEquals(0, table.from(0));
        assertEquals(1024 / 22050.0, table.to(0));
        assertEquals((3 * 512 - 1024) / 22050.0, table.from(3), 1e-15);
        assertEquals(5000 / 22050.0, table.to(9));
    }

    @Test
    void namesCannotCommandATerminal() throws IOException {
        Path file = Files.write(folder.resolve("a\u001b[31mb.wav"), "OggS and so on".getBytes(StandardCharsets.UTF_8));
        String message = assertThrows(FeatureException.class, () -> WavFile.open(file)).getMessage();
        assertTrue(message.chars().noneMatch(c -> c < 32), Arrays.toString(message.toCharArray()));
    }
}
