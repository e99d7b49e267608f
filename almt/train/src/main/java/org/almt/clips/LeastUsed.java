package org.almt.clips;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.almt.io.FileFolder;
import org.jspecify.annotations.Nullable;

/**
 * Limits the size of a folder of files that can be computed again. Files that were not used for a month are deleted. If
 * the rest exceeds a number of bytes, the least recently used files are deleted. Files used within a day are kept,
 * since a program may still read them. A time of use more than a day in the future comes from a wrong clock: such a
 * file is kept while there is room.
 */
final class LeastUsed {
    private static final Duration OLD = Duration.ofDays(30);
    private static final Duration YOUNG = Duration.ofDays(1);

    private LeastUsed() {}

    private record Entry(Path file, long bytes, Instant used) {}

    /**
     * Marks a file as used now.
     *
     * @return whether this was allowed; a file of another user can be read nevertheless
     */
    static boolean mark(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return true;
        } catch (IOException cannot) {
            return false;
        }
    }

    /**
     * Deletes files that were not used for long. Files of one subfolder are used together. Files that cannot be read or
     * deleted are kept: other programs clean at the same time, and a build must not fail because of old files.
     *
     * @param folder the folder to clean, with its subfolders; it need not exist
     *
     * @param isOurs the files that may be deleted
     *
     * @param most the most bytes to keep
     */
    static void trim(Path folder, Predicate<Path> isOurs, long most) {
        Instant now = Instant.now();
        List<Entry> entries = together(folder, entries(folder, isOurs));
        Comparator<Entry> mistaken = Comparator.comparing(entry -> !entry.used.isAfter(now.plus(YOUNG)));
        entries.sort(mistaken.thenComparing(Entry::used));
        long bytes = entries.stream().mapToLong(Entry::bytes).sum();
        for (Entry entry : entries) {
            boolean old = entry.used.isBefore(now.minus(OLD));
            boolean young = !entry.used.isBefore(now.minus(YOUNG)) && !entry.used.isAfter(now.plus(YOUNG));
            if ((old || bytes > most && !young) && delete(entry.file)) {
                bytes -= entry.bytes;
                Path within = FileFolder.of(entry.file);
                if (!within.equals(folder)) {
                    delete(within); // a folder is deleted only if it is empty
                }
            }
        }
    }

    /** Gives each file of a subfolder the latest time of all files in it. */
    private static List<Entry> together(Path folder, List<Entry> entries) {
        Map<Path, Instant> latest = new HashMap<>();
        for (Entry entry : entries) {
            latest.merge(FileFolder.of(entry.file), entry.used, (a, b) -> a.isBefore(b) ? b : a);
        }
        latest.remove(folder);
        return new ArrayList<>(entries.stream().map(entry -> new Entry(entry.file, entry.bytes,
                latest.getOrDefault(FileFolder.of(entry.file), entry.used))).toList());
    }

    private static boolean delete(Path path) {
        try {
            Files.deleteIfExists(path);
            return true;
        } catch (IOException cannot) {
            return false;
        }
    }

    private static List<Entry> entries(Path folder, Predicate<Path> isOurs) {
        List<Entry> entries = new ArrayList<>();
        try {
            Files.walkFileTree(folder, Set.of(), 2, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
                    if (facts.isRegularFile() && isOurs.test(file)) {
                        entries.add(new Entry(file, facts.size(), facts.lastModifiedTime().toInstant()));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException cannot) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path within, @Nullable IOException cannot) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException cannot) {
            // the files found so far are enough
            return entries;
        }
        return entries;
    }
}
