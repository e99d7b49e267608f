package org.almt.weights;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.NearbyFiles;
import org.almt.nn.checkpoint.zip.ZipArchive;

/** The files of a model: those of a folder, or the members of an archive. */
interface Members extends Closeable {
    /** The most files of a folder that are read. */
    int MAX_FILES = 10_000;

    /** The depth of the search below a folder. The files of a SavedModel are in {@code variables/}. */
    int MAX_DEPTH = 3;

    /** The folder or archive. */
    Path path();

    /** Sizes by name; names have {@code /} between their parts. */
    Map<String, Long> sizes() throws IOException;

    /** A file with the content of a member. */
    Path file(String name) throws IOException;

    /** Whether a member starts with these bytes. */
    boolean startsWith(String name, byte... bytes) throws IOException;

    /** The files that a member may refer to: those of its folder. */
    NearbyFiles beside(String member) throws IOException;

    @Override
    default void close() throws IOException {}

    /** The files of a folder, or one file and those beside it. */
    record Folder(Path path) implements Members {
        @Override
        public Map<String, Long> sizes() throws IOException {
            Map<String, Long> sizes = new LinkedHashMap<>();
            try (Stream<Path> files = Files.walk(path, MAX_DEPTH)) {
                List<Path> some = files.filter(Files::isRegularFile).sorted().limit(MAX_FILES + 1L).toList();
                if (some.size() > MAX_FILES) {
                    throw new CheckpointException(path, "holds more than " + MAX_FILES + " files, the most that are"
                            + " read",
                            "give the folder of one model");
                }
                for (Path file : some) {
                    sizes.put(path.relativize(file).toString().replace('\\', '/'), Files.size(file));
                }
            }
            return sizes;
        }

        @Override
        public Path file(String name) {
            return path.resolve(name);
        }

        @Override
        public NearbyFiles beside(String member) {
            return NearbyFiles.of(file(member));
        }

        @Override
        public boolean startsWith(String name, byte... bytes) {
            return false; // archives in folders are not opened unless named
        }
    }

    /** The members of an archive. Each is unpacked into a scratch folder when it is requested. */
    final class Archive implements Members {
        private final ZipArchive zip;
        private final Path scratch;
        private final Map<String, Path> unpacked = new LinkedHashMap<>();

        Archive(Path path, Path scratch) throws CheckpointException {
            this.zip = ZipArchive.open(path);
            this.scratch = scratch;
        }

        @Override
        public Path path() {
            return zip.path();
        }

        @Override
        public Map<String, Long> sizes() {
            return zip.members();
        }

        @Override
        public Path file(String name) throws IOException {
            Path known = unpacked.get(name);
            if (known != null) {
                return known;
            }
            // Only harmless characters of a member's name are used on disk.
            String last = name.substring(name.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
            Path folder = Files.createTempDirectory(scratch, "m");
            Path file = folder.resolve("_" + last.substring(Math.max(0, last.length() - 100)));
            zip.extract(name, file);
            unpacked.put(name, file);
            return file;
        }

        @Override
        public NearbyFiles beside(String member) {
            String folder = member.substring(0, member.lastIndexOf('/') + 1);
            return name -> {
                NearbyFiles.check(path(), name);
                if (!zip.members().containsKey(folder + name)) {
                    throw new CheckpointException(path(), member + " needs "
                            + CheckpointException.quote(folder + name) + ", which is missing",
                            "fetch all of the model's files");
                }
                return file(folder + name);
            };
        }

        @Override
        public boolean startsWith(String name, byte... bytes) throws IOException {
            return Arrays.equals(zip.start(name, bytes.length), bytes);
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }
}
