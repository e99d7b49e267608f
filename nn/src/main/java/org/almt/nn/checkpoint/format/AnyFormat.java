package org.almt.nn.checkpoint.format;

import java.nio.file.Path;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.nn.checkpoint.safetensors.SafeTensors;

/** Opens a file of named tensors, whichever of our formats it has. */
public final class AnyFormat {
    private AnyFormat() {}

    /**
     * Opens a file whose content shows it to be safetensors or {@code .npz}; its name does not count.
     *
     * @throws CheckpointException when it is neither, with what it is and what to do; or when it is broken
     */
    public static Checkpoint open(Path path) throws CheckpointException {
        return switch (FileKind.of(path)) {
            case ZIP -> Npz.open(path);
            case SAFETENSORS -> SafeTensors.open(path);
            case OTHER ->
                throw new CheckpointException(path, "is neither safetensors nor .npz (" + path.toFile().length()
                        + " bytes)", "check that this is the file of weights");
            case NPY -> throw new CheckpointException(path, "is one NumPy array, expected named tensors",
                    "give a .safetensors or .npz file");
            case GZIP -> throw new CheckpointException(path, "is compressed by gzip, expected .safetensors or .npz",
                    "unpack it first");
            case PICKLE -> throw new CheckpointException(path,
                    "is a Python pickle, which may run code when it is loaded, and is not read here",
                    "convert it with Python: safetensors.torch.save_file(model.state_dict(), 'model.safetensors')");
        };
    }
}
