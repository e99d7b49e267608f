package org.almt.clips;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Keeps a folder of files that can be made again small: what was not used for a month is deleted, and of more than a
 * number of bytes that which was used longest ago. Files that were used within a day stay, since a program may still
 * read them. A file that was used more than a day from now was used while a clock was wrong: it stays for as long as
 * there is room.
 */
final class LeastUsed {
    private static final Duration OLD = Duration.ofDays(30);
    private static final Duration YOUNG = Duration.ofDays(1);

    private LeastUsed() {}

    private record Entry(Path file, long bytes, Instant used) {}

    /** Notes that a file is used now. */
    static void mark(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    }

    /**
     * Deletes files that were not used for long.
     *
     * @param folder looked through with the folders in it; it need not exist
     * @param isOurs which files may be deleted
     * @param most bytes that may stay
     */
    static void trim(Path folder, Predicate<Path> isOurs, long most) throws IOException {
        Instant now = Instant.now();
        List<Entry> entries = entries(folder, isOurs);
        Comparator<Entry> mistaken = Comparator.comparing(entry -> !entry.used.isAfter(now.plus(YOUNG)));
        entries.sort(mistaken.thenComparing(Entry::used));
        long bytes = entries.stream().mapToLong(Entry::bytes).sum();
        for (Entry entry : entries) {
            boolean old = entry.used.isBefore(now.minus(OLD));
            boolean young = !entry.used.isBefore(now.minus(YOUNG)) && !entry.used.isAfter(now.plus(YOUNG));
            if (old || bytes > most && !young) {
                Files.deleteIfExists(entry.file);
                bytes -= entry.bytes;
                removeIfEmpty(folder, entry.file.resolveSibling(""));
            }
        }
    }

    private static List<Entry> entries(Path folder, Predicate<Path> isOurs) throws IOException {
        List<Entry> entries = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return entries;
        }
        try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path file : files.filter(isOurs).toList()) {
                try {
                    BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
                    if (facts.isRegularFile()) {
                        entries.add(new Entry(file, facts.size(), facts.lastModifiedTime().toInstant()));
                    }
                } catch (NoSuchFileException e) {
                    // Another program has deleted it.
                    continue;
                }
            }
        }
        return entries;
    }

    private static void removeIfEmpty(Path root, Path folder) throws IOException {
        if (folder.equals(root)) {
            return;
        }
        try (Stream<Path> left = Files.list(folder)) {
            if (left.findAny().isPresent()) {
                return;
            }
        }
        Files.deleteIfExists(folder);
    }
}
