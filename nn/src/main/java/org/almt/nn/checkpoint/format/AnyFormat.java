package org.almt.nn.checkpoint.format;

import java.nio.file.Path;
import org.almt.core.op.Checks;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.nn.checkpoint.safetensors.SafeTensors;

/**
 * Opens a file of named tensors and recognises its format.
 *
 * <p>Threads: safe for many at once.
 */
public final class AnyFormat {
    private AnyFormat() {}

    /**
     * Opens a safetensors or {@code .npz} file. The content decides the format; the name is ignored.
     *
     * @throws CheckpointException if it is neither, with the kind of file and what to do; or if it is broken
     */
    public static Checkpoint open(Path path) throws CheckpointException {
        Checks.given("AnyFormat.open", "path", path);
        FileKind kind = FileKind.of(path);
        return switch (kind) {
            case ZIP -> Npz.open(path);
            case SAFETENSORS -> SafeTensors.open(path);
            default -> throw refused(path, kind, path.toFile().length());
        };
    }

    /**
     * Reads a safetensors file that is in memory.
     *
     * @param path the name of the file in errors
     * @param bytes the whole file, which must not change while it is in use
     * @throws CheckpointException if it is none, with the kind of file and what to do; or if it is broken
     */
    public static Checkpoint of(Path path, byte[] bytes) throws CheckpointException {
        Checks.given("AnyFormat.of", "path", path);
        Checks.given("AnyFormat.of", "bytes", bytes);
        FileKind kind = FileKind.of(bytes);
        return switch (kind) {
            case SAFETENSORS -> SafeTensors.of(path, bytes);
            case ZIP -> throw new CheckpointException(path, "is a zip archive, which is read from files only",
                    "write it to a file, or convert it to safetensors");
            default -> throw refused(path, kind, bytes.length);
        };
    }

    private static CheckpointException refused(Path path, FileKind kind, long bytes) {
        return switch (kind) {
            case NPY -> new CheckpointException(path, "is one NumPy array, expected named tensors",
                    "give a .safetensors or .npz file");
            case GZIP -> new CheckpointException(path, "is compressed by gzip, expected .safetensors or .npz",
                    "unpack it first");
            case PICKLE -> new CheckpointException(path,
                    "is a Python pickle, which may run code when it is loaded, and is not read here",
                    "convert it with Python: safetensors.torch.save_file(model.state_dict(), 'model.safetensors')");
            default -> new CheckpointException(path, "is neither safetensors nor .npz (" + bytes + " bytes)",
                    "check that this is the file of weights");
        };
    }
}
