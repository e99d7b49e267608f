package org.almt.study;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.almt.failure.RemediableException;
import org.almt.failure.Remedy;
import org.almt.features.FeatureException;
import org.almt.features.io.QuoteReader;
import org.almt.nn.checkpoint.AtomicFiles;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of test samples in named columns, stored as a CSV file. Reading gives the same bits.
 *
 * @param ids the samples
 * @param columns one number for each sample, by name
 */
public record SampleTable(List<String> ids, SequencedMap<String, float[]> columns) {
    private static final String ID = "id";

    /** Writes the file, and makes its folder. */
    public void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        AtomicFiles.write(file, out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(writer);
            List<String> header = new ArrayList<>(List.of(ID));
            header.addAll(columns.keySet());
            csv.writeRecord(header);
            for (int i = 0; i < ids.size(); i++) {
                List<String> row = new ArrayList<>(List.of(ids.get(i)));
                for (float[] column : columns.values()) {
                    row.add(Float.toString(column[i]));
                }
                csv.writeRecord(row);
            }
            csv.flush();
        });
    }

    /**
     * Reads the file.
     *
     * @throws IOException if it is damaged; the message names a remedy
     */
    public static SampleTable read(Path file) throws IOException {
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                .ofCsvRecord(new QuoteReader(new InputStreamReader(Files.newInputStream(file),
                        StandardCharsets.UTF_8.newDecoder()), ',', file))) {
            Iterator<CsvRecord> rows = records.iterator();
            List<String> header = rows.hasNext() ? rows.next().getFields() : List.of();
            if (header.size() < 2 || !header.getFirst().equals(ID)) {
                throw damaged(file, "its header is not id and further columns", null);
            }
            List<String> ids = new ArrayList<>();
            List<float[]> numbers = new ArrayList<>();
            while (rows.hasNext()) {
                List<String> row = rows.next().getFields();
                ids.add(row.getFirst());
                float[] cells = new float[header.size() - 1];
                for (int c = 0; c < cells.length; c++) {
                    cells[c] = Float.parseFloat(row.get(c + 1));
                }
                numbers.add(cells);
            }
            return new SampleTable(ids, transposed(header, numbers));
        } catch (CsvParseException | CharacterCodingException | FeatureException | UncheckedIOException
                | NumberFormatException e) {
            throw damaged(file, "it has an invalid row", e);
        }
    }

    private static SequencedMap<String, float[]> transposed(List<String> header, List<float[]> rows) {
        SequencedMap<String, float[]> columns = new LinkedHashMap<>();
        for (int c = 1; c < header.size(); c++) {
            float[] column = new float[rows.size()];
            for (int i = 0; i < column.length; i++) {
                column[i] = rows.get(i)[c - 1];
            }
            columns.put(header.get(c), column);
        }
        return columns;
    }

    static IOException damaged(Path file, String how, @Nullable Exception cause) {
        return new RemediableException(file + " is damaged: " + how + "; delete it, and resume", Remedy.RESUME, cause);
    }

    /** Checks that the table has these samples and columns. */
    SampleTable require(Path file, List<String> samples, Iterable<String> names) throws IOException {
        if (!ids.equals(samples)) {
            throw damaged(file, "its samples are not those of the run's predictions.csv", null);
        }
        for (String name : names) {
            if (!columns.containsKey(name)) {
                throw damaged(file, "it has no column '" + name + "'", null);
            }
        }
        return this;
    }

    /** One column. */
    public float[] column(String name) {
        return Objects.requireNonNull(columns.get(name), name);
    }
}
