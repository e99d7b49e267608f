package org.almt.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the lines of a small text file of a run folder. The file may be untrusted, so limits keep its lines from
 * exhausting memory.
 */
public final class TableLines {
    /** The most bytes that are accepted: a table of 100,000 epochs. */
    static final int MAX_BYTES = 32 << 20;

    /** The most lines that are accepted. */
    static final int MAX_LINES = 1_000_001;

    /** The most characters of a line that are accepted. */
    static final int MAX_LINE = 1 << 13;

    private TableLines() {}

    /**
     * Reads all lines.
     *
     * @throws IOException if it cannot be read, is not UTF-8, or is larger than any file that a run writes
     */
    public static List<String> of(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw larger(file, MAX_BYTES + " bytes");
        }
        List<String> lines = new ArrayList<>();
        // Buffers stay small: the length of a line is checked before the next piece of it is read.
        try (InputStream in = Files.newInputStream(file);
                BufferedReader reader = new BufferedReader(
                        new InputStreamReader(in, StandardCharsets.ISO_8859_1))) {
            StringBuilder line = new StringBuilder();
            long characters = 0;
            for (int each = reader.read(); each >= 0; each = reader.read()) {
                if (++characters > MAX_BYTES) {
                    throw larger(file, MAX_BYTES + " bytes");
                }
                if (each == '\n') {
                    add(file, lines, line);
                } else if (line.length() == MAX_LINE) {
                    throw larger(file, MAX_LINE + " characters in line " + (lines.size() + 1));
                } else {
                    line.append((char) each);
                }
            }
            if (!line.isEmpty()) {
                add(file, lines, line);
            }
        }
        return lines;
    }

    private static void add(Path file, List<String> lines, StringBuilder line) throws IOException {
        if (lines.size() == MAX_LINES) {
            throw larger(file, MAX_LINES + " lines");
        }
        int end = line.length();
        lines.add(utf8(file, lines.size() + 1,
                line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end)));
        line.setLength(0);
    }

    /** A line whose characters are still bytes, so that their number was known before they were decoded. */
    private static String utf8(Path file, int number, String bytes) throws IOException {
        if (bytes.chars().allMatch(each -> each < 0x80)) {
            return bytes;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1))).toString();
        } catch (CharacterCodingException e) {
            throw new IOException(
                    PrintableText.text(file.toString()) + ", line " + number + ": is not UTF-8, so that the"
                            + " file is damaged; take it from where it was made",
                    e);
        }
    }

    private static IOException larger(Path file, String most) {
        return new IOException(PrintableText.text(file.toString()) + ": has more than " + most
                + ", the most accepted; no run writes such a file, take the run folder from where it was made");
    }
}
