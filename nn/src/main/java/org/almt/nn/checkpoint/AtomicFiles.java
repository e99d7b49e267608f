package org.almt.nn.checkpoint;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes files so that the path always holds the whole old content or the whole new content. This holds after an error,
 * a full disk, kill -9 or a power cut. The content is written into a temporary file in the same folder and forced to
 * disk. Then the temporary file replaces the path in one step. A failed write deletes its temporary file. A killed
 * write leaves it, for {@link #removeLeftovers}. So does a write that Ctrl-C ends, except {@link #writeSlowly}.
 *
 * <p>Threads: safe for many at once.
 */
public final class AtomicFiles {
    /** The ending of names of temporary files. The names start with a dot. */
    public static final String SUFFIX = ".almt-tmp";

    private static final int BUFFER = 1 << 16;

    private static final int MOST_CLEANED = 10_000;
    private static final Set<Path> CLEANED = ConcurrentHashMap.newKeySet();

    private AtomicFiles() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes the content to {@code out}, which is buffered and need not be closed. */
        void writeTo(OutputStream out) throws IOException;

        /** The same. Returns the bytes to replace afterwards, if there are any. */
        default @Nullable Patch patched(OutputStream out) throws IOException {
            writeTo(out);
            return null;
        }
    }

    /**
     * Writes a file and replaces an existing one. A link is followed. A path that is no regular file, such as a pipe or
     * {@code /dev/null}, is written to directly.
     *
     * @throws CheckpointException if it cannot be written, the folder is missing, or {@code content} throws an {@link
     *     IOException}; an existing file is then unchanged
     */
    public static void write(Path path, Content content) throws CheckpointException {
        write(path, content, false);
    }

    private static void write(Path path, Content content, boolean slowly) throws CheckpointException {
        if (Files.isDirectory(path)) {
            throw new CheckpointException(path, "is a folder, expected a file to write", "name a file in it");
        }
        Path target = path.toAbsolutePath();
        if (!Files.isDirectory(folderOf(target))) {
            throw new CheckpointException(path, "its folder does not exist", "make the folder first");
        }
        try {
            if (!Files.exists(target)) {
                replace(target, content, slowly);
            } else if (Files.isRegularFile(target)) {
                replace(target.toRealPath(), content, slowly);
            } else {
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), BUFFER)) {
                    content.writeTo(out);
                }
            }
        } catch (IOException cause) {
            throw CheckpointException.of(path, "writing", cause);
        }
    }

    /**
     * The same for a file that takes long to write. If a signal ends the JVM before the file is complete, as Ctrl-C
     * does, the temporary file is deleted, too.
     */
    public static void writeSlowly(Path path, Content content) throws CheckpointException {
        write(path, content, true);
    }

    /**
     * Bytes that replace other bytes of a file after all of it is written.
     *
     * @param at position of the first byte
     * @param bytes the bytes
     */
    public record Patch(long at, byte[] bytes) {}

    /**
     * Writes a file that contains its own checksum; see {@link #write(Path, Content)}. A pipe and the like cannot be
     * changed afterwards. For them the whole content is made in memory first.
     *
     * @param checked makes the patch from the CRC-32C of the content
     */
    public static void write(Path path, Content content, Function<CRC32C, Patch> checked) throws CheckpointException {
        write(path, new Content() {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                Patch patch = patched(bytes);
                byte[] all = bytes.toByteArray();
                System.arraycopy(patch.bytes(), 0, all, (int) patch.at(), patch.bytes().length);
                out.write(all);
            }

            @Override
            public Patch patched(OutputStream out) throws IOException {
                CheckedOutputStream summed = new CheckedOutputStream(out, new CRC32C());
                content.writeTo(summed);
                return checked.apply((CRC32C) summed.getChecksum());
            }
        });
    }

    /** Writes a text file in UTF-8; see {@link #write}. */
    public static void writeString(Path path, CharSequence text) throws CheckpointException {
        write(path, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Deletes the temporary files that killed writers left in a folder. Those of living writers stay. The first write
     * into a folder also does this.
     *
     * @return the number of deleted files
     */
    public static int removeLeftovers(Path folder) throws CheckpointException {
        try {
            return Unfinished.removeAbandoned(folder, ".*" + SUFFIX);
        } catch (IOException cause) {
            throw CheckpointException.of(folder, "removing unfinished files", cause);
        }
    }

    /** Deletes what dead processes left in a folder, when this process first writes into it. */
    private static void cleanOnce(Path folder) {
        if (CLEANED.size() < MOST_CLEANED && CLEANED.add(folder)) {
            try {
                Unfinished.removeAbandoned(folder, ".*" + SUFFIX);
            } catch (IOException cannot) {
                // Files that cannot be listed or deleted stay. If something is wrong, the write itself reports it.
            }
        }
    }

    private static void replace(Path path, Content content, boolean slowly) throws IOException {
        cleanOnce(folderOf(path));
        Path temporary = Unfinished.name(path, ".", SUFFIX);
        FileChannel channel = Unfinished.create(temporary);
        if (slowly) {
            Unfinished.deleteAtEnd(temporary);
        }
        try {
            try (channel) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
                Patch patch = content.patched(out);
                out.flush();
                if (patch != null) {
                    overwrite(channel, patch);
                }
                channel.force(true);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (Throwable failure) {
            discard(temporary, failure);
            throw failure;
        }
        forceFolder(folderOf(path));
    }

    private static void overwrite(FileChannel channel, Patch patch) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(patch.bytes());
        while (bytes.hasRemaining()) {
            channel.write(bytes, patch.at() + bytes.position());
        }
    }

    private static void discard(Path temporary, Throwable because) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException another) {
            because.addSuppressed(another);
        }
    }

    /** The folder of an absolute path. The root lies in itself. */
    private static Path folderOf(Path path) {
        Path folder = path.getParent();
        return folder == null ? path : folder;
    }

    /** Makes the move itself survive a power cut, if the system supports this. */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException cannot) {
            // Windows cannot open folders, and some network file systems cannot force them. The file is whole in any
            // case, but after a power cut it may be the old one.
        }
    }
}
