package org.almt.clips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.almt.clips.synthetic.RawClip;
import org.almt.clips.synthetic.RawClips;
import org.almt.data.DataSet;
import org.almt.data.SplitName;
import org.almt.data.mmsa.MmsaFile;
import org.almt.data.mmsa.MmsaOptions;
import org.almt.features.FeatureException;
import org.almt.features.FeatureTable;
import org.almt.features.audio.AudioProfile;
import org.almt.features.face.FaceOptions;
import org.almt.features.face.FaceProfile;
import org.almt.features.face.FailedRows;
import org.almt.features.words.TimedWord;
import org.almt.features.words.Transcript;
import org.almt.features.words.WordRows;
import org.almt.input.Modality;
import org.almt.language.LanguageModel;
import org.almt.weights.SmallBert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Features aligned to words: of a data set, and of one clip as a model is given it. */
class AlignmentTest {
    private static final int CLIPS = 4;
    private static final ClipRecipe FRAMES =
            ClipRecipe.of(AudioProfile.LIBROSA_0_11, FaceOptions.of(FaceProfile.AUS));
    /** Seconds from one frame of the profile to the next. */
    private static final double STEP = 512 / 22_050.0;

    @TempDir
    Path folder;

    private List<RawClip> clips;
    private Path manifest;

    @BeforeEach
    void write() throws IOException {
        clips = RawClips.draw(5, 2, 1, 1);
        manifest = RawClips.write(clips, 5, folder.resolve("clips"));
    }

    private ClipRecipe recipe(WordRows rows, LanguageModel language) throws IOException {
        return FRAMES.alignedTo(Alignment.of(rows, language));
    }

    private Provenance build(Path table, ClipRecipe recipe, boolean standardize, LanguageModel language)
            throws IOException {
        return DataSetBuilder.build(Manifest.read(table), folder.resolve("a.pkl"), new DataSetBuilder.Options(recipe,
                standardize, false, 1, folder.resolve("parts"), null, language), sentence -> {});
    }

    private Path clip(String suffix) {
        return folder.resolve("clips/0003" + suffix);
    }

    private float[] features(Modality modality) throws IOException {
        try (DataSet data = MmsaFile.open(folder.resolve("a.pkl"), MmsaOptions.defaults())) {
            float[] values = new float[data.shape(modality).size()];
            data.split(SplitName.TEST).frames(modality, 0, 0, data.shape(modality).length(), values, 0);
            return values;
        }
    }

    /** What a model is given of one clip is what the data set holds. */
    private float[][] given(ClipRecipe made, LanguageModel language) throws IOException {
        float[][] rows = ClipFeatures.of(made, clip(".wav"), clip(".face.csv"))
                .aligned(made, Transcript.read(clip(".words.csv")), clip(".words.csv"), language).audioRows(made);
        float[] stored = features(Modality.AUDIO);
        for (int i = 0; i < stored.length; i++) {
            int row = i / rows[0].length;
            assertEquals(row < rows.length ? rows[row][i % rows[0].length] : 0, stored[i], "number " + i);
        }
        return rows;
    }

    /** The mean of the frames that begin while a word is said, in double. */
    private static double mean(FeatureTable frames, TimedWord word, int column) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < frames.frames(); i++) {
            if (i * STEP >= word.start() && i * STEP < word.end()) {
                sum += frames.value(i, column);
                count++;
            }
        }
        return sum / count;
    }

    @Test
    void eachWordHasTheMeanOfItsFrames() throws IOException {
        Provenance made = build(manifest, recipe(WordRows.WORDS, null), false, null);
        assertEquals("audio librosa-0.11, vision aus, aligned to words", made.recipe().text());
        assertEquals(made.recipe().alignment(), ClipRecipe.of(made.recipe().toMap()).alignment());
        float[][] rows = given(made.recipe(), null);
        List<TimedWord> words = Transcript.read(clip(".words.csv")).words();
        assertEquals(words.size(), rows.length);
        FeatureTable frames = AudioProfile.LIBROSA_0_11.extract(clip(".wav"));
        for (int w = 0; w < rows.length; w++) {
            for (int c = 0; c < rows[w].length; c++) {
                assertEquals((float) mean(frames, words.get(w), c), rows[w][c], "word " + w + ", column " + c);
            }
        }
    }

    /** Each token has the row of its word; the marks stay zeros, standardised or not. */
    @Test
    void eachTokenHasTheRowOfItsWord() throws IOException {
        LanguageModel language = LanguageModel.open(new SmallBert().folder(folder));
        for (int i = 0; i < CLIPS; i++) {
            // 1 + 2 + 1 tokens: goodly is good and ##ly.
            Files.writeString(folder.resolve("clips/000" + i + ".words.csv"),
                    "word,start,end\nmovie,0.1,0.4\ngoodly,0.5,0.8\n!,0.8,0.9\n");
        }
        Path table = withoutText();
        float[][] plain = given(build(table, recipe(WordRows.TOKENS, language), false, language).recipe(), language);
        assertEquals(6, plain.length);
        List<TimedWord> words = Transcript.read(clip(".words.csv")).words();
        FeatureTable frames = AudioProfile.LIBROSA_0_11.extract(clip(".wav"));
        int[] word = {-1, 0, 1, 1, 2, -1};
        float[][] standard = given(build(table, recipe(WordRows.TOKENS, language), true, language).recipe(), language);
        for (int t = 0; t < plain.length; t++) {
            for (int c = 0; c < plain[t].length; c++) {
                double expected = word[t] < 0 ? 0 : (float) mean(frames, words.get(word[t]), c);
                assertEquals(expected, plain[t][c], "token " + t);
                assertEquals(word[t] < 0, standard[t][c] == 0, "token " + t);
            }
        }
    }

    /** Short sentences are padded in front with zeros, and the end of long ones is kept. */
    @ParameterizedTest
    @CsvSource({"3", "12"})
    void sentencesEndAtTheEnd(int length) throws IOException {
        given(build(manifest, recipe(WordRows.CMU_SDK, null).withLengths(length, length), false, null).recipe(), null);
        float[] rows = features(Modality.AUDIO);
        int width = rows.length / length;
        List<TimedWord> words = Transcript.read(clip(".words.csv")).words();
        int last = (length - 1) * width;
        FeatureTable frames = AudioProfile.LIBROSA_0_11.extract(clip(".wav"));
        double sum = 0;
        int count = 0;
        TimedWord word = words.getLast();
        for (int t = 0; t < frames.frames(); t++) {
            if (Math.min(word.end(), frames.to(t)) - Math.max(word.start(), frames.from(t)) > 1e-5) {
                sum += frames.value(t, 1);
                count++;
            }
        }
        assertEquals((float) (sum / count), rows[last + 1]);
        int zeros = Math.max(0, length - words.size());
        for (int i = 0; i < zeros * width; i++) {
            assertEquals(0, rows[i]);
        }
        assertTrue(rows[zeros * width + 1] != 0);
    }

    private Path withoutText() throws IOException {
        return Files.writeString(manifest, Files.readString(manifest).replaceAll("(?m)^(\\d{4}),[^,]*,", "$1,,"));
    }

    private void assertFault(String part, String words) throws IOException {
        Files.writeString(clip(".words.csv"), words);
        assertSays(part, manifest, recipe(WordRows.WORDS, null), null);
    }

    private void assertSays(String part, Path table, ClipRecipe recipe, LanguageModel language) {
        String message = assertThrows(IOException.class, () -> build(table, recipe, false, language)).getMessage();
        assertTrue(message.contains(part), message + "\nshould say: " + part);
    }

    @Test
    void timesThatCannotBeAreNamed() throws IOException {
        assertFault("0003.words.csv: its first word begins at 63.20 seconds, but the clip ends at ",
                "word,start,end\nwell,63.2,63.5\n");
        assertFault("0003.words.csv: holds no words", "word,start,end\n");
        assertFault("line 2: 'well' lasts from 1.0 to 0.5", "word,start,end\nwell,1,0.5\n");
        Files.writeString(clip(".words.csv"), "word,start,end\nwell,0.1,0.3\nover,0.2,0.4\nis,0.3,0.3\nlate,50,51\n");
        List<String> warnings = build(manifest, recipe(WordRows.WORDS, null), false, null).warnings();
        assertTrue(warnings.stream().anyMatch(each -> each.contains("1 of 4 words begin after the end of the clip")),
                warnings.toString());
        assertTrue(
                warnings.stream().anyMatch(
                        each -> each.contains("2 of 4 words match no row of audio; the nearest row is used")),
                warnings.toString());
        // Features of the same bytes are found again; the warnings name the present file.
        Files.move(clip(".words.csv"), clip(".said.csv"));
        Files.writeString(manifest, Files.readString(manifest).replace("0003.words.csv", "0003.said.csv"));
        List<String> moved = build(manifest, recipe(WordRows.WORDS, null), false, null).warnings();
        assertEquals(warnings.stream().map(each -> each.replace("0003.words.csv", "0003.said.csv")).toList(), moved);
    }

    @Test
    void wordsThatAreMissingAreNamed() throws IOException {
        String rows = Files.readString(manifest);
        Files.writeString(clip(".txt"), "just a sentence");
        Path table = Files.writeString(manifest, rows.replace("0003.words.csv", "0003.txt"));
        assertSays("0003.txt: has no times, to which features are aligned", table, recipe(WordRows.WORDS, null), null);
        Files.writeString(manifest, rows.replace("0003.words.csv", ""));
        assertSays("has no file of words, which the alignment needs; name it in a column 'words'", table,
                recipe(WordRows.WORDS, null), null);
        Files.writeString(manifest, rows.replace("0003.words.csv", "none.srt"));
        assertSays("none.srt: there is no such file", table, FRAMES, null);
        LanguageModel language = LanguageModel.open(new SmallBert().folder(folder));
        Files.writeString(manifest, rows.replaceAll("(?m)^(\\d{4}),[^,]*,", "$1,good,"));
        assertSays(" tokens, but the text of the sample has 1; leave the text empty", table,
                recipe(WordRows.TOKENS, language), language);
        assertThrows(FeatureException.class, () -> recipe(WordRows.TOKENS, null));
        assertSays("has none; give the model that they were aligned with", table, recipe(WordRows.TOKENS, language),
                null);
        FaceOptions dropped = new FaceOptions(FaceProfile.AUS, 1, FailedRows.DROP, -1, false);
        Alignment words = Alignment.of(WordRows.WORDS, null);
        assertTrue(assertThrows(IllegalArgumentException.class,
                () -> ClipRecipe.of(AudioProfile.F0, dropped).alignedTo(words)).getMessage().contains("hold or keep"));
    }

    /** A text is a text; a file of words is named in its own column, and gives the text if there is no other. */
    @Test
    void filesOfWordsHaveAColumnOfTheirOwn() throws IOException {
        Files.writeString(folder.resolve("a.srt"), "1\n00:00:01,000 --> 00:00:02,000\nwell now\n");
        Path named = Files.writeString(folder.resolve("t.csv"), "id,transcript\n1,a.srt\n");
        assertTrue(assertThrows(FeatureException.class, () -> Manifest.read(named)).getMessage()
                .contains("line 2: column 'transcript' is 'a.srt', the name of a file; a text is expected here, and"
                        + " files are named in a column 'words'"));
        Files.writeString(named, "id,transcript\n1,b.srt\n");
        assertEquals("b.srt", Manifest.read(named).rows().getFirst().text());
        Files.writeString(named, "id,text,words\n1,,a.srt\n2,as typed,a.srt\n");
        build(named, FRAMES, false, null);
        try (DataSet data =
                MmsaFile.open(folder.resolve("a.pkl"), MmsaOptions.defaults().withSplits(SplitName.TEST))) {
            assertEquals("well now", data.split(SplitName.TEST).rawText(0));
            assertEquals("as typed", data.split(SplitName.TEST).rawText(1));
        }
    }
}
