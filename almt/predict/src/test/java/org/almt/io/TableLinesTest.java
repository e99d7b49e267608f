package org.almt.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines are those that {@link Files#readAllLines} gives, and large files are refused before they fill the memory. */
class TableLinesTest {
    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("metrics.csv"), text, StandardCharsets.ISO_8859_1);
    }

    @Test
    void linesAreThoseOfTheJdk() throws IOException {
        for (String text : List.of("", "\n", "a", "a\n", "a\r\nb", "a\n\nb\n", "\u00e9,\u4f60\n1,2")) {
            Path file = Files.writeString(folder.resolve("metrics.csv"), text);
            assertEquals(Files.readAllLines(file), TableLines.of(file), text);
        }
    }

    @Test
    void largeFilesAreRefused() throws IOException {
        Path sparse = folder.resolve("sparse.csv");
        try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(3_000_000_000L);
        }
        refused(sparse, "33554432 bytes");
        refused(file("\n".repeat(TableLines.MAX_LINES + 1)), "1000001 lines");
        refused(file("a\n" + "b".repeat(TableLines.MAX_LINE + 1)), "8192 characters in line 2");
    }

    @Test
    void whatIsNotUtf8IsRefused() throws IOException {
        Path file = file("a,b\n1,\u00ff\n");
        assertEquals(file + ", line 2: is not UTF-8, so that the file is damaged; take it from where it was made",
                assertThrows(IOException.class, () -> TableLines.of(file)).getMessage());
    }

    private static void refused(Path file, String most) {
        String message = assertThrows(IOException.class, () -> TableLines.of(file)).getMessage();
        assertTrue(message.startsWith(file + ": has more than " + most), message);
    }
}
