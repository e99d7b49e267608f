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
 * The files of run folders that predictions need, in one file. Spark sends it to every executor once, so executors need
 * no access to the folders.
 *
 * <pre>
 * 0/config.json, 0/best.safetensors, 0/bert/…    the first run; 1/ is the second
 * </pre>
 */
final class ModelArchive {
    private static final int NAME_LENGTH = 32;
    /**
     * The folder of archives. Executors download a model when their first task begins, so an archive is kept until the
     * program ends.
     */
    private static final TemporaryFolder FOLDER = TemporaryFolder.temporary("almt-models");
    /** The names that were sent to each session. */
    private static final Set<String> SENT = new HashSet<>();

    private ModelArchive() {}

    /**
     * Sends runs to all executors. {@link LoadedModels} finds them by the returned name. Runs with the same contents
     * have the same name, and are sent once per session.
     */
    static synchronized String send(SparkSession session, List<Path> runs) throws IOException {
        Path folder = FOLDER.folder();
        Path packed = folder.resolve("packed.zip");
        try {
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(packed))) {
                zip.setLevel(0); // weights cannot be compressed: they are almost random
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
        // Tasks of a query see only the archives of their session, and so does an executor that starts late.
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
        entry.setTime(0); // the same contents have the same bytes
        zip.putNextEntry(entry);
        Files.copy(file, zip);
        zip.closeEntry();
    }
}
