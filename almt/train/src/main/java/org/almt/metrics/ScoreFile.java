package org.almt.metrics;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.almt.features.FeatureException;
import org.almt.features.io.QuoteReader;
import org.almt.features.io.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Predictions to be scored, from a CSV file with a header and the columns {@code id}, {@code label} and
 * {@code prediction} in any order. Other columns are ignored. The file is comma-separated UTF-8, with or without a byte
 * order mark, with either form of line ends. Predictions may be NaN ("nan" in any case) or infinite. Labels must be
 * finite numbers.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param ids the samples' ids, in the file's order
 * @param predictions one for each
 * @param labels one for each
 */
public record ScoreFile(List<String> ids, float[] predictions, float[] labels) {
    /** The most rows that are read. */
    public static final int MAX_ROWS = 1_000_000;

    private static final int MAX_COLUMNS = 256;
    private static final int MAX_FIELD = 8 * 1024;
    private static final int MAX_ID = 256;
    private static final int MAX_LINE = 64 * 1024;
    private static final int MOST_SHOWN = 40;

    /**
     * Reads a file.
     *
     * @throws CsvFormatException if a column is missing, a value is invalid or a limit is exceeded
     * @throws IOException if the file cannot be read
     */
    public static ScoreFile read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new CsvFormatException("score: " + file + " is a folder; a CSV file is needed");
        }
        if (Files.notExists(file)) {
            throw new CsvFormatException("score: there is no file " + file);
        }
        if (Files.isRegularFile(file) && Files.size(file) == 0) {
            throw empty(file);
        }
        try (CsvReader<CsvRecord> records = CsvReader.builder()
                // counted here, so that the message can name the missing column
                .allowExtraFields(true)
                .allowMissingFields(true)
                .maxBufferSize(MAX_LINE)
                .build(limits(), new QuoteReader(Texts.open(file), ',', file))) {
            return new Rows(file).read(records.iterator());
        } catch (FeatureException e) {
            throw new CsvFormatException("score: " + e.getMessage(), e);
        } catch (CsvParseException e) {
            throw new CsvFormatException("score: " + file
                    + " cannot be read as a CSV file: it has a field of more than "
                    + MAX_FIELD + " characters, a line of more than " + MAX_LINE + " or more than " + MAX_COLUMNS
                    + " columns; close all quotes, and give a table with the columns id, label and prediction", e);
        } catch (AccessDeniedException e) {
            throw new IOException("score: " + file + " may not be read by this user", e);
        } catch (CsvFormatException e) {
            throw e;
        } catch (UncheckedIOException e) {
            throw unreadable(file, e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static CsvFormatException empty(Path file) {
        return new CsvFormatException("score: " + file + " is empty; a header with id, label and prediction is needed");
    }

    private static IOException unreadable(Path file, Exception e) {
        Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
        if (cause instanceof FeatureException) {
            return new CsvFormatException("score: " + cause.getMessage(), cause);
        }
        if (cause instanceof CharacterCodingException) {
            return new CsvFormatException("score: " + Texts.notText(file, e).getMessage(), cause);
        }
        return new IOException("score: " + file + " cannot be read: " + cause.getMessage(), cause);
    }

    private static CsvRecordHandler limits() {
        return CsvRecordHandler.of(
                limits -> limits.maxFields(MAX_COLUMNS).maxFieldSize(MAX_FIELD).maxRecordSize(MAX_LINE));
    }

    /** The beginning of a field, safe for a message: without characters that would disturb a terminal. */
    private static String shown(String field) {
        String start = field.length() > MOST_SHOWN ? field.substring(0, MOST_SHOWN) + "…" : field;
        return start.replaceAll("[\\p{Cntrl}\\p{Cn}\\p{Cs}\uFFFD]", "?");
    }

    /** One pass over a file's rows. */
    private static final class Rows {
        private final Path file;
        private final List<String> ids = new ArrayList<>();
        private float[] predictions = new float[1024];
        private float[] labels = new float[1024];

        Rows(Path file) {
            this.file = file;
        }

        ScoreFile read(Iterator<CsvRecord> records) throws CsvFormatException {
            if (!records.hasNext()) {
                throw empty(file);
            }
            List<String> header =
                    records.next().getFields().stream().map(String::strip).toList();
            int id = column(header, "id");
            int label = column(header, "label");
            int prediction = column(header, "prediction");
            while (records.hasNext()) {
                CsvRecord row = records.next();
                if (row.getFieldCount() != header.size()) {
                    throw error(row, row.getFieldCount() + " fields, where the header has " + header.size());
                }
                int n = ids.size();
                if (n == MAX_ROWS) {
                    throw error(row, "more than " + MAX_ROWS + " rows; score the file in parts");
                }
                if (n == labels.length) {
                    predictions = Arrays.copyOf(predictions, 2 * n);
                    labels = Arrays.copyOf(labels, 2 * n);
                }
                if (row.getField(id).length() > MAX_ID) {
                    throw error(row, "column 'id' has more than " + MAX_ID + " characters");
                }
                ids.add(row.getField(id));
                labels[n] = number(row, label, "label");
                predictions[n] = number(row, prediction, "prediction");
                if (!Float.isFinite(labels[n])) {
                    throw error(row, "column 'label' is '" + shown(row.getField(label)) + "'; a label must be finite");
                }
            }
            int n = ids.size();
            if (n == 0) {
                throw new CsvFormatException("score: " + file + " has a header but no rows; at least one is needed");
            }
            return new ScoreFile(List.copyOf(ids), Arrays.copyOf(predictions, n), Arrays.copyOf(labels, n));
        }

        private int column(List<String> header, String name) throws CsvFormatException {
            int at = header.indexOf(name);
            if (at < 0) {
                throw new CsvFormatException("score: " + file + " has no column '" + name
                        + "' in line 1; its columns are '"
                        + header.stream().limit(10).map(ScoreFile::shown).collect(Collectors.joining("', '"))
                        + "', and id, label and prediction are needed, separated by commas");
            }
            if (header.lastIndexOf(name) != at) {
                throw new CsvFormatException("score: " + file + " has the column '" + name + "' twice in line 1");
            }
            return at;
        }

        private float number(CsvRecord row, int column, String name) throws CsvFormatException {
            String text = row.getField(column).strip();
            try {
                return CsvNumbers.parse(text);
            } catch (NumberFormatException e) {
                String what = text.isEmpty() ? "empty" : "'" + shown(text) + "'";
                throw error(row, "column '" + name + "' is " + what + "; a number is needed");
            }
        }

        private CsvFormatException error(CsvRecord row, String what) {
            return new CsvFormatException("score: " + file + ", line " + row.getStartingLineNumber() + ": " + what);
        }
    }

    /** Whether both hold the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ScoreFile same && ids.equals(same.ids) && Arrays.equals(predictions, same.predictions)
                && Arrays.equals(labels, same.labels);
    }

    @Override
    public int hashCode() {
        return 31 * ids.hashCode() + Arrays.hashCode(predictions);
    }

    /** For example {@code 686 predictions}. */
    @Override
    public String toString() {
        return ids.size() + " predictions";
    }
}
