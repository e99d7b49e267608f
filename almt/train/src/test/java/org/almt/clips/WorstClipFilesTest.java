package org.almt.clips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.almt.data.Growth;
import org.almt.features.face.FaceOptions;
import org.almt.features.face.FaceProfile;
import org.almt.features.face.FaceTable;
import org.almt.features.wav.WavFile;
import org.almt.features.words.Transcript;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The worst files known for the readers of clips and their tables. The table of the last run is {@code
 * target/worst-clip-files.md}.
 */
class WorstClipFilesTest {
    private static final Growth GROWTH = new Growth();

    /** Transcripts have at most 16 MiB. */
    private static final int LARGE = 16_000_000;

    @TempDir
    Path folder;

    @AfterAll
    static void table() throws IOException {
        GROWTH.write(Path.of("target/worst-clip-files.md"));
    }

    /** A file of a beginning, a piece again and again up to a size, and an end. */
    private Path file(String name, String begin, String piece, int size, String end) throws IOException {
        return Growth.text(folder.resolve(name), begin, piece, size, end);
    }

    private static ByteBuffer wav(int bytes, String riff) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN).put(ascii(riff)).putInt(-1).put(ascii("WAVE"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static ByteBuffer format(ByteBuffer wav) {
        return wav.put(ascii("fmt ")).putInt(16).putShort((short) 7).putShort((short) 1).putInt(16_000).putInt(16_000)
                .putShort((short) 1).putShort((short) 8);
    }

    /** RF64 that states 2^62 bytes of samples: only the existing bytes count. */
    @Test
    void hugeDeclaredSound() throws IOException {
        ByteBuffer wav = wav(200, "RF64").put(ascii("ds64")).putInt(28).putLong(-1).putLong(1L << 62).putLong(1L << 62)
                .putInt(Integer.MAX_VALUE);
        format(wav).put(ascii("data")).putInt(-1);
        Path file = Files.write(folder.resolve("rf64-2^62-bytes.wav"), wav.array());
        GROWTH.read(file, path -> {
            WavFile sound = WavFile.open(path);
            assertEquals(200 - wav.position(), sound.samples());
            assertTrue(sound.warnings().toString().contains("is cut off"), sound.warnings().toString());
        }, 1);
    }

    @Test
    void millionsOfChunks() throws IOException {
        ByteBuffer wav = wav(12 + 8 * 2_000_000, "RIFF");
        while (wav.hasRemaining()) {
            wav.put(ascii("junk")).putInt(0);
        }
        Path file = Files.write(folder.resolve("two-million-chunks.wav"), wav.array());
        GROWTH.refused(file, path -> WavFile.open(path), 8, "has more than 10000 chunks");
        // The same behind samples of length 0, where a chain of chunks to the end is looked for.
        wav.position(12);
        format(wav).put(ascii("data")).putInt(0);
        Path behind = Files.write(folder.resolve("two-million-chunks-behind-no-samples.wav"), wav.array());
        GROWTH.read(behind, path -> WavFile.open(path), 32);
    }

    private void face(Path file, int mostMib, String... expected) throws IOException {
        GROWTH.refused(file, path -> FaceTable.read(path, FaceOptions.of(FaceProfile.AUS)), mostMib, expected);
    }

    private static String faceHeader() {
        return "frame,timestamp,success," + String.join(",", FaceProfile.AUS.columns());
    }

    @Test
    void facesOfOneField() throws IOException {
        String row = "1,0,1" + ",0".repeat(FaceProfile.AUS.columns().size() - 1) + ",";
        face(file("face-long-field.csv", faceHeader() + "\n" + row, "7", LARGE, "\n"), 128, "be read as a table");
        face(file("face-long-number.csv", faceHeader() + "\n" + row, "7", 1 << 19, "x\n"), 32, "expected a number");
        face(file("face-quoted.csv", faceHeader() + "\n" + row + "\"", "\n", LARGE, "\"\n"), 128, "be read as a table");
        face(file("face-columns.csv", faceHeader(), ",", LARGE, "\n"), 64, "more than 16384 columns");
        face(file("face-names.csv", "", "abc,", 1 << 16, "\n"), 64, "more than 16384 columns");
        face(file("face-most-names.csv", "", "abc,", 4 * 16_000, "\n"), 32, "'success'");
        face(file("face-empty-lines.csv", faceHeader() + "\n", "\n", LARGE, ""), 1_200, "a header but no rows");
    }

    /** Each row has another face. */
    @Test
    void manyFaces() throws IOException {
        StringBuilder rows = new StringBuilder("face_id," + faceHeader() + "\n");
        for (int i = 0; i < 100_000; i++) {
            rows.append(i).append(",1,0,1").append(",0".repeat(FaceProfile.AUS.columns().size())).append('\n');
        }
        face(Files.writeString(folder.resolve("face-each-row-another.csv"), rows), 16, "more than 256 faces");
    }

    private void manifest(Path file, int mostMib, String... expected) throws IOException {
        GROWTH.refused(file, Manifest::read, mostMib, expected);
    }

    @Test
    void manifests() throws IOException {
        StringBuilder rows = new StringBuilder("id,audio,vision,words\n");
        for (int i = 0; i < 1_000_000; i++) {
            rows.append(Integer.toString(i, 36)).append(",a,b,c\n");
        }
        manifest(Files.writeString(folder.resolve("manifest-rows.csv"), rows), 700, "more than 262144 samples");
        manifest(file("manifest-field.csv", "id,text\na,", "x", LARGE, "\n"), 128, "be read as a table");
        manifest(file("manifest-open-quote.csv", "id,text\na,\"", "x\n", LARGE, ""), 128,
                "line 2: the quote that is opened here");
        manifest(file("manifest-empty.csv", "id,text\n", "\n", LARGE, ""), 1_200, "a header but no samples");
        StringBuilder header = new StringBuilder("id");
        for (int i = 0; i < 16_000; i++) {
            header.append(",").append("x".repeat(240)).append(i);
        }
        header.append(",id\n");
        manifest(Files.writeString(folder.resolve("manifest-long-names.csv"), header), 64, "two columns 'id'");
        StringBuilder unread = new StringBuilder("id,");
        for (int i = 0; i < 16_000; i++) {
            unread.append(i).append('x').append(i == 15_999 ? "\n" : ",");
        }
        unread.append("a").append(",".repeat(16_000)).append('\n');
        Path file = Files.writeString(folder.resolve("manifest-names-nobody-reads.csv"), unread);
        GROWTH.read(file, path -> assertTrue(Manifest.read(path).warnings().get(0).endsWith(String.join(", ",
                "words")) && Manifest.read(path).warnings().get(0).contains(" and 15990 more")), 64);
    }

    /** Texts that are small each and many. */
    @Test
    void manifestOfTexts() throws IOException {
        StringBuilder rows = new StringBuilder("id,text\n");
        String text = "x".repeat(1 << 20);
        for (int i = 0; i < 70; i++) {
            rows.append(i).append(',').append(text, 0, (1 << 20) - 8).append('\n');
        }
        manifest(Files.writeString(folder.resolve("manifest-texts.csv"), rows), 700, "more than 67108864 characters");
    }

    private void words(Path file, int mostMib, String... expected) throws IOException {
        GROWTH.refused(file, path -> Transcript.read(path), mostMib, expected);
    }

    @Test
    void tablesOfWords() throws IOException {
        words(file("words-rows.csv", "word,start,end\n", "a,0,0\n", LARGE, ""), 256, "more than 100000 words");
        words(file("words-field.csv", "word,start,end\n", "a", LARGE, ",0,0\n"), 128, "be read as a table");
        words(file("words-number.csv", "word,start,end\na,", "1", 1_000_000, "x,0\n"), 32, "expected a number");
        words(file("words-number.tsv", "word\tstart\tend\na\t", "1", 1_000_000, "x\t0\n"), 32, "expected a number");
    }

    @Test
    void subtitles() throws IOException {
        String cue = "00:00:00,000 --> 00:00:09,000\n";
        words(file("one-cue.srt", cue, "a ", LARGE, ""), 160, "has a text of 16000001 characters; at most 1048576");
        words(file("one-cue-of-lines.srt", cue, "a\n", LARGE, ""), 640, "has a text of 16000000 characters");
        words(file("words-at-most.srt", cue, "a ", 1_000_000, ""), 160, "more than 100000 words");
        words(file("open-tags.srt", cue, "<", LARGE, ""), 160, "has a text of 16000001 characters");
        GROWTH.read(file("open-tags.vtt", "WEBVTT\n\n" + cue, "<", 1_000_000, "\n"), path -> Transcript.read(path), 64);
        GROWTH.read(file("open-styles.vtt", "WEBVTT\n\n" + cue, "{\\", 1_000_000, "\n"),
                path -> Transcript.read(path), 64);
        words(file("time-tags.vtt", "WEBVTT\n\n" + cue, "<00:01.000>", LARGE, ""), 2_000, "holds no words");
        words(file("empty-lines.srt", "", "\n", LARGE, ""), 160, "has no cues");
        words(file("lines.srt", "", "a\n", LARGE, ""), 640, "has no cues");
        words(file("spaces.srt", "", " ", LARGE, cue.strip() + "-->"), 160, "line 1: is not a time line");
    }

    private static String grid(String intervals) {
        return "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = 0\nxmax = 2\ntiers? <exists>\nsize ="
                + " 1\nitem []:\n class = \"IntervalTier\"\n name = \"words\"\n xmin = 0\n xmax = 2\n intervals: size"
                + " = "
                + intervals + "\n";
    }

    @Test
    void textGrids() throws IOException {
        words(file("2^31-intervals.TextGrid", grid("2147483648"), "0 1 \"a\" ", 80, ""), 1, "states 2.147483648E9");
        words(file("numbers.TextGrid", grid("0"), "1 ", LARGE, ""), 512, "more than 1000000 numbers and texts");
        words(file("empty-texts.TextGrid", grid("0"), "\"\" ", LARGE, ""), 256, "more than 1000000 numbers");
        words(file("decoration.TextGrid", grid("0"), "a ", LARGE, ""), 640, "holds no words");
        words(file("one-text.TextGrid", grid("1") + "0 1 \"", "a ", LARGE, "\""), 200, "has a text of 16000000 char");
        words(file("open-text.TextGrid", grid("1") + "0 1 \"", "a", LARGE, ""), 200, "ends inside a quoted text");
        words(file("one-word.TextGrid", grid("0"), "1", LARGE, ""), 160, "holds no words");
    }

    @Test
    void whisper() throws IOException {
        words(file("nested.json", "", "[", LARGE, ""), 160, "is not valid JSON");
        words(file("nested-objects.json", "", "{\"a\":", LARGE, ""), 160, "is not valid JSON");
        words(file("objects.json", "[", "{},", LARGE, "{}]"), 256, "more than 1000000 values");
        words(file("members.json", "[", "{\"a\":0},", LARGE, "{}]"), 400, "more than 1000000 values");
        words(file("arrays.json", "[", "[],", LARGE, "[]]"), 256, "more than 1000000 values");
        words(file("zeros.json", "[", "0,", LARGE, "0]"), 256, "more than 1000000 values");
        words(file("text.json", "[{\"start\":0,\"end\":1,\"text\":\"", "a ", LARGE, "\"}]"), 256,
                "has a text of 16000");
        words(file("name.json", "{\"", "a", LARGE, "\":0}"), 160, "is not valid JSON");
        words(file("number.json", "[", "1", LARGE, "]"), 160, "is not valid JSON");
    }

    @Test
    void sentences() throws IOException {
        words(file("text.txt", "", "a ", LARGE, ""), 256, "has a text of 15999999 characters");
        GROWTH.read(file("spaces.txt", "a", " ", LARGE, "b"), path -> Transcript.read(path), 256);
        GROWTH.read(file("arrows.txt", "00,000", " ", LARGE, "a"), path -> Transcript.read(path), 256);
        words(file("many-arrows.txt", "", "00,000     ", LARGE, "a"), 256, "has a text of");
    }
}
