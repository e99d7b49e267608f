package org.almt.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.almt.saved.RunFiles;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import scala.runtime.BoxedUnit;

/**
 * What predictions need of run folders, in one file that Spark takes to every executor, once: so that executors need
 * not see the folders.
 *
 * <pre>
 * 0/config.json, 0/best.safetensors, 0/bert/…    the first run; 1/ is the second
 * </pre>
 */
final class ModelArchive {
    private ModelArchive() {}

    /** Hands runs to all executors; {@link LoadedModels} finds them by the name that is returned. */
    static String send(SparkSession session, List<Path> runs) throws IOException {
        String name = "almt-" + UUID.randomUUID();
        Path folder = Files.createTempDirectory("almt-models");
        Path file = folder.resolve(name + ".zip");
        try {
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
                zip.setLevel(0); // weights are as good as random
                for (int i = 0; i < runs.size(); i++) {
                    add(zip, i + "/", RunFiles.open(runs.get(i)));
                }
            }
            String address = file.toUri() + "#" + name;
            SparkContext spark = session.sparkContext();
            spark.addArchive(address);
            // Tasks of a query see the archives of their session alone, and an executor that comes late has no others.
            ((org.apache.spark.sql.classic.SparkSession) session).artifactManager().withResources(() -> {
                spark.addArchive(address);
                return BoxedUnit.UNIT;
            });
        } catch (IOException e) {
            throw new IOException("the models could not be packed in " + folder + ": " + e.getMessage()
                    + "; make room there, or set java.io.tmpdir", e);
        } finally {
            // Executors fetch it when their first task begins, so that it must stay until the program ends.
            file.toFile().deleteOnExit();
            folder.toFile().deleteOnExit();
        }
        return name;
    }

    private static void add(ZipOutputStream zip, String prefix, RunFiles run) throws IOException {
        add(zip, prefix, run.directory(), run.config());
        add(zip, prefix, run.directory(), run.best());
        if (Files.isDirectory(run.bert())) {
            List<Path> files;
            try (Stream<Path> all = Files.walk(run.bert())) {
                files = all.filter(Files::isRegularFile).sorted().toList();
            }
            for (Path each : files) {
                add(zip, prefix, run.directory(), each);
            }
        }
    }

    private static void add(ZipOutputStream zip, String prefix, Path run, Path file) throws IOException {
        zip.putNextEntry(new ZipEntry(prefix + run.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, zip);
        zip.closeEntry();
    }
}
