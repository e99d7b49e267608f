package org.almt.clips;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.almt.data.SourceNames;
import org.almt.data.SplitName;
import org.almt.features.FeatureException;
import org.almt.features.io.CsvTable;
import org.almt.features.io.Printable;
import org.almt.io.FileFolder;
import org.jspecify.annotations.Nullable;

/**
 * A table of samples, CSV or TSV with a header. It has the columns of MMSA-FET's {@code label.csv}
 * ({@code video_id, clip_id, text, label, …, mode}), or {@code id, text} and optionally
 * {@code label, split, audio, vision, words}. Paths are relative to the table's folder. Without path columns, clips are
 * {@code Raw/VIDEO/CLIP.wav} and {@code .csv}. An empty column means that there are no such files. The column
 * {@code words} names files of the spoken words, with or without times. They are also the text of a sample without a
 * text in the column {@code text}.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class Manifest implements SourceNames {
    /** The separator with which MMSA joins the names of a video and a clip. */
    public static final String JOINT = "$_$";

    /** The most samples. A sample takes about 1 kB, without its text. */
    private static final int MOST_ROWS = 1 << 18;

    /** The most characters of all samples together. */
    private static final long MOST_CHARACTERS = 1L << 26;

    /** The most columns that a message names. */
    private static final int SHOWN = 10;

    private static final List<String> COLUMNS = List.of("id", "video_id", "clip_id", "text", "raw_text", "transcript",
            "label", "label_t", "label_a", "label_v", "annotation", "annotations", "mode", "split", "audio", "vision",
            "words");

    /** The names of files of spoken words. */
    private static final Pattern WORD_FILE = Pattern.compile("[^\\s]{1,255}\\.(csv|tsv|srt|vtt|textgrid|json|txt)",
            Pattern.CASE_INSENSITIVE);

    private final Path file;
    private final List<Row> rows;
    private final boolean splits;
    private final List<String> warnings;

    /**
     * One sample.
     *
     * @param line its line in the table, for messages
     * @param id its id
     * @param text the spoken words; null if the table has no such column
     * @param labels the sentiment, and that of text, audio and vision alone; NaN if unknown
     * @param annotation the word for the label; null if the table has none
     * @param split its split; test if the table does not state it
     * @param audio the WAV file; null if absent
     * @param vision the table of the face; null if absent
     * @param words the file of the spoken words, with or without times; null if absent
     */
    public record Row(long line, String id, @Nullable String text, float[] labels, @Nullable String annotation,
            SplitName split, @Nullable Path audio, @Nullable Path vision, @Nullable Path words) {
        /** The same row with a text. */
        Row withText(String said) {
            return new Row(line, id, said, labels, annotation, split, audio, vision, words);
        }
    }

    private Manifest(Path file, List<Row> rows, boolean splits, List<String> warnings) {
        this.file = file;
        this.rows = rows;
        this.splits = splits;
        this.warnings = warnings;
    }

    /** Whether a file is such a table, judged by its name. */
    public static boolean isTable(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".csv") || name.endsWith(".tsv");
    }

    /**
     * Reads a table.
     *
     * @throws FeatureException naming the file and the line
     */
    public static Manifest read(Path file) throws IOException {
        try (CsvTable table = CsvTable.open(file)) {
            return new Reading(file, table).read();
        }
    }

    private static final class Reading {
        private static final String[] LABELS = {"label", "label_t", "label_a", "label_v"};

        private final Path file;
        private final Path folder;
        private final CsvTable table;
        private final int id;
        private final int video;
        private final int clip;
        private final int text;
        private final int split;
        private final int audio;
        private final int vision;
        private final int words;
        private final int annotation;
        private final int[] labelColumns = new int[LABELS.length];
        private long characters;

        Reading(Path file, CsvTable table) throws FeatureException {
            this.file = file;
            this.table = table;
            folder = FileFolder.of(file.toAbsolutePath().normalize());
            id = table.columnOf("id");
            video = table.columnOf("video_id");
            clip = table.columnOf("clip_id");
            text = table.columnOf("text", "raw_text", "transcript");
            split = table.columnOf("mode", "split");
            audio = table.columnOf("audio");
            vision = table.columnOf("vision");
            words = table.columnOf("words");
            annotation = table.columnOf("annotation", "annotations");
            for (int i = 0; i < LABELS.length; i++) {
                labelColumns[i] = table.columnOf(LABELS[i]);
            }
            Set<String> names = new HashSet<>();
            for (String each : table.header()) {
                String name = each.toLowerCase(Locale.ROOT);
                if (!name.isEmpty() && !names.add(name)) {
                    throw table.refuse("has two columns '" + Printable.text(name) + "'; give one another name");
                }
            }
            if (id < 0 && (video < 0 || clip < 0)) {
                throw table.refuse("has no column 'id', nor 'video_id' and 'clip_id'; its columns are "
                        + table.shownHeader());
            }
        }

        Manifest read() throws IOException {
            List<Row> rows = new ArrayList<>();
            Map<String, Long> lines = new HashMap<>();
            while (table.next()) {
                Row row = row();
                Long before = lines.putIfAbsent(row.id, row.line);
                if (before != null) {
                    throw table.refuse("the id '" + Printable.text(row.id) + "' is in line " + before
                            + " already; every sample needs its own id");
                }
                if (rows.size() == MOST_ROWS) {
                    throw table.refuse("has more than " + MOST_ROWS + " samples");
                }
                characters += row.id.length() + (row.text == null ? 0 : row.text.length())
                        + (row.annotation == null ? 0 : row.annotation.length());
                if (characters > MOST_CHARACTERS) {
                    throw table.refuse("has more than " + MOST_CHARACTERS + " characters of ids and texts up to here");
                }
                rows.add(row);
            }
            if (rows.isEmpty()) {
                throw table.refuse("has a header but no samples");
            }
            return new Manifest(file, List.copyOf(rows), split >= 0, unreadColumns());
        }

        /** Warnings about columns that are not read: a column of another name is rarely meant to be ignored. */
        private List<String> unreadColumns() {
            List<String> unread = table.header()
                    .stream()
                    .filter(name -> !name.isEmpty() && !COLUMNS.contains(name.toLowerCase(Locale.ROOT)))
                    .map(name -> "'" + Printable.text(name) + "'")
                    .toList();
            return unread.isEmpty()
                    ? List.of()
                    : List.of(file + ": not read: column "
                            + String.join(", ", unread.subList(0, Math.min(SHOWN, unread.size())))
                            + (unread.size() > SHOWN ? " and " + (unread.size() - SHOWN) + " more" : "")
                            + "; the columns that are read are " + String.join(", ", COLUMNS));
        }

        private Row row() throws IOException {
            int width = table.header().size();
            if (table.fields() < width || table.fields() > width && !table.field(width).isEmpty()) {
                throw table.refuse("has " + table.fields() + " fields, where the header has " + width
                        + "; put quotes around a text with a comma, and leave no field out");
            }
            for (int column = 0; column < width; column++) {
                if (table.field(column).indexOf('\0') >= 0) {
                    throw table.refuse("column '" + Printable.text(table.header().get(column))
                            + "' contains a character of code 0; save the table as text again");
                }
            }
            String name = id >= 0 ? table.field(id) : table.field(video) + JOINT + table.field(clip);
            if (name.isEmpty() || name.equals(JOINT)) {
                throw table.refuse("has no id");
            }
            float[] labels = new float[LABELS.length];
            for (int i = 0; i < labels.length; i++) {
                int column = labelColumns[i];
                labels[i] = column < 0 || table.field(column).isEmpty() ? Float.NaN : (float) table.number(column);
                if (Float.isInfinite(labels[i])) {
                    throw table.refuse("column '" + table.header().get(column) + "' is '"
                            + Printable.text(table.field(column)) + "'; expected a finite number, or nothing");
                }
            }
            return new Row(table.line(), name, text < 0 ? null : text(), labels,
                    annotation < 0 ? null : table.field(annotation), split(), path(audio, ".wav"),
                    path(vision, ".csv"), words < 0 ? null : path(words, ""));
        }

        /** The spoken words. The name of an existing file is refused, because it is certainly not a spoken text. */
        private String text() throws FeatureException {
            String said = table.field(text);
            if (WORD_FILE.matcher(said).matches() && Files.isRegularFile(path(said))) {
                throw table.refuse("column '" + table.header().get(text) + "' is '" + Printable.text(said)
                        + "', the name of a file; a text is expected here, and files are named in a column 'words'");
            }
            return said;
        }

        private SplitName split() throws FeatureException {
            if (split < 0) {
                return SplitName.TEST;
            }
            for (SplitName name : SplitName.values()) {
                if (name.key().equals(table.field(split).toLowerCase(Locale.ROOT))) {
                    return name;
                }
            }
            throw table.refuse("column '" + table.header().get(split) + "' is '" + Printable.text(table.field(split))
                    + "'; expected train, valid or test");
        }

        private Path path(String name) throws FeatureException {
            try {
                return folder.resolve(name).normalize();
            } catch (InvalidPathException e) {
                throw table.refuse("'" + Printable.text(name) + "' is no name of a file: " + e.getReason());
            }
        }

        /**
         * The path of a file that the table names. Without such a column, it is the path of MMSA-FET's layout, whether
         * or not the file exists. Null if the field is empty or the table names no clips.
         */
        private @Nullable Path path(int column, String suffix) throws FeatureException {
            if (column >= 0) {
                String name = table.field(column);
                if (name.isEmpty()) {
                    return null;
                }
                Path path = path(name);
                if (!Path.of(name).isAbsolute() && !path.startsWith(folder)) {
                    throw table
                            .refuse("'" + Printable.text(name) + "' leads out of the table's folder; give an absolute"
                                    + " path, or put the file below " + Printable.path(folder));
                }
                return path;
            }
            if (video < 0 || clip < 0) {
                return null;
            }
            Path path = path("Raw/" + table.field(video) + "/" + table.field(clip) + suffix);
            if (!path.startsWith(folder)) {
                throw table.refuse("'" + Printable.text(table.field(video) + "/" + table.field(clip))
                        + "' leads out of the table's folder; expected the plain names of a video and a clip");
            }
            return path;
        }
    }

    /** The file that was read. */
    public Path file() {
        return file;
    }

    @Override
    public String name() {
        return file.getFileName().toString();
    }

    /** The line of a sample. Samples of a split have the order of the table. */
    @Override
    public String place(SplitName split, int sample) {
        return "line "
                + rows.stream().filter(row -> row.split() == split).skip(sample).findFirst().orElseThrow().line();
    }

    /** The column of the table. */
    @Override
    public String column(String key) {
        return key.toLowerCase(Locale.ROOT).replace("regression_labels", "label");
    }

    /** The samples in the order of the table. */
    public List<Row> rows() {
        return rows;
    }

    /** The warnings about the table: columns that are not read. */
    List<String> warnings() {
        return warnings;
    }

    /** Whether the table states the split of each sample. */
    public boolean hasSplits() {
        return splits;
    }
}
