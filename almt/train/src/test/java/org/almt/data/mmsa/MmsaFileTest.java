package org.almt.data.mmsa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.almt.data.DataException;
import org.almt.data.DataSet;
import org.almt.data.LabelRange;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.TestSplits;
import org.almt.data.UnimodalLabel;
import org.almt.data.pickle.PickleBytes.Floats;
import org.almt.data.pickle.PickleBytes;
import org.almt.data.pickle.PickleException;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.almt.input.TokenRow;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contents of feature files, and the messages about unusable ones. */
class MmsaFileTest {
    @TempDir
    Path folder;

    private MmsaOptions options;
    private final Map<String, Object> content = TestSplits.all();

    @BeforeEach
    void useAnOwnCache() {
        options = MmsaOptions.defaults().withCacheFolder(folder.resolve("cache")).withLabels(LabelRange.SIMS);
    }

    private DataSet open() throws IOException {
        return MmsaFile.open(TestSplits.write(folder, content), options);
    }

    private String refusal() {
        return assertThrows(DataException.class, this::open).getMessage();
    }

    /** Longer than strings stored with the structure of a pickle, and with more bytes than characters. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1 << 30})
    void aLongTranscriptIsRead(long directLimit) throws IOException {
        String tall = "好 film ".repeat(20_000);
        TestSplits.part(content, "train").put("raw_text", List.of("a", tall, "b", tall + "!", ""));
        options = options.withDirectLimit(directLimit);
        try (DataSet data = open()) {
            Split train = data.split(SplitName.TRAIN);
            assertEquals("a", train.rawText(0));
            assertEquals(tall, train.rawText(1));
            assertEquals("b", train.rawText(2));
            assertEquals(tall + "!", train.rawText(3));
            assertEquals("", train.rawText(4));
        }
    }

    @Test
    void samplesOfOneIdAreNamedAndCanBeDistinguished() throws IOException {
        Map<String, Object> content = TestSplits.all();
        TestSplits.part(content, "train").put("id", List.of("a", "b", "a", "c", "b"));
        try (DataSet data = MmsaFile.open(TestSplits.write(folder, content), MmsaOptions.defaults())) {
            assertTrue(data.notes().contains("split train: 2 samples have the id of another one; the first: 'a' in rows"
                    + " 0 and 2 (counted from 0)"), data.notes().toString());
            Split train = data.split(SplitName.TRAIN);
            assertEquals(2, train.rowsOf("a").length);
            assertEquals(2, train.indexOf("a#2"));
            assertEquals(-1, train.indexOf("a#1"));
            assertEquals(-1, train.indexOf("a#99"));
        }
    }

    @Test
    void aTranscriptThatIsTooLongIsNamed() {
        TestSplits.part(content, "train").put("raw_text", List.of("a", "b", "c", "x".repeat((1 << 20) + 1), ""));
        assertEquals("data.pkl: split train: 'raw_text' has 1048577 characters in row 3; at most 1048576 can be read;"
                + " shorten that text", refusal());
    }

    @ParameterizedTest
    @CsvSource({"2,false", "3,false", "4,false", "5,false", "2,true", "5,true"})
    void goldenFilesGiveTheExpectedValues(int protocol, boolean zipped) throws IOException {
        Path plain = Fixtures.path("golden/pickles/mosi_p" + protocol + ".pkl");
        Path path = plain;
        if (zipped) {
            path = folder.resolve("golden.pkl.gz");
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
                Files.copy(plain, out);
            }
        }
        Map<String, NpyArray> expected = Npz.read(Fixtures.path("golden/pickles/mosi_expected.npz"));
        try (DataSet data = MmsaFile.open(path, options.withLabels(LabelRange.MOSI))) {
            assertEquals(new FeatureShape(6, 8), data.text());
            assertEquals(new FeatureShape(9, 5), data.audio());
            assertEquals(new FeatureShape(7, 4), data.vision());
            for (SplitName name : SplitName.values()) {
                Split split = data.split(name);
                String[] ids = expected.get(name + "/id").strings();
                assertEquals(ids.length, split.size());
                for (int i = 0; i < split.size(); i++) {
                    assertEquals(ids[i], split.id(i));
                    assertEquals(i, split.indexOf(ids[i]));
                    assertEquals(expected.get(name + "/raw_text").strings()[i], split.rawText(i));
                    assertEquals(expected.get(name + "/annotations").strings()[i], split.annotation(i));
                    assertEquals((float) expected.get(name + "/regression_labels").doubles()[i], split.label(i));
                    for (Modality modality : Modality.values()) {
                        FeatureShape shape = data.shape(modality);
                        float[] got = new float[shape.size() + 2];
                        switch (modality) {
                            case TEXT -> split.text(i, got, 1);
                            case AUDIO -> split.audio(i, got, 1);
                            case VISION -> split.vision(i, got, 1);
                        }
                        float[] all = expected.get(name + "/" + modality).floats();
                        for (int k = 0; k < shape.size(); k++) {
                            float value = all[i * shape.size() + k];
                            assertEquals(value == Float.NEGATIVE_INFINITY ? 0 : value, got[1 + k]);
                        }
                    }
                    int[] tokens = new int[18];
                    for (TokenRow row : TokenRow.values()) {
                        split.tokens(row, i, tokens, 6 * row.ordinal());
                    }
                    long[] ofAll = expected.get(name + "/text_bert").longs();
                    for (int k = 0; k < 18; k++) {
                        assertEquals(ofAll[18 * i + k], tokens[k]);
                    }
                    assertEquals(Integer.parseInt(expected.get(name + "/audio_lengths").strings()[i]),
                            split.trueLength(Modality.AUDIO, i));
                }
            }
            assertEquals(3, data.notes().stream().filter(note -> note.contains("1 values of audio are -inf")).count());
        }
    }

    @Test
    void otherFormsOfTheSameValuesGiveTheSame() throws IOException {
        Path forms = Fixtures.path("pickles/forms.pkl");
        try (DataSet plain = MmsaFile.open(forms, options.withSplits(SplitName.TRAIN));
                DataSet odd = MmsaFile.open(forms, options.withSplits(SplitName.TEST))) {
            assertEquals(TestSplits.dump(plain, SplitName.TRAIN), TestSplits.dump(odd, SplitName.TEST));
            assertEquals("two", odd.split(SplitName.TEST).rawText(1));
            assertEquals(4, odd.split(SplitName.TEST).trueLength(Modality.AUDIO, 2), "9 of 4 frames is 4");
            assertEquals(3, odd.split(SplitName.TEST).trueLength(Modality.TEXT, 2));
            assertEquals(5, odd.split(SplitName.TEST).trueLength(Modality.VISION, 2));
            assertEquals(0.2f, odd.split(SplitName.TEST).label(UnimodalLabel.T, 1));
            assertTrue(Float.isNaN(odd.split(SplitName.TEST).label(UnimodalLabel.A, 1)));
            assertEquals(List.of(), plain.notes());
            assertTrue(odd.notes().getFirst().contains("'vision_lengths' is a object array [3] and was skipped"),
                    odd.notes().toString());
        }
    }

    @Test
    void anAlignedFileNeedsNoOptionalKeys() throws IOException {
        try (DataSet data = open()) {
            Split split = data.split(SplitName.TRAIN);
            assertNull(split.rawText(0));
            assertNull(split.annotation(0));
            assertFalse(split.hasTokenIds());
            assertEquals(0, split.tokenLength());
            assertEquals(6, split.trueLength(Modality.AUDIO, 0));
            assertEquals(-1, split.indexOf("nobody"));
            assertThrows(IllegalStateException.class, () -> split.tokens(TokenRow.IDS, 0, new int[0], 0));
            assertThrows(IndexOutOfBoundsException.class, () -> split.text(5, new float[12], 0));
            assertThrows(IndexOutOfBoundsException.class, () -> split.frames(Modality.AUDIO, 0, 6, 1, new float[2], 0));
            float[] frame = new float[2];
            split.frames(Modality.AUDIO, 4, 3, 1, frame, 0);
            float[] all = TestSplits.values(content, "train", "audio");
            assertArrayEquals(new float[] {all[4 * 12 + 6], all[4 * 12 + 7]}, frame);
        }
    }

    @Test
    void whatOneSplitNeedsNoOtherMustHave() throws IOException {
        content.remove("train");
        TestSplits.values(content, "valid", "text")[0] = Float.NaN;
        TestSplits.part(content, "valid").remove("audio");
        options = options.withSplits(SplitName.TEST);
        try (DataSet data = open()) {
            assertEquals(3, data.split(SplitName.TEST).size());
            String message =
                    assertThrows(IllegalArgumentException.class, () -> data.split(SplitName.TRAIN)).getMessage();
            assertTrue(message.contains("opened without split train"), message);
        }
        options = options.withSplits(SplitName.TRAIN, SplitName.TEST);
        assertEquals("data.pkl has no split 'train'; its keys are valid, test (a split is found by its name:"
                + " train, valid or test)", refusal());
    }

    @Test
    void missingIdsAreNamed() {
        TestSplits.part(content, "valid").remove("id");
        assertTrue(refusal().startsWith("data.pkl: split valid has no 'id'; its keys are "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "audio", "vision"})
    void modalityIsInAllSplitsOrInNone(String key) {
        TestSplits.part(content, "valid").remove(key);
        assertEquals("data.pkl: '" + key + "' is in split train but not in split valid; add it there, or remove it"
                + " everywhere", refusal());
    }

    @Test
    void rowsRanksKindsAndEmptySplitsAreChecked() {
        Map<String, Object> valid = TestSplits.part(content, "valid");
        Object sound = valid.put("audio", TestSplits.floats(new Random(1), 3, 6, 2));
        assertEquals("data.pkl: split valid has 2 rows under 'id' but 3 under 'audio'", refusal());
        valid.put("audio", TestSplits.floats(new Random(1), 2, 12));
        assertTrue(refusal().contains("shape [2,12] under 'audio'; expected numbers [samples, frames, features]"));
        valid.put("audio", "none");
        assertTrue(refusal().contains("holds a string under 'audio'; expected"));
        valid.put("audio", List.of(1, 2));
        assertTrue(refusal().contains("shape [2] under 'audio'"));
        valid.put("audio", List.of(TestSplits.floats(new Random(1), 6, 2), TestSplits.floats(new Random(1), 5, 2)));
        assertTrue(refusal().contains("different shapes under 'audio': [6,2] in row 0 and [5,2] in row 1"));
        valid.put("audio", new Floats(new float[0], 2, 6, 0));
        assertTrue(refusal().contains("no size 0"));
        valid.put("audio", TestSplits.floats(new Random(1), 2, 7, 2));
        assertTrue(refusal().contains("'audio' is 6x2 in split train but 7x2 in split valid"));
        valid.put("audio", sound);
        valid.put("text_bert", TestSplits.floats(new Random(1), 2, 2, 9));
        assertTrue(refusal().contains("shape [2,2,9] under 'text_bert'"));
        valid.put("text_bert", new Floats(new float[2 * 3 * 9], 2, 3, 9));
        assertTrue(refusal().contains("'text_bert' has 0 tokens in split train but 9 in split valid"));
        content.put("valid", TestSplits.split(0, 1));
        assertTrue(refusal().contains("has no samples") || refusal().contains("no size 0"));
        content.put("valid", "nothing");
        assertTrue(refusal().contains("no split 'valid'"));
    }

    @ParameterizedTest
    @CsvSource({"text,NaN", "text,Infinity", "text,-Infinity", "audio,NaN", "audio,Infinity", "vision,-Infinity"})
    void invalidFeaturesAreNamedOrRepaired(String key, float value) throws IOException {
        float[] values = TestSplits.values(content, "train", key);
        int width = key.equals("text") ? 3 : 2;
        int perRow = values.length / 5;
        values[3 * perRow + 2 * width + 1] = value;
        values[4 * perRow] = value;
        String place = key.equals("text") ? "token" : "frame";
        assertEquals("data.pkl: split train, sample 'a3' (row 3): " + key + " is " + value + " at " + place
                + " 2, feature 1; this split has 2 such values under '" + key
                + "'; repairing them is an option", refusal());
        options = options.withRepair(Repair.ZERO);
        try (DataSet data = open()) {
            float[] sample = new float[perRow];
            data.split(SplitName.TRAIN).frames(Modality.valueOf(key.toUpperCase(java.util.Locale.ROOT)), 3, 0,
                    perRow / width, sample, 0);
            float[] expected = java.util.Arrays.copyOfRange(values, 3 * perRow, 4 * perRow);
            expected[2 * width + 1] = 0;
            assertArrayEquals(expected, sample);
            assertEquals(1, data.notes().size());
            assertTrue(data.notes().getFirst().contains("2 invalid values under '" + key + "' are set to 0"));
        }
    }

    @Test
    void minusInfinityInAudioIsZeroWithoutBeingAsked() throws IOException {
        TestSplits.values(content, "test", "audio")[5] = Float.NEGATIVE_INFINITY;
        try (DataSet data = open()) {
            float[] audio = new float[12];
            data.split(SplitName.TEST).audio(0, audio, 0);
            assertEquals(0, audio[5]);
            assertEquals(List.of("split test: 1 values of audio are -inf and count as 0"), data.notes());
        }
    }

    @ParameterizedTest
    @CsvSource({"1.5,1", "-7,-1", "Infinity,1"})
    void labelsOutOfRangeAreNamedOrRepaired(float label, float repaired) throws IOException {
        TestSplits.values(content, "test", "regression_labels")[1] = label;
        assertEquals("data.pkl: split test, sample 'a1' (row 1): regression_labels is " + label
                + ", outside [-1.0, 1.0]; it is the only such value of this split under 'regression_labels';"
                + " repairing them is an option", refusal());
        options = options.withRepair(Repair.ZERO);
        try (DataSet data = open()) {
            assertEquals(repaired, data.split(SplitName.TEST).label(1));
            assertTrue(data.notes().getFirst().contains("1 invalid value under 'regression_labels' is moved into it"));
        }
        options = options.withRepair(Repair.REFUSE).withLabels(LabelRange.FINITE);
        if (Float.isFinite(label)) {
            open().close();
        } else {
            assertTrue(refusal().contains("regression_labels is " + label));
        }
    }

    /** What is to be predicted has no labels: pandas writes NaN for them. */
    @Test
    void labelsOfNaNAreNone() throws IOException {
        float[] labels = TestSplits.values(content, "test", "regression_labels");
        labels[1] = Float.NaN;
        try (DataSet data = open()) {
            assertTrue(Float.isNaN(data.split(SplitName.TEST).label(1)));
            assertEquals(labels[0], data.split(SplitName.TEST).label(0));
        }
        options = options.withRepair(Repair.ZERO);
        try (DataSet data = open()) {
            assertEquals(0, data.split(SplitName.TEST).label(1));
        }
        java.util.Arrays.fill(labels, Float.NaN);
        try (DataSet data = open()) {
            assertTrue(Float.isNaN(data.split(SplitName.TEST).label(0)), "a split without labels stays without");
        }
    }

    /** Two of five labels are no slip: the preset is another data set's. */
    @ParameterizedTest
    @EnumSource(Repair.class)
    void labelsOfAnotherScaleAreNotRepaired(Repair repair) {
        float[] labels = TestSplits.values(content, "train", "regression_labels");
        labels[1] = 1.8f;
        labels[4] = -3;
        options = options.withRepair(repair);
        assertTrue(refusal().startsWith("data.pkl: split train, sample 'a1' (row 1): regression_labels is 1.8, outside"
                + " [-1.0, 1.0]; so are 2 of the 5 labels of this split, too many to repair; check the preset"),
                refusal());
    }

    @Test
    void idsThatAreNoWholeNumbersAreNamed() {
        float[] tokens = new float[3 * 3 * 4];
        tokens[12 + 2] = 0.5f;
        TestSplits.part(content, "test").put("text_bert", new Floats(tokens, 3, 3, 4));
        options = options.withSplits(SplitName.TEST);
        assertTrue(refusal().contains(
                "sample 'a1' (row 1): text_bert is no whole number of 32 bits at row 0, token 2"), refusal());
    }

    @Test
    void numbersOfEveryTypeBecomeTheNearestFloat() throws IOException {
        byte[] big = java.nio.ByteBuffer.allocate(16).putDouble(0.1).putDouble(1e300).array();
        Map<String, Object> test = TestSplits.split(2, 1);
        test.remove("regression_labels");
        PickleBytes p = new PickleBytes().raw('}').text("test").value(test).text("regression_labels")
                .array(">f8", big, 'C', 2).raw('s', 's');
        Path path = Files.write(folder.resolve("big.pkl"), p.stop());
        options = options.withSplits(SplitName.TEST);
        String message = assertThrows(DataException.class, () -> MmsaFile.open(path, options)).getMessage();
        assertTrue(message.contains("(row 1): regression_labels is Infinity"), message);
        try (DataSet data = MmsaFile.open(path, options.withRepair(Repair.ZERO))) {
            assertEquals(0.1f, data.split(SplitName.TEST).label(0));
        }
    }

    @Test
    void filesThatAreNoFeatureFilesAreNamed() throws IOException {
        Path list = TestSplits.write(folder, List.of(1, 2));
        assertTrue(assertThrows(DataException.class, () -> MmsaFile.open(list, options)).getMessage()
                .startsWith("data.pkl holds a list of 2, not a dictionary with the splits"));
        assertTrue(
                assertThrows(DataException.class, () -> MmsaFile.open(folder.resolve("no.pkl"), options)).getMessage()
                        .endsWith("no.pkl does not exist"));
        assertTrue(assertThrows(DataException.class, () -> MmsaFile.open(folder, options)).getMessage()
                .endsWith("is not a file"));
        Path npz = Fixtures.path("golden/pickles/mosi_expected.npz");
        assertTrue(assertThrows(PickleException.class, () -> MmsaFile.open(npz, options)).getMessage()
                .contains("not a pickle"));
    }

    @Test
    void controlCharactersOfAFileNeverReachTheTerminal() {
        TestSplits.part(content, "valid").remove("text");
        TestSplits.part(content, "valid").put("\u001b[31mred\n", 1);
        assertFalse(refusal().contains("\u001b") || refusal().contains("\n"));
    }
}
