package org.almt.weights;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A folder that is made when it is first asked for, and deleted with all that is in it. */
final class Scratch implements Closeable {
    private static final String PREFIX = ".almt-unpacked";

    private final Path parent;
    private Path folder;

    Scratch(Path parent) {
        this.parent = parent;
    }

    Path folder() throws IOException {
        if (folder == null) {
            folder = Files.createTempDirectory(parent, PREFIX);
        }
        return folder;
    }

    boolean isOpen() {
        return folder != null;
    }

    /** A sentence in which files that were unpacked here are named by the archive that they came from. */
    String hide(String sentence, Path archive) {
        // …/.almt-unpacked123/m456/_model.onnx
        return sentence.replaceAll(Pattern.quote(folder.toString()) + "[/\\\\]m\\d+[/\\\\]_",
                Matcher.quoteReplacement(archive + "!"));
    }

    @Override
    public void close() throws IOException {
        if (folder != null) {
            delete(folder);
        }
    }

    /** Deletes a folder and all that is in it. */
    static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }
}
