package org.almt.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Makes what this process left look like the work of one that has been gone for minutes. */
public final class Graves {
    /** Beyond the largest number of a process that Linux gives. */
    private static final int NOBODY = 1 << 23;

    private Graves() {}

    /** Renames the unfinished files below a folder. */
    public static void bury(Path folder) throws IOException {
        String me = "[.-]" + ProcessHandle.current().pid() + "-";
        List<Path> left = new ArrayList<>();
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(left::add);
            }
        }
        for (Path file : left) {
            String name = file.getFileName().toString();
            String gone = name.replaceFirst(me, (Files.isDirectory(file) ? "-" : ".") + NOBODY + "-");
            if (!gone.equals(name)) {
                Path buried = Files.move(file, file.resolveSibling(gone));
                // A folder without its owner's mark may still be in use for a minute.
                Files.setLastModifiedTime(buried, FileTime.from(Instant.now().minus(Duration.ofMinutes(2))));
            }
        }
    }
}
