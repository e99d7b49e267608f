package org.almt.data.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.almt.data.DataException;
import org.almt.data.mmsa.MmsaFile;
import org.almt.data.pickle.OtherFiles;
import org.almt.io.PrintableText;
import org.almt.nn.checkpoint.format.FileKind;
import org.jspecify.annotations.Nullable;

/**
 * A description of a file of arrays: a pickle, plain or gzipped, or a checkpoint. It needs little memory for a file of
 * any size. It also shows data that {@link MmsaFile} would refuse.
 *
 * @param path the file
 * @param format for example {@code pickle, protocol 4, gzipped}
 * @param size the bytes on disk
 * @param sha256 the hash of the file, 64 lower-case hexadecimal digits
 * @param sections the groups of arrays: the splits of a feature file
 */
public record FileReport(Path path, String format, long size, String sha256, List<Section> sections) {
    /** The most lines of a section that are printed. Further entries are only counted. */
    private static final int MAX_ENTRIES = 400;

    /** The widest column. A longer text moves the rest of its own line only. */
    private static final int MAX_WIDTH = 80;

    /**
     * A group of entries.
     *
     * @param name the name of the split; empty for a file without splits
     * @param summary for example {@code 1284 samples}
     * @param entries its entries in file order
     */
    public record Section(String name, String summary, List<Entry> entries) {
        /** Copies the entries. */
        public Section {
            entries = List.copyOf(entries);
        }
    }

    /**
     * An array, list or other value.
     *
     * @param key its name
     * @param type the element type, or the kind of value
     * @param shape the sizes; empty if there are none
     * @param statistics the statistics of its numbers, or null if it has none
     */
    public record Entry(String key, String type, List<Long> shape, @Nullable ArrayStatistics statistics) {
        /** Copies the shape. */
        public Entry {
            shape = List.copyOf(shape);
        }
    }

    /** Copies the sections. */
    public FileReport {
        sections = List.copyOf(sections);
    }

    /**
     * Describes a file.
     *
     * @param path the file
     * @return the description
     * @throws IOException if it cannot be read or is of an unknown kind
     */
    public static FileReport of(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new DataException(path + (Files.exists(path) ? " is not a file" : " does not exist"));
        }
        FileKind kind = FileKind.of(path);
        return switch (kind) {
            case PICKLE, GZIP -> new PickleInspector(path).inspect();
            case NPY, ZIP, SAFETENSORS -> new CheckpointInspector(path).inspect(kind);
            case OTHER -> throw OtherFiles.isKnown(path)
                    ? new DataException(OtherFiles.sentence(path))
                    : new DataException(path + " is not a file of arrays; expected a pickle of protocol 2 to 5, plain"
                            + " or gzipped, .npy, .npz or safetensors");
        };
    }

    /**
     * The released file of MMSA that this file equals.
     *
     * @return the released file, if it is one of them
     */
    public Optional<ReleasedFile> released() {
        return ReleasedFile.of(sha256);
    }

    /**
     * The description as text.
     *
     * @return lines without line ends
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(PrintableText.text(path.getFileName().toString()) + ": " + format + ", "
                + String.format(Locale.ROOT, "%,d", size) + " bytes");
        lines.add("SHA-256 " + sha256);
        lines.add(released().map(file -> "released by MMSA as " + file.title())
                .orElse("none of the files that MMSA released"));
        for (Section section : sections) {
            lines.add("");
            String name = PrintableText.text(section.name());
            lines.add(name.isEmpty() ? section.summary() : name + ": " + section.summary());
            List<Entry> shown = section.entries().subList(0, Math.min(MAX_ENTRIES, section.entries().size()));
            int keyWidth = width(shown.stream().map(entry -> PrintableText.text(entry.key())).toList());
            int typeWidth = width(shown.stream().map(FileReport::typed).toList());
            for (Entry entry : shown) {
                String start = "  " + pad(PrintableText.text(entry.key()), keyWidth) + "  ";
                String end = entry.statistics() == null ? "" : "  " + entry.statistics();
                lines.add((start + pad(typed(entry), typeWidth) + end).stripTrailing());
                if (entry.statistics() != null && !entry.statistics().histogram().isEmpty()) {
                    lines.add(" ".repeat(start.length()) + entry.statistics().histogram().stream()
                            .map(bar -> ArrayStatistics.number(bar.centre()) + ": " + bar.count())
                            .collect(Collectors.joining("   ")));
                }
            }
            if (section.entries().size() > MAX_ENTRIES) {
                lines.add("  and " + (section.entries().size() - MAX_ENTRIES) + " more");
            }
        }
        return lines;
    }

    private static String typed(Entry entry) {
        String shape = entry.shape().isEmpty() ? "" : " " + entry.shape().toString().replace(" ", "");
        return PrintableText.text(entry.type()) + shape;
    }

    private static int width(List<String> texts) {
        return texts.stream().mapToInt(String::length).filter(width -> width <= MAX_WIDTH).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** The lines, joined. */
    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}
