package org.almt.nn.checkpoint.format;

import java.nio.file.Path;
import java.util.Arrays;
import org.almt.core.op.Checks;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.bytes.FileRegion;

/**
 * Kinds of files that users often confuse, recognised by their first bytes.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum FileKind {
    /** A zip archive: {@code .npz}, or a file of {@code torch.save}. */
    ZIP,
    /** One NumPy array. */
    NPY,
    /** A Python pickle of protocol 2 to 5. */
    PICKLE,
    /** A file compressed by gzip. */
    GZIP,
    /** The start of a safetensors file: a length, then a JSON object. */
    SAFETENSORS,
    /** None of these. */
    OTHER;

    private static final int BYTES = 9;

    /**
     * The kind of a file.
     *
     * @throws CheckpointException if the file cannot be read
     */
    public static FileKind of(Path path) throws CheckpointException {
        Checks.given("FileKind.of", "path", path);
        try (FileRegion file = FileRegion.open(path)) {
            return ofStart(file.read(0, (int) Math.min(BYTES, file.size())).array());
        }
    }

    /** The kind of a file, given its first bytes or all bytes. */
    public static FileKind of(byte[] start) {
        Checks.given("FileKind.of", "start", start);
        return ofStart(Arrays.copyOf(start, Math.min(BYTES, start.length)));
    }

    private static FileKind ofStart(byte[] start) {
        if (starts(start, 'P', 'K', 3, 4) || starts(start, 'P', 'K', 5, 6)) {
            return ZIP;
        }
        if (starts(start, 0x93, 'N', 'U', 'M', 'P', 'Y')) {
            return NPY;
        }
        if (starts(start, 0x1f, 0x8b)) {
            return GZIP;
        }
        // Tested before pickles: their first two bytes may also be the length of a safetensors header.
        if (start.length == BYTES && start[7] == 0 && start[8] == '{') {
            return SAFETENSORS;
        }
        boolean pickle = start.length >= 2 && start[0] == (byte) 0x80 && start[1] >= 2 && start[1] <= 5;
        return pickle ? PICKLE : OTHER;
    }

    private static boolean starts(byte[] start, int... signature) {
        for (int i = 0; i < signature.length; i++) {
            if (i >= start.length || start[i] != (byte) signature[i]) {
                return false;
            }
        }
        return true;
    }
}
