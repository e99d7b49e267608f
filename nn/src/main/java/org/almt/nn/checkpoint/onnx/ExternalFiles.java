package org.almt.nn.checkpoint.onnx;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.NearbyFiles;
import org.almt.nn.checkpoint.bytes.FileRegion;
import org.almt.nn.checkpoint.bytes.Place;

/** The files beside an ONNX file that hold elements of its tensors. */
final class ExternalFiles implements Closeable {
    /** The most files that are open at the same time. Exporters write one. */
    static final int MAX_FILES = 1_000;

    /** Bytes {@code [begin, end)} of a file. */
    record Part(FileRegion file, long begin, long end) {}

    private final FileRegion model;
    private final NearbyFiles beside;
    private final Map<String, FileRegion> open = new HashMap<>();

    ExternalFiles(FileRegion model, NearbyFiles beside) {
        this.model = model;
        this.beside = beside;
    }

    /**
     * The elements of a tensor.
     *
     * @param entries the statements of the file: {@code location}, and {@code offset} and {@code length} in decimal
     *     digits
     * @param bytes the number of bytes that the shape needs
     */
    Part part(Map<String, String> entries, long bytes, Place here) throws CheckpointException {
        String location = entries.getOrDefault("location", "");
        NearbyFiles.check(model.path(), location);
        long begin = number(entries, "offset", 0, here);
        long length = number(entries, "length", bytes, here);
        FileRegion file = file(location, here);
        if (length != bytes || begin > file.size() || length > file.size() - begin) {
            throw here.damaged("has the bytes from " + begin + " to " + (begin + length) + " of "
                    + CheckpointException.quote(location) + ", which has " + file.size() + "; expected " + bytes
                    + " of them");
        }
        return new Part(file, begin, begin + length);
    }

    private FileRegion file(String location, Place here) throws CheckpointException {
        FileRegion file = open.get(location);
        if (file == null) {
            if (open.size() == MAX_FILES) {
                throw here.error("is in one more than " + MAX_FILES + " other files, the most accepted",
                        "export the model with its weights in one file");
            }
            try {
                file = FileRegion.open(beside.file(location));
            } catch (IOException cause) {
                throw here.failed("opening " + CheckpointException.quote(location), cause);
            }
            open.put(location, file);
        }
        return file;
    }

    private static long number(Map<String, String> entries, String key, long otherwise, Place here)
            throws CheckpointException {
        String text = entries.get(key);
        if (text == null) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw here.damaged("has the " + key + " " + CheckpointException.quote(text) + ", expected digits");
        }
        return Long.parseLong(text);
    }

    @Override
    public void close() throws CheckpointException {
        for (FileRegion file : open.values()) {
            file.close();
        }
    }
}
