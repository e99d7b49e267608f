package org.almt.data.mmsa;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.inspect.FileReport;
import org.almt.input.FeatureShape;
import org.almt.input.Modality;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that users have: the same data set in many forms, and files that are not data sets. */
class FoundFilesTest {
    @TempDir
    Path folder;

    private static DataSet open(String name, SplitName first, SplitName... more) throws IOException {
        return MmsaFile.open(Fixtures.path("pickles/found/" + name), MmsaOptions.defaults().withSplits(first, more));
    }

    private static float[] features(DataSet data, Split split, Modality modality, int sample) {
        FeatureShape shape = data.shape(modality);
        float[] values = new float[shape.size()];
        split.frames(modality, sample, 0, shape.length(), values, 0);
        return values;
    }

    private static void assertSame(DataSet expected, DataSet actual, SplitName name) {
        Split one = expected.split(name);
        Split other = actual.split(name);
        assertEquals(one.size(), other.size());
        for (int i = 0; i < one.size(); i++) {
            for (Modality modality : Modality.values()) {
                assertArrayEquals(features(expected, one, modality, i), features(actual, other, modality, i),
                        modality + " of sample " + i);
            }
            assertEquals(one.label(i), other.label(i));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ordereddict.pkl", "defaultdict.pkl", "lists.pkl", "py2.pkl", "byteskeys.pkl", "bytesids.pkl",
                    "integerids.pkl", "mult.pkl"})
    void oneDataSetInManyForms(String name) throws IOException {
        for (SplitName split : SplitName.values()) {
            try (DataSet expected = open("base.pkl", split); DataSet actual = open(name, split)) {
                assertSame(expected, actual, split);
                String id = switch (name) {
                    case "integerids.pkl" -> "1";
                    case "mult.pkl" -> "v1$_$1$_$2";
                    default -> expected.split(split).id(1);
                };
                assertEquals(id, actual.split(split).id(1));
                if (!name.equals("mult.pkl")) {
                    assertEquals(expected.split(split).rawText(2), actual.split(split).rawText(2));
                }
            }
        }
    }

    @Test
    void labelsMayBeAbsent() throws IOException {
        try (DataSet expected = open("base.pkl", SplitName.TEST);
                DataSet actual = open("nolabels.pkl", SplitName.TEST)) {
            assertTrue(Float.isNaN(actual.split(SplitName.TEST).label(0)));
            assertArrayEquals(features(expected, expected.split(SplitName.TEST), Modality.AUDIO, 1),
                    features(actual, actual.split(SplitName.TEST), Modality.AUDIO, 1));
        }
    }

    @Test
    void modalityMayBeAbsent() throws IOException {
        try (DataSet without = open("novision.pkl", SplitName.TRAIN);
                DataSet zero = open("zerovision.pkl", SplitName.TRAIN)) {
            assertFalse(without.has(Modality.VISION));
            assertTrue(without.has(Modality.AUDIO));
            assertTrue(zero.has(Modality.VISION));
            assertSame(zero, without, SplitName.TRAIN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"one_nan.pkl", "one_none.pkl"})
    void missingTextIsEmptyAndNamed(String name) throws IOException {
        try (DataSet data = open(name, SplitName.TRAIN)) {
            Split train = data.split(SplitName.TRAIN);
            assertEquals("", train.rawText(5));
            assertFalse(train.rawText(4).isEmpty());
            assertTrue(data.notes().toString().contains("'raw_text' has no text in row 5 of 8"),
                    data.notes().toString());
        }
    }

    /** As it is, or as a batch of one. */
    @ParameterizedTest
    @ValueSource(strings = {"single.pkl", "single_batch.pkl"})
    void singleSampleIsATestSplitOfOne(String name) throws IOException {
        try (DataSet base = open("base.pkl", SplitName.TEST); DataSet one = open(name, SplitName.TEST)) {
            Split split = one.split(SplitName.TEST);
            assertEquals(1, split.size());
            assertEquals("one", split.id(0));
            assertEquals("a fine film", split.rawText(0));
            assertArrayEquals(features(base, base.split(SplitName.TEST), Modality.VISION, 2),
                    features(one, split, Modality.VISION, 0));
        }
        assertSays("holds a single sample without splits", () -> open(name, SplitName.TRAIN));
    }

    /** Python's None is no label, in a list as pandas and JSON leave it. */
    @Test
    void noneIsNoLabel() throws IOException {
        // {'test': {'id': ['a', 'b'], 'audio': [[[1.0]], [[2.0]]], 'regression_labels': [None, 1.5]}}
        byte[] pickle = HexFormat.of()
                .parseHex("80027d710058040000007465737471017d7102285802000000696471035d"
                        + "71042858010000006171055801000000627106655805000000617564696f"
                        + "71075d7108285d71095d710a473ff000000000000061615d710b5d710c47"
                        + "4000000000000000616165581100000072656772657373696f6e5f6c6162"
                        + "656c73710d5d710e284e473ff80000000000006575732e");
        Path file = Files.write(folder.resolve("none.pkl"), pickle);
        try (DataSet data = MmsaFile.open(file, MmsaOptions.defaults().withSplits(SplitName.TEST))) {
            assertTrue(Float.isNaN(data.split(SplitName.TEST).label(0)));
            assertEquals(1.5f, data.split(SplitName.TEST).label(1));
        }
        Path table = Files.writeString(folder.resolve("table.pkl"), "id,text\na,well\n");
        assertSays("table.pkl is a text, not a pickle; a table of samples is read if its name ends in .csv or .tsv",
                () -> MmsaFile.open(table, MmsaOptions.defaults()));
    }

    @Test
    void whatMakesNoArrayIsPlaced() {
        assertSays("split test holds nested lists under 'audio' that do not form an array: row 1 has 4 entries",
                () -> open("ragged.pkl", SplitName.TEST));
        assertSays("split valid has no samples; give it some, or move some of another split there",
                () -> open("emptyvalid.pkl", SplitName.VALID));
    }

    /** Opens something that cannot be opened. */
    private interface Opening {
        DataSet open() throws IOException;
    }

    private static void assertSays(String part, Opening opening) {
        String message = assertThrows(IOException.class, opening::open).getMessage();
        assertTrue(message.contains(part), message + "\nshould say: " + part);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <!DOCTYPE html><html>not found | a web page (HTML)
            version https://git-lfs.github.com/spec/v1 | a Git LFS pointer
            \u0089HDF\r | HDF5
            BZh91AY | compressed with bzip2
            PK\u0003\u0004....train.npy | a NumPy archive (.npz)
            PK\u0003\u0004....archive/data.pkl | a PyTorch file
            (dp0 | a pickle of protocol 0 or 1
            """)
    void whatIsNoPickleIsNamed(String head, String name) throws IOException {
        Path file =
                Files.write(folder.resolve("file.pkl"), (head + ".".repeat(40)).getBytes(StandardCharsets.ISO_8859_1));
        assertSays("file.pkl is " + name, () -> MmsaFile.open(file, MmsaOptions.defaults()));
        if (!name.contains("npz") && !name.contains("PyTorch")) {
            String report = assertThrows(IOException.class, () -> FileReport.of(file)).getMessage();
            assertTrue(report.contains(name), report);
        }
    }
}
