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
 * Keeps a folder of files that can be made again small: what was not used for a month is deleted, and of more than a
 * number of bytes that which was used longest ago. Files that were used within a day stay, since a program may still
 * read them.
 */
final class LeastUsed {
    private static final Duration OLD = Duration.ofDays(30);
    private static final Duration YOUNG = Duration.ofDays(1);

    private LeastUsed() {}

    private record Entry(Path file, long bytes, Instant used) {}

    /**
     * Notes that a file is used now.
     *
     * @return whether that was allowed; a file of another user is read all the same
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
     * Deletes files that were not used for long. Files of one folder in the folder are used together. What cannot be
     * looked at or deleted stays: other programs clean at the same time, and a build does not fail because of old
     * files.
     *
     * @param folder looked through with the folders in it; it need not exist
     * @param isOurs which files may be deleted
     * @param most bytes that may stay
     */
    static void trim(Path folder, Predicate<Path> isOurs, long most) {
        Instant now = Instant.now();
        List<Entry> entries = together(folder, entries(folder, isOurs));
        entries.sort(Comparator.comparing(Entry::used));
        long bytes = entries.stream().mapToLong(Entry::bytes).sum();
        for (Entry entry : entries) {
            boolean old = entry.used.isBefore(now.minus(OLD));
            if ((old || bytes > most && entry.used.isBefore(now.minus(YOUNG))) && delete(entry.file)) {
                bytes -= entry.bytes;
                Path within = FileFolder.of(entry.file);
                if (!within.equals(folder)) {
                    delete(within); // which a folder refuses unless it is empty
                }
            }
        }
    }

    /** Each file of a folder in the folder with the latest time of them all. */
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
            // What was seen until then is enough.
            return entries;
        }
        return entries;
    }
}
