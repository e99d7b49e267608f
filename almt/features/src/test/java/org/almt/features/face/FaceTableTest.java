package org.almt.features.face;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.almt.features.FeatureException;
import org.almt.features.FeatureTable;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaceTableTest {
    private static final String AUS = String.join(",", OpenFaceColumns.ACTION_UNITS);

    @TempDir
    Path folder;

    /** A table of action units whose every value is its frame's number; {@code failed} frames have success 0. */
    private Path table(String name, int frames, int... failed) throws IOException {
        StringBuilder text = new StringBuilder("frame,face_id,timestamp,confidence,success," + AUS + "\n");
        for (int i = 0; i < frames; i++) {
            int success = 1;
            for (int each : failed) {
                success = each == i ? 0 : success;
            }
            text.append(String.format(Locale.ROOT, "%d,0,%.3f,0.98,%d", i + 1, i / 30.0, success));
            text.append(("," + i).repeat(35)).append('\n');
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<Double> firstColumn(Path file, int pool, FailedRows failed) throws IOException {
        FeatureTable table = FaceTable.read(file, new FaceOptions(FaceProfile.AUS, pool, failed, -1, true));
        List<Double> column = new ArrayList<>();
        for (int t = 0; t < table.frames(); t++) {
            column.add(table.value(t, 0));
        }
        return column;
    }

    private static String refusal(Path file, FaceProfile profile) {
        String message =
                assertThrows(FeatureException.class, () -> FaceTable.read(file, FaceOptions.of(profile))).getMessage();
        assertTrue(message.startsWith(file.toString()), message);
        return message;
    }

    private static void assertSays(String part, String message) {
        assertTrue(message.contains(part), message + "\nshould say: " + part);
    }

    @Test
    void failedFramesAreTreatedAsAsked() throws IOException {
        Path file = table("failed.csv", 6, 0, 1, 4);
        assertEquals(List.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.0), firstColumn(file, 1, FailedRows.KEEP));
        assertEquals(List.of(2.0, 3.0, 5.0), firstColumn(file, 1, FailedRows.DROP));
        assertEquals(List.of(2.0, 2.0, 2.0, 3.0, 3.0, 5.0), firstColumn(file, 1, FailedRows.HOLD));
        assertEquals(List.of(0.0, 0.0, 2.0, 3.0, 0.0, 5.0), firstColumn(file, 1, FailedRows.ZERO));
        assertEquals(List.of(1.5, 4.5), firstColumn(file, 4, FailedRows.KEEP));
        String warnings = FaceTable.open(file, FaceOptions.of(FaceProfile.AUS)).warnings().toString();
        assertSays("no face in 3 of 6 frames (50.0 %)", warnings);
    }

    @Test
    void tableWithoutAnyFaceIsRefusedUnlessAllowed() throws IOException {
        Path file = table("none.csv", 3, 0, 1, 2);
        assertSays("none of its 3 frames has a face", refusal(file, FaceProfile.AUS));
        assertEquals(List.of(0.0, 0.0, 0.0), firstColumn(file, 1, FailedRows.HOLD));
        assertSays("leaves none", assertThrows(FeatureException.class, () -> firstColumn(file, 1, FailedRows.DROP))
                .getMessage());
    }

    @Test
    void rowsKnowTheirSeconds() throws IOException {
        FeatureTable table = FaceTable.read(table("t.csv", 12),
                new FaceOptions(FaceProfile.AUS, 5, FailedRows.KEEP, -1, false));
        assertEquals(3, table.frames());
        assertEquals(5 / 30.0, table.step(), 1e-12);
        assertEquals(0.167, table.from(1), 1e-9);
        assertEquals(0.3 + 1 / 30.0, table.to(1), 1e-9);
    }

    @Test
    void largestFaceIsTakenAndSaid() throws IOException {
        Path file = Fixtures.path("golden/features/openface/two_faces_vidmulti.csv");
        FeatureTable largest = FaceTable.read(file, FaceOptions.of(FaceProfile.AUS));
        assertSays("has 2 faces [0, 1]; face 1 is read", largest.warnings().toString());
        FeatureTable one = FaceTable.read(file, new FaceOptions(FaceProfile.AUS, 0, FailedRows.KEEP, 1, false));
        FeatureTable zero = FaceTable.read(file, new FaceOptions(FaceProfile.AUS, 0, FailedRows.KEEP, 0, false));
        assertEquals(6, one.frames());
        assertEquals(0.05, one.value(0, 1));
        assertEquals(0.05, largest.value(0, 1));
        assertEquals(0.17, zero.value(0, 1));
        assertSays("no face 7; its faces are [0, 1]", assertThrows(FeatureException.class,
                () -> FaceTable.read(file, new FaceOptions(FaceProfile.AUS, 0, FailedRows.KEEP, 7, false)))
                .getMessage());
    }

    /** What a spreadsheet makes of a table: semicolons, decimal commas, a byte order mark, UTF-16. */
    @ParameterizedTest
    @CsvSource({"UTF-8", "UTF-16LE", "UTF-16BE"})
    void spreadsheetsTablesAreRead(String charset) throws IOException {
        String text = Files.readString(Fixtures.path("golden/features/openface/aus_only.csv"));
        Path saved = folder.resolve("saved.csv");
        Files.write(saved, ("\uFEFF" + text.replace(',', ';').replace('.', ',')).getBytes(charset));
        FeatureTable expected = FaceTable.read(Fixtures.path("golden/features/openface/aus_only.csv"),
                FaceOptions.of(FaceProfile.AUS));
        FeatureTable actual = FaceTable.read(saved, FaceOptions.of(FaceProfile.AUS));
        assertEquals(expected.frames(), actual.frames());
        for (int t = 0; t < expected.frames(); t++) {
            for (int c = 0; c < 35; c++) {
                assertEquals(expected.value(t, c), actual.value(t, c));
            }
        }
    }

    @Test
    void lastRowThatIsCutOffIsLeftOut() throws IOException {
        String text = Files.readString(table("whole.csv", 4));
        for (int cut : new int[] {2, 5, 40}) {
            Path file = Files.writeString(folder.resolve("cut.csv"), text.substring(0, text.length() - cut));
            FeatureTable table = FaceTable.read(file, FaceOptions.of(FaceProfile.AUS));
            assertEquals(3, table.frames(), "without " + cut + " characters");
            assertSays("line 5, the last, is cut off", table.warnings().toString());
        }
        Path noNewline = Files.writeString(folder.resolve("n.csv"), text.stripTrailing());
        assertEquals(4, FaceTable.read(noNewline, FaceOptions.of(FaceProfile.AUS)).frames());
    }

    @Test
    void wrongTablesAreNamed() throws IOException {
        String text = Files.readString(table("right.csv", 3));
        assertSays("OpenFace 3 uses the same names", refusal(Files.writeString(folder.resolve("v3.csv"),
                "frame,face_id,timestamp,confidence,success,AU01_r,AU02_r,AU04_r,AU06_r\n1,0,0,1,1,0,0,0,0\n"),
                FaceProfile.AUS));
        assertSays("'AU45_c' is missing", refusal(Files.writeString(folder.resolve("34.csv"),
                text.replace("AU45_c", "lid")), FaceProfile.AUS));
        assertSays("has 4 columns of action units where OpenFace 2 writes 35: 'AU05_r', 'AU07_r'", refusal(
                folder.resolve("v3.csv"), FaceProfile.AUS));
        assertSays("is of py-feat, whose values", refusal(Files.writeString(folder.resolve("feat.csv"),
                "frame,FaceRectX,FaceRectY,FaceScore,AU01,AU02\n0,1,2,0.9,0.1,0.2\n"), FaceProfile.AUS));
        assertSays("is of MediaPipe, whose values", refusal(Files.writeString(folder.resolve("pipe.csv"),
                "frame,_neutral,browDownLeft\n0,0.1,0.2\n"), FaceProfile.AUS));
        assertSays("was written by FaceLandmarkImg", refusal(Files.writeString(folder.resolve("img.csv"),
                "face,confidence,x_0\n0,0.9,1\n"), FaceProfile.AUS));
        assertSays("no column 'success'", refusal(Files.writeString(folder.resolve("other.csv"), "a,b\n1,2\n"),
                FaceProfile.AUS));
        assertSays("has 35 of the 709 columns of profile sims-2020",
                refusal(table("aus.csv", 3), FaceProfile.SIMS_2020));
        assertSays("line 3: has 39 fields, where the header has 40",
                refusal(Files.writeString(folder.resolve("short.csv"),
                        text.replaceFirst(",1\n", "\n")), FaceProfile.AUS));
        assertSays("line 3: column 'AU45_c' is 'abc'", refusal(Files.writeString(folder.resolve("text.csv"),
                text.replaceFirst(",1\n", ",abc\n")), FaceProfile.AUS));
        assertSays("line 3: column 'AU45_c' is 'nan'", refusal(Files.writeString(folder.resolve("nan.csv"),
                text.replaceFirst(",1\n", ",nan\n")), FaceProfile.AUS));
        assertSays("header but no rows", refusal(Files.writeString(folder.resolve("h.csv"), text.split("\n")[0] + "\n"),
                FaceProfile.AUS));
        assertSays("an empty file", refusal(Files.writeString(folder.resolve("e.csv"), ""), FaceProfile.AUS));
        assertSays("no such file", refusal(folder.resolve("missing.csv"), FaceProfile.AUS));
        assertSays("is not UTF-8", refusal(Files.write(folder.resolve("latin.csv"),
                text.replace("AU01_r", "AU01_r,\u00fc").getBytes(StandardCharsets.ISO_8859_1)), FaceProfile.AUS));
        assertSays("the quote that is opened here is not closed", refusal(Files.writeString(folder.resolve("quote.csv"),
                "\"" + "x".repeat(3 << 20)), FaceProfile.AUS));
    }

    @Test
    void framesWithoutTimeAreAssumedAt30() throws IOException {
        String text = Files.readString(table("times.csv", 3)).replaceAll("(?m)^(\\d+,0),[\\d.]+", "$1,0.000");
        FeatureTable table = FaceTable.read(Files.writeString(folder.resolve("zero.csv"), text),
                FaceOptions.of(FaceProfile.AUS));
        assertSays("no increasing timestamps", table.warnings().toString());
        assertEquals(2 / 30.0, table.from(2), 1e-12);
    }

    /** Rows go through one by one: a table of three million frames, of 280 MB, in a heap of 24 MB. */
    @Test
    void threeMillionRowsNeedNoMoreMemoryThanThree() throws Exception {
        int frames = 3_000_000;
        Process child =
                new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx24m",
                        "-XX:+UseSerialGC", "-cp", classPath(), LongTable.class.getName(),
                        folder.resolve("long.csv").toString(),
                        Integer.toString(frames)).redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor(), said);
        assertEquals(frames / 5 + " rows", said.strip());
    }

    /** Where the classes of the test, of the module and of the CSV reader lie; a module's location has no tests. */
    private static String classPath() throws Exception {
        List<String> places = new ArrayList<>();
        for (Class<?> each : List.of(LongTable.class, FaceTable.class)) {
            Path file = Path.of(each.getResource(each.getSimpleName() + ".class").toURI());
            places.add(file.resolve("../../../../..").normalize().toString());
        }
        places.add(Path.of(CsvReader.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
        return String.join(File.pathSeparator, places);
    }
}
