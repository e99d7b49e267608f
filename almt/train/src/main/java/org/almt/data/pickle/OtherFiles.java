package org.almt.data.pickle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Recognises files of other kinds by their first bytes, and names their kind and a remedy. Users often give them
 * instead of a feature file.
 */
public final class OtherFiles {
    private static final int BYTES = 512;

    private OtherFiles() {}

    /** Refuses a file that is known to be of another kind than a pickle. */
    static void refuse(Path path) throws IOException {
        if (isKnown(path)) {
            throw new PickleException(sentence(path));
        }
    }

    /** Whether a file is known to be of another kind than a pickle. */
    public static boolean isKnown(Path path) throws IOException {
        return kind(path) != null;
    }

    /** The kind of such a file and the remedy, in one sentence. */
    public static String sentence(Path path) throws IOException {
        return path.getFileName() + " is " + kind(path);
    }

    private static @Nullable String kind(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return kind(new String(in.readNBytes(BYTES), StandardCharsets.ISO_8859_1));
        }
    }

    private static @Nullable String kind(String head) {
        String lower = head.stripLeading().toLowerCase(Locale.ROOT);
        if (lower.startsWith("<!doctype html") || lower.startsWith("<html") || lower.startsWith("<?xml")) {
            return "a web page (HTML), not a pickle: a download service sent it instead of the file; download the file"
                    + " again in a browser";
        }
        if (head.startsWith("version https://git-lfs")) {
            return "a Git LFS pointer, not the file itself; run 'git lfs pull' in its repository";
        }
        if (head.startsWith("\u0089HDF")) {
            return "HDF5, such as a computational sequence of the CMU Multimodal SDK, not a pickle; align the"
                    + " sequences with"
                    + " the SDK, and save arrays for train, valid and test with pickle.dump";
        }
        if (head.startsWith("BZh")) {
            return "compressed with bzip2; unpack it first: bunzip2 FILE";
        }
        if (head.startsWith("\u00fd7zXZ")) {
            return "compressed with xz; unpack it first: unxz FILE";
        }
        if (head.startsWith("PK\3\4")) {
            return head.contains(".npy")
                    ? "a NumPy archive (.npz), not a pickle; save its arrays as one dictionary of train, valid"
                            + " and test with"
                            + " pickle.dump"
                    : head.contains("data.pkl") || head.contains("archive/")
                            ? "a PyTorch file, not a pickle of arrays; load it with torch.load and save NumPy"
                                    + " arrays with"
                                    + " pickle.dump"
                    : "a zip archive, not a pickle; unpack it first";
        }
        if (head.startsWith("\u0093NUMPY")) {
            return "a single NumPy array (.npy), not a pickle; save a dictionary of train, valid and test with"
                    + " pickle.dump";
        }
        if (head.startsWith("(dp") || head.startsWith("(lp") || head.startsWith("(i") || head.startsWith("}q")) {
            return "a pickle of protocol 0 or 1; save it again in Python with pickle.dump(data, file, protocol=4)";
        }
        return isTable(head)
                ? "a text, not a pickle; a table of samples is read if its name ends in .csv or .tsv"
                : null;
    }

    /** Whether the first line looks like a header, or like JSON. A pickle of protocol 0 never begins so. */
    private static boolean isTable(String head) {
        String line = head.lines().findFirst().orElse("");
        boolean printable = !line.isEmpty() && line.chars().allMatch(c -> c >= ' ' && c != 0x7F || c == '\t');
        return printable && (line.contains(",") || line.contains("\t") || line.startsWith("{"));
    }
}
