package org.almt.nn.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.almt.nn.checkpoint.bytes.Place;
import org.almt.nn.checkpoint.bytes.TensorNames;

/**
 * The files that a file names: the shards of an index, or the files with the elements of an ONNX file. The names are
 * not trusted. They may lead to files of the same folder only.
 *
 * <p>Threads: safe for many at once.
 */
@FunctionalInterface
public interface NearbyFiles {
    /**
     * The file with a name that {@link #check} accepts.
     *
     * @throws CheckpointException if there is none
     */
    Path file(String name) throws IOException;

    /**
     * The files in the folder of a file. For a link, its target must lie in this folder, or in the folder that holds
     * the target of the file itself. The latter is the case in the cache of Hugging Face, where all files are links.
     */
    static NearbyFiles of(Path file) {
        return name -> {
            check(file, name);
            try {
                Path folder = file.toAbsolutePath().resolveSibling("");
                Path named = folder.resolve(name);
                if (!Files.isRegularFile(named)) {
                    throw new CheckpointException(file, "needs the file " + CheckpointException.quote(name)
                            + " beside it, which is not there", "put it into the same folder");
                }
                Path real = named.toRealPath();
                if (!real.startsWith(folder.toRealPath()) && !real.startsWith(file.toRealPath().resolveSibling(""))) {
                    throw new CheckpointException(file, "names the file " + CheckpointException.quote(name)
                            + ", a link that leads out of the folder", "copy the file itself into the folder");
                }
                return named;
            } catch (InvalidPathException impossible) {
                throw leads(file, name);
            }
        };
    }

    /**
     * Checks that a name cannot lead out of the folder. Its parts between {@code /} must not be empty, {@code .} or
     * {@code ..}. It must contain no drive and no backslash.
     *
     * @throws CheckpointException if it could lead elsewhere
     */
    static void check(Path file, String name) throws CheckpointException {
        boolean harmless = TensorNames.problem(name) == null && name.indexOf('\\') < 0 && name.indexOf(':') < 0;
        for (String part : name.split("/", -1)) {
            harmless &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
        }
        if (!harmless) {
            throw leads(file, name);
        }
    }

    private static CheckpointException leads(Path file, String name) {
        return Place.of(file).error("names the file " + CheckpointException.quote(name)
                + ", expected a relative name without .. in the same folder", "export the model again");
    }
}
