package org.almt.nn.checkpoint.zip;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.bytes.FileRegion;
import org.almt.nn.checkpoint.bytes.Place;

/**
 * The members of a zip or jar file, read strictly. A member's name is never used as a path.
 *
 * <p>Limits: {@link #MAX_MEMBERS}; a directory of 32 MiB; and against compression bombs: if the content exceeds 16 MiB,
 * it may be at most 100 times the size of the archive.
 */
public final class ZipArchive implements Closeable {
    /** The most accepted members. */
    public static final int MAX_MEMBERS = ZipDirectory.MAX_ENTRIES;

    private final FileRegion file;
    private final Map<String, ZipDirectory.Entry> entries;

    private ZipArchive(FileRegion file) throws CheckpointException {
        this.file = file;
        this.entries = ZipDirectory.read(file);
    }

    /**
     * Opens an archive and checks its directory.
     *
     * @throws CheckpointException if the file cannot be read, is no zip archive or exceeds a limit
     */
    public static ZipArchive open(Path path) throws CheckpointException {
        FileRegion file = FileRegion.open(path);
        try {
            return new ZipArchive(file);
        } catch (CheckpointException | RuntimeException | Error broken) {
            file.close();
            throw broken;
        }
    }

    /** The file. */
    public Path path() {
        return file.path();
    }

    /** The names of all members, in the order of the archive. The name of a folder ends with a slash. */
    public List<String> names() {
        return new ArrayList<>(entries.keySet());
    }

    /** Sizes of the members that are files, by name, in the order of the archive. */
    public Map<String, Long> members() {
        Map<String, Long> sizes = new LinkedHashMap<>();
        entries.values().stream().filter(entry -> !entry.name().endsWith("/"))
                .forEach(entry -> sizes.put(entry.name(), entry.size()));
        return Collections.unmodifiableMap(sizes);
    }

    /** The first bytes of a member, at most {@code count}. */
    public byte[] start(String name, int count) throws CheckpointException {
        try (InputStream in = content(name)) {
            return in.readNBytes(count);
        } catch (IOException cause) {
            throw place(name).failed("reading", cause);
        }
    }

    /**
     * Writes a member's content into a new file, comparing its size and checksum.
     *
     * @throws CheckpointException if the content is broken or the file cannot be written; an unfinished file is deleted
     */
    public void extract(String name, Path target) throws CheckpointException {
        try (InputStream in = content(name)) {
            OutputStream out =
                    Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try (out) {
                in.transferTo(out);
            } catch (IOException cause) {
                deleteQuietly(target, cause);
                throw cause;
            }
        } catch (IOException cause) {
            throw place(name).failed("unpacking into " + target, cause);
        }
    }

    private static void deleteQuietly(Path target, IOException because) {
        try {
            Files.deleteIfExists(target);
        } catch (IOException another) {
            because.addSuppressed(another);
        }
    }

    /**
     * The content of a member. At its end, size and checksum are compared. If one is wrong, a {@link
     * CheckpointException} is thrown. Close it to free the memory of the decompression.
     */
    public InputStream content(String name) throws CheckpointException {
        ZipDirectory.Entry entry = entries.get(name);
        if (entry == null) {
            throw file.place().error(
                    "holds no member " + CheckpointException.quote(name) + " among its " + entries.size(),
                    "check whether this is the right file");
        }
        return ZipDirectory.open(file, entry);
    }

    private Place place(String name) {
        return file.place().tensor(name);
    }

    @Override
    public void close() throws CheckpointException {
        file.close();
    }
}
