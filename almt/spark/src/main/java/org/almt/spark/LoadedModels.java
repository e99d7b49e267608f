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
 * The models of this JVM. Each is loaded once, however many tasks use it: an {@link Almt} serves any number of threads,
 * and a model that is loaded again for each task is what makes scoring slow elsewhere.
 */
final class LoadedModels {
    /** A session may score with other models each night, and has room for a few. */
    private static final int MOST = 4;
    /** The eldest first. */
    private static final Map<String, List<Almt>> BY_ARCHIVE = new LinkedHashMap<>();
    private static final AtomicInteger LOADS = new AtomicInteger();

    private LoadedModels() {}

    /**
     * The models of an archive, in the order in which their runs were named.
     *
     * @param archive from {@link ModelArchive#send}
     * @param threads that one task computes with
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
            throw new IllegalStateException("Spark brought no model " + archive);
        }
        return models;
    }

    /** What tasks of a query fetch lies in a folder of its session; other tasks have it beside. */
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

    /** How many models this JVM has loaded so far. */
    static int loads() {
        return LOADS.get();
    }
}
