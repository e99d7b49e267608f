package org.almt.features.io;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.almt.features.FeatureException;
import org.jspecify.annotations.Nullable;

/**
 * A table with a header line, read row by row. The separator is the most frequent one in the header: comma, semicolon
 * or tab. The encoding is UTF-8, or UTF-16 with a byte order mark. Names are stripped. Only the current row and the
 * next are in memory.
 */
public final class CsvTable implements Closeable {
    private static final int MOST_COLUMNS = 16_384;
    private static final int LONGEST_FIELD = 1 << 20;
    private static final int LONGEST_LINE = 1 << 22;
    private static final int SHOWN = 10;

    private final Path file;
    private final CloseableIterator<CsvRecord> records;
    private final List<String> header = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private final char separator;
    /** The current row; null before the first and after the last. */
    private @Nullable CsvRecord row;
    private @Nullable CsvRecord following;

    private CsvTable(Path file, BufferedReader reader) throws IOException {
        this.file = file;
        separator = separator(reader);
        records = CsvReader.builder().fieldSeparator(separator).skipEmptyLines(true).allowExtraFields(true)
                .allowMissingFields(true).trimWhitespacesAroundQuotes(true)
                .build(CsvRecordHandler.of(limits -> limits.maxFields(MOST_COLUMNS).maxFieldSize(LONGEST_FIELD)
                        .maxRecordSize(LONGEST_LINE)), new QuoteReader(reader, separator, file))
                .iterator();
        CsvRecord first = read();
        if (first == null) {
            throw new FeatureException(Printable.path(file) + ": is empty; expected a header line of column names");
        }
        for (String name : first.getFields()) {
            places.putIfAbsent(name.strip(), header.size());
            header.add(name.strip());
        }
        following = read();
    }

    /**
     * Opens a table and reads its header.
     *
     * @throws FeatureException if it does not exist, is not text, or has no header
     */
    public static CsvTable open(Path file) throws IOException {
        BufferedReader reader = Texts.open(file);
        try {
            return new CsvTable(file, reader);
        } catch (IOException | RuntimeException | Error e) {
            reader.close();
            throw e;
        }
    }

    private char separator(BufferedReader reader) throws IOException {
        reader.mark(1 << 17);
        int commas = 0;
        int semicolons = 0;
        int tabs = 0;
        try {
            for (int i = 0; i < 1 << 16; i++) {
                int c = reader.read();
                if (c < 0 || c == '\n' || c == '\r') {
                    break;
                }
                commas += c == ',' ? 1 : 0;
                semicolons += c == ';' ? 1 : 0;
                tabs += c == '\t' ? 1 : 0;
            }
        } catch (CharacterCodingException e) {
            throw Texts.notText(file, e);
        }
        reader.reset();
        if (tabs > commas && tabs > semicolons) {
            return '\t';
        }
        return semicolons > commas ? ';' : ',';
    }

    private @Nullable CsvRecord read() throws IOException {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (CsvParseException e) {
            throw new FeatureException(Printable.path(file) + (row == null
                    ? ""
                    : ", after line "
                            + row.getStartingLineNumber())
                    + ": cannot be read as a table: a line has more than "
                    + MOST_COLUMNS + " columns or " + LONGEST_LINE
                    + " characters, for example because a quote is not closed", e);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw Texts.notText(file, e);
            }
            throw e.getCause();
        }
    }

    /** Moves to the next row; false at the end. */
    public boolean next() throws IOException {
        row = following;
        following = row == null ? null : read();
        return row != null;
    }

    /** Whether no row follows. */
    public boolean isLast() {
        return following == null;
    }

    /** The names of the columns in the file, stripped. */
    public List<String> header() {
        return header;
    }

    /** The index of a column; -1 if it is absent. */
    public int column(String name) {
        return places.getOrDefault(name, -1);
    }

    /** The index of a column, ignoring case; -1 if it is absent. */
    public int columnOf(String... names) {
        for (String name : names) {
            for (int i = 0; i < header.size(); i++) {
                if (header.get(i).toLowerCase(Locale.ROOT).equals(name)) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** The first names of the header, for messages. */
    public String shownHeader() {
        List<String> shown = header.stream().limit(SHOWN).map(Printable::text).toList();
        return "'" + String.join("', '", shown) + "'" + (header.size() > SHOWN ? " … (" + header.size() + ")" : "");
    }

    /** The number of fields of the current row. */
    public int fields() {
        return current().getFieldCount();
    }

    /** A field of the current row, stripped; empty if the row is too short. */
    public String field(int column) {
        CsvRecord current = current();
        return column < 0 || column >= current.getFieldCount() ? "" : current.getField(column).strip();
    }

    /** Whether numbers may have a decimal comma, because the separator is another character. */
    public boolean hasDecimalCommas() {
        return separator != ',';
    }

    /** The line on which the current row begins. */
    public long line() {
        return current().getStartingLineNumber();
    }

    private CsvRecord current() {
        if (row == null) {
            throw new IllegalStateException("no current row; call next() first");
        }
        return row;
    }

    /** A refusal that names file and line. */
    public FeatureException refuse(String what) {
        return new FeatureException(Printable.path(file) + (row == null ? "" : ", line " + line()) + ": " + what);
    }

    /** A number of the current row. NaN and infinities are numbers. */
    public double number(int column) throws FeatureException {
        String text = field(column);
        try {
            return parse(hasDecimalCommas() ? text.replace(',', '.') : text);
        } catch (NumberFormatException e) {
            String decimal =
                    text.matches("-?\\d+,\\d+") ? "; write it with a point, or separate fields by semicolons" : "";
            throw refuse("column '" + Printable.text(header.get(column)) + "' is "
                    + (text.isEmpty() ? "empty" : "'" + Printable.text(text) + "'") + "; expected a number" + decimal);
        }
    }

    /**
     * Parses a number. Decimal numbers of up to 15 digits are exact quotients; all others use
     * {@link Double#parseDouble}.
     */
    static double parse(String text) {
        int length = text.length();
        long digits = 0;
        int count = 0;
        int point = -1;
        int at = length > 0 && text.charAt(0) == '-' ? 1 : 0;
        boolean negative = at == 1;
        for (; at < length; at++) {
            char c = text.charAt(at);
            if (c == '.' && point < 0) {
                point = at;
            } else if (c >= '0' && c <= '9' && count < 15) {
                digits = 10 * digits + c - '0';
                count++;
            } else {
                return special(text);
            }
        }
        if (count == 0) {
            return special(text);
        }
        double value = point < 0 ? digits : digits / TENS[length - 1 - point];
        return negative ? -value : value;
    }

    private static final double[] TENS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14,
            1e15};

    private static double special(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.matches("[+-]?nan(\\(ind\\))?")) {
            return Double.NaN;
        }
        if (lower.matches("[+-]?inf(inity)?")) {
            return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (text.length() > 400 || !lower.matches("[+-]?(\\d++(\\.\\d*+)?|\\.\\d++)(e[+-]?\\d+)?")) {
            throw new NumberFormatException(text);
        }
        return Double.parseDouble(text);
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
