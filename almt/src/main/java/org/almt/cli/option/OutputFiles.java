package org.almt.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.almt.run.RunFolder;
import org.jspecify.annotations.Nullable;

/**
 * The files that options name for writing. They are checked before anything is computed: after hours of work, a command
 * should neither fail at a missing folder nor overwrite its own input.
 */
public final class OutputFiles {
    private final List<Named> inputs = new ArrayList<>();
    private final List<Named> outputs = new ArrayList<>();

    /** A file, and its name in messages. */
    private record Named(String name, Path file) {}

    /** A file that an option names for reading; null if there is none. */
    public OutputFiles reads(String option, @Nullable Path file) {
        if (file != null) {
            inputs.add(new Named("the input (" + option + ")", file));
        }
        return this;
    }

    /** A run folder, whose files only the run may write; null if there is none. */
    public OutputFiles belongsToRun(@Nullable Path directory) {
        if (directory != null) {
            RunFolder.files(directory).forEach(file -> inputs.add(new Named("a file of the run", file)));
        }
        return this;
    }

    /** A file that an option names for writing; null if the option is not given. */
    public OutputFiles writes(String option, @Nullable Path file) {
        if (file != null) {
            outputs.add(new Named(option + " " + file, file));
        }
        return this;
    }

    /**
     * Checks that every file can be written, and that no input would be overwritten.
     *
     * @throws UsageError if a file is also read, or is written twice
     */
    public void check() throws IOException {
        for (Named output : outputs) {
            for (Named input : inputs) {
                if (isSame(output.file, input.file)) {
                    throw new UsageError(
                            output.name + " is " + input.name + ", which would be lost; name another file");
                }
            }
            for (Named other : outputs.subList(0, outputs.indexOf(output))) {
                if (isSame(output.file, other.file)) {
                    throw new UsageError(output.name + " is the same file as " + other.name + "; name another file");
                }
            }
            requireWritable(output.name, output.file);
        }
    }

    private static boolean isSame(Path one, Path other) throws IOException {
        if (Files.exists(one) && Files.exists(other)) {
            return Files.isRegularFile(other) && Files.isSameFile(one, other);
        }
        return whole(one).equals(whole(other));
    }

    /** The path with the links of its folder resolved; the file itself need not exist. */
    private static Path whole(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        return folder != null && Files.isDirectory(folder)
                ? folder.toRealPath().resolve(absolute.getFileName())
                : absolute;
    }

    private static void requireWritable(String option, Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(option + " is a folder; name a file in it");
        }
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException(option + ": its folder does not exist; make the folder first");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            return; // a pipe or a device is written to directly
        }
        try {
            Files.delete(Files.createTempFile(folder, ".", ".almt-tmp"));
        } catch (IOException e) {
            throw new IOException(option + ": a file cannot be made in " + folder + "; check the rights of the folder,"
                    + " or name a file in another one", e);
        }
    }
}
