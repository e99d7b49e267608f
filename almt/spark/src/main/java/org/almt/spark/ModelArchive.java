package org.almt.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.almt.io.Sha256;
import org.almt.saved.RunFiles;
import org.almt.weights.TemporaryFolder;
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
    private static final int NAME_LENGTH = 32;
    /** Executors fetch a model when their first task begins, so that it stays until the program ends. */
    private static final TemporaryFolder FOLDER = TemporaryFolder.temporary("almt-models");
    /** Sessions with the names that they were sent. */
    private static final Set<String> SENT = new HashSet<>();

    private ModelArchive() {}

    /**
     * Hands runs to all executors; {@link LoadedModels} finds them by the name that is returned. Runs of the same
     * content have the same name, and are sent once in a session.
     */
    static synchronized String send(SparkSession session, List<Path> runs) throws IOException {
        Path folder = FOLDER.folder();
        Path packed = folder.resolve("packed.zip");
        try {
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(packed))) {
                zip.setLevel(0); // weights are as good as random
                for (int i = 0; i < runs.size(); i++) {
                    add(zip, i + "/", RunFiles.open(runs.get(i)));
                }
            }
            String name = "almt-" + Sha256.of(packed).substring(0, NAME_LENGTH);
            Path file = folder.resolve(name + ".zip");
            Files.move(packed, file, StandardCopyOption.REPLACE_EXISTING);
            var classic = (org.apache.spark.sql.classic.SparkSession) session;
            if (SENT.add(classic.sparkContext().applicationId() + classic.sessionUUID() + name)) {
                send(classic, file.toUri() + "#" + name);
            }
            return name;
        } catch (IOException e) {
            throw new IOException("the models could not be packed in " + folder + ": " + e.getMessage()
                    + "; make room there, or set java.io.tmpdir", e);
        }
    }

    private static void send(org.apache.spark.sql.classic.SparkSession session, String address) {
        SparkContext spark = session.sparkContext();
        spark.addArchive(address);
        // Tasks of a query see the archives of their session alone, and an executor that comes late has no others.
        session.artifactManager().withResources(() -> {
            spark.addArchive(address);
            return BoxedUnit.UNIT;
        });
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
        ZipEntry entry = new ZipEntry(prefix + run.relativize(file).toString().replace('\\', '/'));
        entry.setTime(0); // the same content has the same bytes
        zip.putNextEntry(entry);
        Files.copy(file, zip);
        zip.closeEntry();
    }
}
