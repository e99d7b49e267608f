package org.almt.features.words;

import java.io.IOException;
import java.nio.file.Path;
import org.almt.features.io.CsvTable;

/** Reads a table of words: columns word, start and end in seconds, or start_ms and end_ms in milliseconds. */
final class WordTable {
    private WordTable() {}

    static Transcript.Timeline read(Path file) throws IOException {
        Transcript.Timeline line = new Transcript.Timeline(file);
        try (CsvTable table = CsvTable.open(file)) {
            int word = table.columnOf("word", "text", "token", "character");
            int start = table.columnOf("start", "begin", "from", "start_ms");
            int end = table.columnOf("end", "stop", "to", "end_ms");
            if (word < 0 || start < 0 || end < 0) {
                throw table.refuse("has no column '" + (word < 0 ? "word" : start < 0 ? "start" : "end")
                        + "'; its columns are " + table.shownHeader() + ", and word, start and end are needed");
            }
            double startUnit = table.header().get(start).endsWith("_ms") ? 1000 : 1;
            double endUnit = table.header().get(end).endsWith("_ms") ? 1000 : 1;
            while (table.next()) {
                line.add("line " + table.line(), table.field(word), table.number(start) / startUnit,
                        table.number(end) / endUnit);
            }
        }
        return line;
    }
}
