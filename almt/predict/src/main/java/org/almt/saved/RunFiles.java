package org.almt.saved;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of a run that a prediction needs.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param directory the run folder
 */
public record RunFiles(Path directory) {
    /** Opens the folder of an existing run. */
    public static RunFiles open(Path directory) throws IOException {
        if (directory.toString().isEmpty()) {
            throw new IOException("the name of the run folder is empty; a run folder is needed");
        }
        if (!Files.isDirectory(directory)) {
            throw new IOException(directory + (Files.exists(directory) ? " is not a folder" : " does not exist")
                    + "; a run folder is needed");
        }
        RunFiles files = new RunFiles(directory);
        if (!Files.isRegularFile(files.config())) {
            throw new IOException(directory + " is not a run folder: it has no config.json; name a folder that a"
                    + " training wrote, or load a file of weights with its preset");
        }
        return files;
    }

    /** The configuration: everything needed to repeat the run. */
    public Path config() {
        return directory.resolve("config.json");
    }

    /** The weights with the lowest validation MAE. */
    public Path best() {
        return directory.resolve("best.safetensors");
    }

    /** Weights, optimiser and position; where a resumed run goes on. */
    public Path last() {
        return directory.resolve("last.safetensors");
    }

    /** The summary for programs, written last: it marks a finished run. */
    public Path summary() {
        return directory.resolve("summary.json");
    }

    /** Whether the run was stopped before its end, or still goes on; of a copy of some files it is not known. */
    public boolean isUnfinished() {
        return Files.exists(last()) && !Files.exists(summary());
    }

    /** The order of samples, if the run was given one. */
    public Path sampleOrder() {
        return directory.resolve("sample-order.npy");
    }

    /** The outputs of the run's teacher, one for each training sample, if the run has a teacher. */
    public Path teacher() {
        return directory.resolve("teacher.npy");
    }

    /** The language model at the start of the run. */
    public Path bert() {
        return directory.resolve("bert");
    }

    /** The folder for text features of a language model, shared by this run and those beside it. */
    public Path textFeatures() {
        return directory.toAbsolutePath().normalize().resolveSibling("text-features");
    }
}
