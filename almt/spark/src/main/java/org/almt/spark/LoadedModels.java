package org.almt.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.almt.Almt;
import org.almt.core.parallel.Workers;
import org.apache.spark.SparkFiles;

/**
 * The models of this JVM. Each is loaded once for all tasks: an {@link Almt} serves any number of threads. Loading a
 * model for each task makes scoring slow in other programs.
 */
final class LoadedModels {
    /** The most models in memory. A long session may score with new models each night. */
    private static final int MOST = 4;
    /** The models, the oldest first. */
    private static final Map<String, List<Almt>> BY_ARCHIVE = new LinkedHashMap<>();
    private static final AtomicInteger LOADS = new AtomicInteger();

    private LoadedModels() {}

    /**
     * The models of an archive, in the order of their runs.
     *
     * @param archive the name returned by {@link ModelArchive#send}
     *
     * @param threads the threads of one task
     */
    static List<Almt> of(String archive, int threads) {
        Workers.useThreads(threads);
        synchronized (BY_ARCHIVE) {
            List<Almt> there = BY_ARCHIVE.remove(archive);
            List<Almt> models = there == null ? load(archive) : there;
            if (BY_ARCHIVE.size() == MOST) {
                BY_ARCHIVE.remove(BY_ARCHIVE.keySet().iterator().next()); // not closed: a task may still use it
            }
            BY_ARCHIVE.put(archive, models);
            return models;
        }
    }

    private static List<Almt> load(String archive) {
        List<Almt> models = new ArrayList<>();
        try {
            Path folder = folder(archive);
            for (int i = 0; Files.isDirectory(folder.resolve(Integer.toString(i))); i++) {
                models.add(Almt.load(folder.resolve(Integer.toString(i))));
                LOADS.incrementAndGet();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (models.isEmpty()) {
            throw new IllegalStateException("Spark did not send the model " + archive);
        }
        return models;
    }

    /**
     * The folder of an archive. Tasks of a query have it in a folder of their session; other tasks have it in the
     * working folder.
     */
    private static Path folder(String archive) throws IOException {
        Path shared = Path.of(SparkFiles.get(archive));
        if (Files.isDirectory(shared)) {
            return shared;
        }
        try (DirectoryStream<Path> sessions = Files.newDirectoryStream(Path.of(SparkFiles.getRootDirectory()))) {
            for (Path session : sessions) {
                if (Files.isDirectory(session.resolve(archive))) {
                    return session.resolve(archive);
                }
            }
        }
        return shared;
    }

    /** The number of models that this JVM has loaded so far. */
    static int loads() {
        return LOADS.get();
    }
}
