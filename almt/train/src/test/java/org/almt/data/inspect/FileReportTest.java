package org.almt.data.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.core.Tensor;
import org.almt.data.DataException;
import org.almt.data.TestSplits;
import org.almt.data.inspect.ArrayStatistics.Bar;
import org.almt.data.inspect.ArrayStatistics.Spread;
import org.almt.data.inspect.FileReport.Entry;
import org.almt.data.pickle.PickleBytes.Floats;
import org.almt.nn.checkpoint.TensorSource;
import org.almt.nn.checkpoint.numpy.Npy;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports count right, also where a data set could not be opened. */
class FileReportTest {
    @TempDir
    Path folder;

    private static Entry entry(FileReport report, String section, String key) {
        return report.sections().stream().filter(s -> s.name().equals(section)).findFirst().orElseThrow().entries()
                .stream()
                .filter(e -> e.key().equals(key)).findFirst().orElseThrow();
    }

    @Test
    void everyCountIsRight() throws IOException {
        float inf = Float.POSITIVE_INFINITY;
        float[] audio =
                {0, 0, 1, Float.NaN, 0, -0f, /* sample 2 */ 0, 0, 0, 0, 0, 0, /* sample 3 */ inf, 2, 0, 0, -inf, -4};
        Map<String, Object> split = new LinkedHashMap<>();
        split.put("audio", new Floats(audio, 3, 3, 2));
        split.put("regression_labels", List.of(-3.0, 0.4, 2.6));
        split.put("regression_labels_T", new Floats(new float[] {-1, 0.05f, 0.2f}, 3));
        split.put("id", List.of("a", "b", "c"));
        split.put("raw_text", List.of("x".repeat(70_000), "short", "y".repeat(80_000)));
        split.put("odd", java.util.Arrays.asList(1, "x", null));
        FileReport report = FileReport.of(TestSplits.write(folder, Map.of("train", split)));
        ArrayStatistics statistics = entry(report, "train", "audio").statistics();
        assertEquals(
                new ArrayStatistics(18, 1, 1, 1, new Spread(-4, -1.0 / 15, 2), 9, 6, new Spread(0, 5.0 / 3, 3), null,
                        List.of()),
                statistics);
        assertEquals(List.of(3L, 3L, 2L), entry(report, "train", "audio").shape());
        assertEquals(List.of(new Bar(-3, 1), new Bar(0, 1), new Bar(3, 1)),
                entry(report, "train", "regression_labels").statistics().histogram());
        assertEquals(List.of(new Bar(-1, 1), new Bar(0, 1), new Bar(0.2, 1)),
                entry(report, "train", "regression_labels_T").statistics().histogram());
        assertEquals("list of string", entry(report, "train", "id").type());
        assertEquals("list of string", entry(report, "train", "raw_text").type());
        assertEquals("mixed list", entry(report, "train", "odd").type());
        assertNull(entry(report, "train", "odd").statistics());
        assertEquals("3 samples", report.sections().getFirst().summary());
        String text = report.toString();
        assertTrue(text.contains("6 of 9 rows all zero") && text.contains("1 NaN, 1 of +inf, 1 of -inf")
                && text.contains("none of the files that MMSA released") && text.contains("-3: 1   0: 1   3: 1"), text);
    }

    @Test
    void fortranOrderIsCountedLikeCOrder() throws IOException {
        FileReport report = FileReport.of(Fixtures.path("pickles/forms.pkl"));
        for (String key : List.of("audio", "text")) {
            ArrayStatistics c = entry(report, "train", key).statistics();
            ArrayStatistics f = entry(report, "test", key).statistics();
            assertEquals(c.finite().min(), f.finite().min());
            assertEquals(c.finite().mean(), f.finite().mean(), 1e-12);
            assertEquals(c.used(), f.used());
            assertEquals(c.zeroRows(), f.zeroRows());
        }
        assertEquals("list of 2", "list of " + entry(report, "config", "a").shape().getFirst());
        FileReport types = FileReport.of(Fixtures.path("pickles/types_p5.pkl"));
        ArrayStatistics plain = entry(types, "", "f4").statistics();
        ArrayStatistics fortran = entry(types, "", "fortran_big").statistics();
        assertEquals(plain, fortran);
        assertEquals("float64 (big-endian)", entry(types, "", "fortran_big").type());
        assertEquals("complex64", entry(types, "", "complex").type());
        assertEquals("structured V8", entry(types, "", "record").type());
        assertEquals(0, entry(types, "", "empty").statistics().count());
    }

    @Test
    void tokensAreCountedByTheirMask() throws IOException {
        FileReport report = FileReport.of(Fixtures.path("golden/pickles/mosi_p5.pkl"));
        assertEquals(new Spread(4, 5.2, 6), entry(report, "train", "text_bert").statistics().tokens());
        assertEquals(new Spread(4, 6.8, 8), entry(report, "train", "audio_lengths").statistics().finite());
        assertEquals(1, entry(report, "train", "audio").statistics().negativeInfinities());
        assertEquals("pickle, protocol 5", report.format());
        assertEquals(Files.size(Fixtures.path("golden/pickles/mosi_p5.pkl")), report.size());
    }

    @Test
    void releasedFilesAreKnownByTheirHash() {
        for (ReleasedFile file : ReleasedFile.values()) {
            assertEquals(64, file.sha256().length());
            assertEquals(file, ReleasedFile.of(file.sha256()).orElseThrow());
            FileReport report = new FileReport(Path.of("x"), "pickle", 1, file.sha256(), List.of());
            assertTrue(report.lines().contains("released by MMSA as " + file.title()));
        }
        assertTrue(ReleasedFile.of("0".repeat(64)).isEmpty());
    }

    @Test
    void namesFromTheFileAreMadePrintable() throws IOException {
        FileReport report = FileReport.of(TestSplits.write(folder, Map.of("\u001b[2J", Map.of("\u0007bell", 1))));
        assertFalse(report.toString().contains("\u001b") || report.toString().contains("\u0007"));
        assertThrows(DataException.class, () -> FileReport.of(folder.resolve("none")));
    }

    @Test
    void checkpointsAndArraysAreDescribedToo() throws IOException {
        FileReport npz = FileReport.of(Fixtures.path("golden/pickles/mosi_expected.npz"));
        assertEquals("NumPy archive (.npz)", npz.format());
        FileReport pickle = FileReport.of(Fixtures.path("golden/pickles/mosi_p5.pkl"));
        for (String key : List.of("audio", "vision", "text", "regression_labels")) {
            assertEquals(entry(pickle, "train", key).statistics(), entry(npz, "", "train/" + key).statistics());
        }
        assertEquals("text", entry(npz, "", "train/id").type());
        Path weights = folder.resolve("w.safetensors");
        Tensor w = Tensor.of(new float[] {1, -2, Float.NaN, 0}, 2, 2);
        SafeTensors.write(weights, List.of(TensorSource.of("w", w)), Map.of());
        Entry entry = entry(FileReport.of(weights), "", "w");
        assertEquals("float32", entry.type());
        assertEquals(1, entry.statistics().nan());
        assertEquals(new Spread(-2, -1.0 / 3, 1), entry.statistics().finite());
        Path array = folder.resolve("a.npy");
        Npy.write(array, NpyArray.of(new long[] {3, 4, 5}, 3));
        assertEquals(new Spread(3, 4, 5), entry(FileReport.of(array), "", "").statistics().finite());
        Path other = Files.writeString(folder.resolve("other"), "not a file of arrays at all");
        Path none = Files.write(folder.resolve("none"), new byte[0]);
        for (Path foreign : List.of(other, none)) {
            DataException e = assertThrows(DataException.class, () -> FileReport.of(foreign));
            assertTrue(e.getMessage().contains("is not a file of arrays"), e.getMessage());
        }
    }

    @Test
    void aTensorThatCannotBeReadDoesNotHideTheOthers() throws IOException {
        byte[] header = ("{\"odd\":{\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[0,2]},"
                + "\"even\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[2,4]}}").getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header).put(new byte[] {1, 7, 2, 4});
        FileReport report = FileReport.of(Files.write(folder.resolve("odd.safetensors"), bytes.array()));
        assertNull(entry(report, "", "odd").statistics());
        assertEquals(new Spread(2, 3, 4), entry(report, "", "even").statistics().finite());
    }
}
