package org.almt.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.almt.io.TableLines;
import org.almt.nn.checkpoint.AtomicFiles;

/**
 * A CSV file such as {@code metrics.csv}, with one row for each epoch. The first column is the epoch. The whole file is
 * replaced at each write, so that it is never incomplete. It is read back as text, so that a resumed run does not
 * change its rows. Cells are numbers, which need no quotes.
 *
 * <p>Threads: one at a time.
 */
public final class EpochTable {
    private final Path file;
    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /** An empty table, to be written to {@code file}. The first column must be {@code epoch}. */
    public EpochTable(Path file, List<String> columns) {
        this.file = file;
        this.columns = List.copyOf(columns);
    }

    /**
     * Reads back the rows up to an epoch. A run that was killed between its table and its checkpoint has written one
     * more row, which is computed again. A missing file has no rows.
     */
    public void reload(int lastEpoch) throws IOException {
        rows.clear();
        if (!Files.exists(file)) {
            checkCount(lastEpoch);
            return;
        }
        List<String> lines = TableLines.of(file);
        if (lines.isEmpty() || !split(lines.getFirst()).equals(columns)) {
            throw new IOException(file + ": its columns differ from those of this version ("
                    + String.join(",", columns) + ")");
        }
        for (String line : lines.subList(1, Math.min(lines.size(), lastEpoch + 1))) {
            List<String> row = split(line);
            if (row.size() != columns.size() || !row.getFirst().equals(Integer.toString(rows.size() + 1))
                    || !row.stream().allMatch(EpochTable::isNumber)) {
                throw new IOException(file + ": row " + (rows.size() + 1) + " is damaged: " + line);
            }
            rows.add(row);
        }
        checkCount(lastEpoch);
    }

    private void checkCount(int lastEpoch) throws IOException {
        if (rows.size() != lastEpoch) {
            throw new IOException(file + ": has " + rows.size() + " epochs; the checkpoint beside it has " + lastEpoch);
        }
    }

    private static boolean isNumber(String cell) {
        try {
            Double.parseDouble(cell);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static List<String> split(String line) {
        return List.of(line.split(",", -1));
    }

    /** Adds a row and writes the file. */
    public void append(List<?> cells) throws IOException {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException("table: " + cells.size() + " cells for " + columns.size() + " columns");
        }
        rows.add(cells.stream().map(Object::toString).toList());
        StringBuilder text = new StringBuilder();
        text.append(String.join(",", columns)).append('\n');
        for (List<String> row : rows) {
            text.append(String.join(",", row)).append('\n');
        }
        AtomicFiles.writeString(file, text);
    }

    /**
     * The CRC-32C of the rows up to an epoch.
     *
     * @param timed the number of columns of times at the end. They are left out, because they differ between equal runs
     */
    String checksum(int lastEpoch, int timed) {
        CRC32C crc = new CRC32C();
        for (List<String> row : rows.subList(0, lastEpoch)) {
            crc.update((String.join(",", row.subList(0, columns.size() - timed)) + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        return Long.toHexString(crc.getValue());
    }

    /** The number of rows. */
    public int size() {
        return rows.size();
    }

    /** The value in a column of the row of an epoch, counted from 1. */
    public double value(int epoch, String column) {
        return Double.parseDouble(rows.get(epoch - 1).get(columns.indexOf(column)));
    }
}
