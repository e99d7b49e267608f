package org.almt.data.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * The size and time of change of a file. A cache is compared with them at each start, because hashing 8 GB would take
 * too long.
 */
public record SourceStamp(long size, long seconds, int nanos) {
    public static SourceStamp of(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        Instant modified = attributes.lastModifiedTime().toInstant();
        return new SourceStamp(attributes.size(), modified.getEpochSecond(), modified.getNano());
    }
}
