package org.almt.clips;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.almt.clips.synthetic.RawClip;
import org.almt.clips.synthetic.RawClips;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.UnimodalLabel;
import org.almt.failure.RemediableException;
import org.almt.data.mmsa.MmsaFile;
import org.almt.data.mmsa.MmsaOptions;
import org.almt.features.FeatureException;
import org.almt.features.audio.AudioProfile;
import org.almt.features.face.FaceOptions;
import org.almt.features.face.FaceProfile;
import org.almt.input.Modality;
import org.almt.language.LanguageModel;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.weights.SmallBert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSetBuilderTest {
    private static final ClipRecipe RECIPE =
            ClipRecipe.of(AudioProfile.LIBROSA_0_11, FaceOptions.of(FaceProfile.AUS));

    @TempDir
    Path folder;

    private Provenance build(Path manifest, Path out, ClipRecipe recipe, boolean standardize, boolean skipBad, int jobs)
            throws IOException {
        return DataSetBuilder.build(Manifest.read(manifest), out,
                new DataSetBuilder.Options(recipe, standardize, skipBad, jobs,
                        folder.resolve("parts"), null, null),
                sentence -> {});
    }

    private Path clips() throws IOException {
        return RawClips.write(RawClips.draw(5, 4, 1, 1), 5, folder.resolve("clips"));
    }

    private static float[] features(DataSet data, SplitName split, Modality modality, int sample) {
        float[] values = new float[data.shape(modality).size()];
        data.split(split).frames(modality, sample, 0, data.shape(modality).length(), values, 0);
        return values;
    }

    /** The manifest that was recorded with librosa and NumPy. */
    @Test
    void recordedManifestGivesTheRecordedDataSet() throws IOException {
        Path golden = golden();
        assumeTrue(golden != null, "the folder of all goldens is not there, see -Dalmt.golden.features");
        Map<String, NpyArray> expected = Npz.read(golden.resolve("dataset_expected.npz"));
        for (AudioProfile profile : List.of(AudioProfile.LIBROSA_0_11, AudioProfile.SIMS_2020)) {
            Path out = folder.resolve(profile.profileName() + ".pkl");
            build(golden.resolve("manifest.csv"), out, ClipRecipe.of(profile, FaceOptions.of(FaceProfile.SIMS_2020)),
                    false,
                    false, 2);
            String key = profile == AudioProfile.SIMS_2020 ? "v07" : "v11";
            double[] audio = expected.get(key + "/audio").doubles();
            double[] vision = expected.get("vision_pool5").doubles();
            double[] labels = expected.get("labels").doubles();
            long[] audioLengths = expected.get(key + "/audio_lengths").longs();
            long[] visionLengths = expected.get("vision_lengths").longs();
            long[] modes = expected.get("mode").longs();
            int[] next = new int[3];
            try (DataSet data = MmsaFile.open(out, MmsaOptions.defaults())) {
                for (int i = 0; i < labels.length; i++) {
                    SplitName name = SplitName.values()[(int) modes[i]];
                    Split split = data.split(name);
                    int at = next[(int) modes[i]]++;
                    assertEquals((float) labels[i], split.label(at));
                    assertEquals(audioLengths[i], split.trueLength(Modality.AUDIO, at));
                    assertEquals(visionLengths[i], split.trueLength(Modality.VISION, at));
                    float[] sight = features(data, name, Modality.VISION, at);
                    for (int v = 0; v < sight.length; v++) {
                        assertEquals((float) vision[i * sight.length + v], sight[v], "vision of sample " + i);
                    }
                    float[] sound = features(data, name, Modality.AUDIO, at);
                    for (int v = 0; v < sound.length; v++) {
                        double bound = v % 33 == 0 ? 0 : v % 33 <= 20 ? 1e-3 : 1e-4;
                        assertEquals(audio[i * sound.length + v], sound[v], bound, "audio of sample " + i + ", " + v);
                    }
                }
            }
        }
    }

    private static Path golden() {
        String named = System.getProperty("almt.golden.features");
        if (named != null) {
            return Path.of(named);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".mvn"))) {
                Path golden = at.resolveSibling("shared").resolve("golden/features");
                return Files.isDirectory(golden) ? golden : null;
            }
        }
        return null;
    }

    @Test
    void bytesDependOnInputsAlone() throws IOException {
        Path manifest = clips();
        build(manifest, folder.resolve("a.pkl"), RECIPE, true, false, 2);
        byte[] first = Files.readAllBytes(folder.resolve("a.pkl"));
        byte[] facts = Files.readAllBytes(folder.resolve("a.pkl.provenance.json"));
        build(manifest, folder.resolve("a.pkl"), RECIPE, true, false, 1);
        assertArrayEquals(first, Files.readAllBytes(folder.resolve("a.pkl")), "resumed");
        try (var parts = Files.list(folder.resolve("parts"))) {
            for (Path part : parts.toList()) {
                Files.delete(part);
            }
        }
        build(manifest, folder.resolve("a.pkl"), RECIPE, true, false, 1);
        assertArrayEquals(first, Files.readAllBytes(folder.resolve("a.pkl")));
        assertArrayEquals(facts, Files.readAllBytes(folder.resolve("a.pkl.provenance.json")));
        assertFalse(new String(facts, java.nio.charset.StandardCharsets.UTF_8).contains(folder.toString()));
    }

    @Test
    void lengthsAreMeanPlusThreeDeviations() {
        LengthRule rule = new LengthRule();
        for (int i = 0; i < 19; i++) {
            rule.add(10);
        }
        rule.add(100);
        assertEquals(73, rule.length());
        LengthRule equal = new LengthRule();
        equal.add(8);
        equal.add(8);
        assertEquals(8, equal.length());
    }

    /** Real frames of the training split have mean 0 and deviation 1 in every column that varies; padding stays 0. */
    @Test
    void standardisedColumnsHaveMeanZeroAndDeviationOne() throws IOException {
        Path out = folder.resolve("s.pkl");
        Provenance made = build(clips(), out, RECIPE.withLengths(1000, 1000), true, false, 2);
        try (DataSet data = MmsaFile.open(out, MmsaOptions.defaults())) {
            Split train = data.split(SplitName.TRAIN);
            int width = 33;
            double[] sum = new double[width];
            double[] squares = new double[width];
            int frames = 0;
            for (int i = 0; i < train.size(); i++) {
                float[] values = features(data, SplitName.TRAIN, Modality.AUDIO, i);
                int length = train.trueLength(Modality.AUDIO, i);
                for (int t = 0; t < 1000; t++) {
                    for (int c = 0; c < width; c++) {
                        double value = values[t * width + c];
                        if (t >= length) {
                            assertEquals(0, value);
                        }
                        sum[c] += value;
                        squares[c] += value * value;
                    }
                }
                frames += length;
            }
            for (int c = 0; c < width; c++) {
                assertEquals(0, sum[c] / frames, 1e-4, "mean of column " + c);
                assertEquals(1, squares[c] / frames, 1e-3, "variance of column " + c);
            }
            ClipRecipe read = Provenance.recipeOf(out, data.sha256());
            assertArrayEquals(made.recipe().audioScaling().means(), read.audioScaling().means());
            assertEquals(made.recipe().toMap(), read.toMap());
        }
        Files.write(out, new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);
        assertTrue(assertThrows(IOException.class, () -> Provenance.recipeOf(out, "0".repeat(64))).getMessage()
                .contains("belongs to another data set"));
    }

    /** The input of a model in prediction is the same as in training. */
    @Test
    void oneClipIsTreatedAsInTheDataSet() throws IOException {
        Path out = folder.resolve("p.pkl");
        ClipRecipe made = build(clips(), out, RECIPE, true, false, 2).recipe();
        RawClip clip = RawClips.draw(5, 4, 1, 1).get(5);
        ClipFeatures features =
                ClipFeatures.of(made, folder.resolve("clips/0005.wav"), folder.resolve("clips/0005.face.csv"));
        try (DataSet data = MmsaFile.open(out, MmsaOptions.defaults())) {
            assertEquals(clip.id(), data.split(SplitName.TEST).id(0));
            assertRows(features.audioRows(made), features(data, SplitName.TEST, Modality.AUDIO, 0));
            assertRows(features.visionRows(made), features(data, SplitName.TEST, Modality.VISION, 0));
        }
    }

    private static void assertRows(float[][] rows, float[] padded) {
        int width = rows[0].length;
        for (int i = 0; i < padded.length; i++) {
            assertEquals(i / width < rows.length ? rows[i / width][i % width] : 0, padded[i], "number " + i);
        }
    }

    @Test
    void allFaultsAreNamedOrLeftOut() throws IOException {
        Path manifest = clips();
        String text = Files.readString(manifest);
        Files.delete(folder.resolve("clips/0001.wav"));
        Files.writeString(folder.resolve("clips/0002.face.csv"), "a,b\n1,2\n");
        Path out = folder.resolve("f.pkl");
        String message =
                assertThrows(RemediableException.class, () -> build(manifest, out, RECIPE, false, false, 2))
                        .getMessage();
        assertTrue(message.contains("2 of 6 clips") && message.contains("line 3, 0001: ")
                && message.contains("0001.wav: there is no such file") && message.contains("line 4, 0002: ")
                && message.contains("no column 'success'") && message.contains("leave them out"), message);
        assertFalse(Files.exists(out));
        Provenance made = build(manifest, out, RECIPE, false, true, 2);
        assertEquals(4, made.samples());
        assertEquals(2, made.skipped());
        assertTrue(text.contains("0001"));
    }

    @Test
    void wrongManifestsAreNamed() throws IOException {
        assertSays("line 3: the id 'a' is in line 2 already", "id,text\na,x\na,y\n");
        assertSays("line 2: '../secret.wav' leads out of the table's folder", "id,audio\na,../secret.wav\n");
        assertSays("line 2: column 'split' is 'dev'; expected train, valid or test", "id,split\na,dev\n");
        assertSays("has no column 'id'", "name,text\na,b\n");
        assertSays("line 2: column 'label' is 'good'; expected a number", "id,label\na,good\n");
        assertSays("header but no samples", "id,label\n");
        assertSays("line 2: has no id", "id,label\n,1\n");
        Path gbk = Files.write(folder.resolve("gbk.csv"), "id,text\na,我很好\n".getBytes(Charset.forName("GBK")));
        assertTrue(
                assertThrows(FeatureException.class, () -> Manifest.read(gbk)).getMessage().contains("is not UTF-8"));
    }

    private void assertSays(String part, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("m.csv"), text);
        String message = assertThrows(FeatureException.class, () -> Manifest.read(file)).getMessage();
        assertTrue(message.contains(part), message + "\nshould say: " + part);
    }

    @Test
    void namesOfMmsaAreRead() throws IOException {
        Path file = Files.writeString(folder.resolve("label.csv"),
                "video_id,clip_id,text,label,label_T,label_A,label_V,annotation,mode\n0001,0010,\"well,"
                        + " \"\"hm\"\"\",-0.4,0.2,,,"
                        + "Negative,valid\n");
        Manifest.Row row = Manifest.read(file).rows().getFirst();
        assertEquals("0001$_$0010", row.id());
        assertEquals("well, \"hm\"", row.text());
        assertEquals(SplitName.VALID, row.split());
        assertEquals(-0.4f, row.labels()[0]);
        assertEquals(0.2f, row.labels()[1]);
        assertTrue(Float.isNaN(row.labels()[2]));
        Files.createDirectories(folder.resolve("Raw/0001"));
        Files.writeString(folder.resolve("Raw/0001/0010.wav"), "");
        assertEquals(folder.resolve("Raw/0001/0010.wav"), Manifest.read(file).rows().getFirst().audio());
        assertEquals(folder.resolve("Raw/0001/0010.csv"), Manifest.read(file).rows().getFirst().vision());
    }

    /** Recordings that were not converted are errors, not samples without sound and face. */
    @Test
    void missingFilesOfMmsaAreFaults() throws IOException {
        Files.createDirectories(folder.resolve("Raw/v"));
        Files.writeString(folder.resolve("Raw/v/1.mp4"), "ftyp");
        Path file = Files.writeString(folder.resolve("label.csv"),
                "video_id,clip_id,text,label,mode\nv,1,well,1,train\n");
        String message = assertThrows(FeatureException.class,
                () -> build(file, folder.resolve("m.pkl"), RECIPE, false, false, 1)).getMessage();
        Path wav = folder.resolve("Raw/v/1.wav");
        assertTrue(message.contains(wav + ": there is no such file; make it: ffmpeg -i ")
                && message.contains(" " + wav + "\n") && message.contains("a column 'vision' and leave it empty"),
                message);
        Files.writeString(file, "video_id,clip_id,text,label,mode,audio,vision\nv,1,well,1,train,,\n");
        assertEquals("audio none, vision none",
                build(file, folder.resolve("m.pkl"), RECIPE, false, false, 1).recipe().text());
        assertSays("'../../a/1' leads out of the table's folder", "video_id,clip_id\n../../a,1\n");
    }

    /** Otherwise a misnamed column would be ignored silently. */
    @Test
    void columnsThatNothingReadsAreNamed() throws IOException {
        Path table = Files.writeString(folder.resolve("table.csv"), "id,text,sentiment,wav\n1,a film,0.5,a.wav\n");
        assertEquals(List.of(table
                + ": not read: column 'sentiment', 'wav'; the columns that are read are id, video_id,"
                + " clip_id, text, raw_text, transcript, label, label_t, label_a, label_v, annotation, annotations,"
                + " mode, split, audio, vision, words"), Manifest.read(table).warnings());
        assertEquals(List.of(), Manifest.read(clips()).warnings());
    }

    @Test
    void openQuotesAreRefused() throws IOException {
        assertSays("m.csv, line 3: the quote that is opened here is not closed",
                "id,label,text\r\n1,0,\"a \"\"b\"\"\" \r\n2,0.5,\"He said\n3,1,x\n4,1,y\n");
        Path file = Files.writeString(folder.resolve("m.csv"),
                "id,text\n1,\"a\n\"\"b\"\"\"\n2,5\" wide\n3, \"x\" \n4,\"\"");
        assertEquals(List.of("a\n\"b\"", "5\" wide", "x", ""),
                Manifest.read(file).rows().stream().map(Manifest.Row::text).toList());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, -1", "0, NaN", "0, Infinity", "NaN, 1"})
    void standardisationMustBePossible(double mean, double deviation) {
        Map<String, List<Double>> map = Map.of("mean", List.of(mean), "deviation", List.of(deviation));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Scaling.of(map)).getMessage()
                .contains("both must be finite, and the deviation above 0"));
    }

    @Test
    void partsAloneAreDeleted() throws IOException {
        build(clips(), folder.resolve("a.pkl"), RECIPE, false, false, 2);
        Path parts = folder.resolve("parts");
        Path notes = Files.writeString(parts.resolve("notes.txt"), "mine");
        DataSetBuilder.deleteParts(parts);
        try (var left = Files.list(parts)) {
            assertEquals(List.of(notes), left.toList());
        }
        Files.delete(notes);
        DataSetBuilder.deleteParts(parts);
        assertFalse(Files.exists(parts));
    }

    @Test
    void archiveHoldsTheSameNumbers() throws IOException {
        Path manifest = clips();
        build(manifest, folder.resolve("n.npz"), RECIPE, false, false, 2);
        build(manifest, folder.resolve("n.pkl"), RECIPE, false, false, 2);
        Map<String, NpyArray> arrays = Npz.read(folder.resolve("n.npz"));
        List<Float> expected = new ArrayList<>();
        try (DataSet data = MmsaFile.open(folder.resolve("n.pkl"), MmsaOptions.defaults())) {
            for (int i = 0; i < 4; i++) {
                for (float value : features(data, SplitName.TRAIN, Modality.AUDIO, i)) {
                    expected.add(value);
                }
            }
        }
        float[] actual = arrays.get("train/audio").floats();
        assertEquals(expected.size(), actual.length);
        for (int i = 0; i < actual.length; i++) {
            assertEquals(expected.get(i), actual[i]);
        }
        assertEquals("[4]", Arrays.toString(arrays.get("train/regression_labels").shape().toArray()));
        assertEquals(4, arrays.get("train/id").strings().length);
        build(manifest, folder.resolve("n.safetensors"), RECIPE, false, false, 2);
        assertArrayEquals(actual, SafeTensors.read(folder.resolve("n.safetensors")).get("train/audio").toArray());
    }

    @Test
    void tokensOfATableWithoutTextsAreRefused() throws IOException {
        LanguageModel bert = LanguageModel.open(new SmallBert().folder(Files.createDirectory(folder.resolve("bert"))));
        Manifest silent = Manifest.read(Files.writeString(folder.resolve("silent.csv"), "id,label\n1,0.5\n"));
        Path out = folder.resolve("silent.pkl");
        String message = assertThrows(FeatureException.class, () -> DataSetBuilder.build(silent, out,
                new DataSetBuilder.Options(RECIPE, false, false, 1, folder.resolve("parts"), bert, null),
                sentence -> {}))
                .getMessage();
        assertTrue(message.contains("the column 'text'"), message);
        assertFalse(Files.exists(out));
    }

    /** A sample without a label among others is one of NaN; a label of one modality is for all or for none. */
    @Test
    void missingLabelsAreNaN() throws IOException {
        Path manifest = Files.writeString(folder.resolve("some.csv"),
                "id,text,label,label_T,mode\na,x,1,0.5,test\nb,y,,,test\nc,z,nan,,test\n");
        build(manifest, folder.resolve("some.pkl"), RECIPE, false, false, 1);
        try (DataSet data =
                MmsaFile.open(folder.resolve("some.pkl"), MmsaOptions.defaults().withSplits(SplitName.TEST))) {
            Split split = data.split(SplitName.TEST);
            assertEquals(1, split.label(0));
            assertTrue(Float.isNaN(split.label(1)) && Float.isNaN(split.label(2)));
            assertTrue(Float.isNaN(split.label(UnimodalLabel.T, 0)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"id,text,audio~1,hello, you,a.wav| line 2: has 4 fields, where the header has 3",
                    "id,text,audio~1,hello| line 2: has 2 fields, where the header has 3",
                    "id,text,label~1,x,1e99| line 2: column 'label' is '1e99'; expected a finite number",
                    "id,text,label~1,x,good| line 2: column 'label' is 'good'; expected a number",
                    "id,text,id~1,x,2| has two columns 'id'",
                    "id,text~1,x^y| line 2: column 'text' contains a character",
                    "id,text,split~1,x,dev| line 2: column 'split' is 'dev'; expected train, valid or test",
                    "id,audio~1,../b.wav| line 2: '../b.wav' leads out of the table's folder",
                    "id,text~1,x~1,y| line 3: the id '1' is in line 2 already", "id,text~,x| line 2: has no id"})
    void wrongTablesAreNamed(String table, String part) throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.csv"), table.replace('~', '\n').replace('^', '\0') + "\n");
        String message = assertThrows(FeatureException.class, () -> Manifest.read(file)).getMessage();
        assertTrue(message.contains(part.strip()), message + "\nshould say: " + part);
    }
}
