package org.almt.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoreFileTest {
    @TempDir
    Path folder;

    private ScoreFile read(String text) throws IOException {
        return ScoreFile.read(Files.writeString(folder.resolve("p.csv"), text));
    }

    @Test
    void readsColumnsInAnyOrderAndPassesOverOthers() throws IOException {
        ScoreFile file = read("prediction,note,label,id\n0.5,\"a, b\",-1,x$_$1\n-2e-1,,3.,y\n");
        assertEquals(List.of("x$_$1", "y"), file.ids());
        assertArrayEquals(new float[] {0.5f, -0.2f}, file.predictions());
        assertArrayEquals(new float[] {-1, 3}, file.labels());
    }

    @Test
    void readsByteOrderMarkCarriageReturnsSpacesAndEmptyLines() throws IOException {
        ScoreFile file = read("\uFEFFid, label ,prediction\r\n\r\na, 7.5 ,nan\r\nb,0,NaN\r\nc,1,-Inf");
        assertEquals(List.of("a", "b", "c"), file.ids());
        assertArrayEquals(new float[] {Float.NaN, Float.NaN, Float.NEGATIVE_INFINITY}, file.predictions());
        assertArrayEquals(new float[] {7.5f, 0, 1}, file.labels());
    }

    @Test
    void growsPastItsFirstBuffer() throws IOException {
        StringBuilder text = new StringBuilder("id,label,prediction\n");
        for (int i = 0; i < 5000; i++) {
            text.append(i).append(",1,").append(i).append('\n');
        }
        ScoreFile file = read(text.toString());
        assertEquals(5000, file.ids().size());
        assertEquals(4999, file.predictions()[4999]);
        assertEquals(5000, file.labels().length);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                    "''                                   | is empty",
                    "'id,label,prediction\n'              | no rows",
                    "'id,label\na,1\n'                    | no column 'prediction' in line 1",
                    "'id;label;prediction\na;1;2\n'       | separated by commas",
                    "'id,label,label,prediction\na,1,1,1' | 'label' twice",
                    "'a,1,2\nb,1,2'                       | no column 'id'",
                    "'id,label,prediction\na,1,\n'        | line 2: column 'prediction' is empty",
                    "'id,label,prediction\na,1,2\nb,x,2'  | line 3: column 'label' is 'x'",
                    "'id,label,prediction\na,nan,2\n'     | label must be finite",
                    "'id,label,prediction\na,1e99,2\n'    | label must be finite",
                    "'id,label,prediction\na,1,2f\n'      | column 'prediction' is '2f'",
                    "'id,label,prediction\na,1,0x1p3\n'   | column 'prediction' is '0x1p3'",
                    "'id,label,prediction\na,1\n'         | line 2: 2 fields, where the header has 3",
                    "'id,label,prediction\na,1,2,3\n'     | line 2: 4 fields"
            })
    void saysWhatIsWrongAndWhere(String text, String part) {
        CsvFormatException e = assertThrows(CsvFormatException.class, () -> read(text == null ? "" : text));
        assertTrue(e.getMessage().contains(part), e.getMessage());
        assertTrue(e.getMessage().contains("p.csv"), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    /** The field would contain all rows after it, and a file that was cut there would pass for whole. */
    @Test
    void refusesAQuoteThatIsNotClosed() {
        CsvFormatException e = assertThrows(CsvFormatException.class,
                () -> read("prediction,label,id\n1,2,a\n1,2,\"b"));
        assertTrue(e.getMessage().contains(", line 3: the quote that is opened here is not closed"), e.getMessage());
    }

    @Test
    void refusesWhatIsNotUtf8() throws IOException {
        Path file = Files.write(folder.resolve("latin.csv"), "id,label,prediction\n\u00e9,1,2\n"
                .getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("score: " + file + ": is not UTF-8; save it with that encoding (in spreadsheets: \"CSV UTF-8\")",
                assertThrows(CsvFormatException.class, () -> ScoreFile.read(file)).getMessage());
    }

    @Test
    void refusesLinesAndFieldsWithoutEnd() {
        String longField = "id,label,prediction\n" + "x".repeat(10_000) + ",1,1\n";
        String longId = "id,label,prediction\n" + "x".repeat(300) + ",1,1\n";
        String longLine = "id,label,prediction" + ",c".repeat(100_000) + "\n";
        String binary = "\u0000\u0001".repeat(200_000);
        String openQuote = "id,label,prediction\n\"" + "a\n".repeat(100_000);
        for (String text : List.of(longField, longId, longLine, binary, openQuote)) {
            CsvFormatException e = assertThrows(CsvFormatException.class, () -> read(text));
            assertTrue(e.getMessage().length() < 1000, () -> e.getMessage().substring(0, 1000));
        }
    }

    @Test
    void showsForeignBytesHarmlessly() {
        CsvFormatException e = assertThrows(CsvFormatException.class, () -> read("\u001b[31m\u0007" + "y".repeat(99)));
        assertTrue(e.getMessage().contains("'?[31m?yyy"), e.getMessage());
        assertTrue(e.getMessage().contains("y…'"), e.getMessage());
    }

    @Test
    void saysThatAFileIsMissing() {
        CsvFormatException e =
                assertThrows(CsvFormatException.class, () -> ScoreFile.read(folder.resolve("none.csv")));
        assertTrue(e.getMessage().contains("there is no file"), e.getMessage());
        IOException isFolder = assertThrows(IOException.class, () -> ScoreFile.read(folder));
        assertTrue(isFolder.getMessage().contains(folder + " is a folder"), isFolder.getMessage());
    }

    @Test
    void readsBackTheBitsThatPredictionsCsvWrites() throws IOException {
        List<String> ids = List.of("a,b", "quote\"d", "c", "d");
        float[] labels = {-3, 0.2f, Float.MIN_VALUE, -0.0f};
        float[] predictions = {0.1f, Float.NaN, Float.MAX_VALUE, 1.17549435e-38f};
        StringWriter out = new StringWriter();
        PredictionsCsv.write(out, ids, labels, predictions);
        assertTrue(out.toString().startsWith("id,label,prediction\n\"a,b\",-3.0,0.1\n"), out.toString());

        Path path = Files.write(folder.resolve("p.csv"), out.toString().getBytes(StandardCharsets.UTF_8));
        ScoreFile file = ScoreFile.read(path);
        assertEquals(ids, file.ids());
        assertArrayEquals(labels, file.labels());
        assertArrayEquals(predictions, file.predictions());
        assertThrows(IllegalArgumentException.class,
                () -> PredictionsCsv.write(new StringWriter(), ids, labels, new float[1]));
    }
}
