package org.almt.study;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.almt.failure.RemediableException;
import org.almt.failure.Remedy;
import org.almt.io.Json;
import org.almt.io.PrintableText;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.run.Folders;
import org.almt.run.RunFolder;
import org.almt.saved.Version;

/**
 * The files of a study, which one process at a time may write. Each file is replaced as a whole, except the empty lock
 * file.
 *
 * <pre>
 * study.json                     the study and its data, which a resumed one must equal
 * study.lock                     locked by the process that runs the study
 * runs/VARIANT/seed-N/           run folders, like those of 'almt train'
 * tests/VARIANT/seed-N.csv       test predictions of a run at all strengths of its curves, and its measures
 * table.md                       the results, human-readable
 * results.csv, results.json      the same, unrounded
 * page.html                      the same as a page
 * curves/CURVE.csv               metrics by variant and strength, ready for plotting
 * </pre>
 */
public final class StudyFolder implements Closeable {
    private static final long FORMAT = 1;

    private static final String SEED = "seed-";

    private static final String LOCK = "study.lock";

    private final Path directory;
    private final FileChannel lock;

    /** Locks the folder. */
    private StudyFolder(Path directory) throws IOException {
        this.directory = directory;
        lock = Folders.lock(
                directory.resolve(LOCK), directory + " is in use: the study is already running there",
                StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    }

    /**
     * Begins a study in a new or empty folder, which is locked until the result is closed.
     *
     * @throws IOException if it is not empty, or cannot be made
     */
    public static StudyFolder create(Path directory, Study study, String dataSha256) throws IOException {
        if (Files.exists(studyJson(directory))) {
            throw new RemediableException(directory + " already holds a study; resume it, or choose another folder",
                    Remedy.RESUME_OR_OTHER_FOLDER);
        }
        if (!holdsOnlyTheUnbegun(directory)) {
            Folders.makeOrTake(directory, "study's folder");
        }
        return locked(directory, folder -> {
            if (Files.exists(folder.studyJson())) {
                throw new RemediableException(directory + " holds a study that another process has just begun; choose"
                        + " another folder", Remedy.OTHER_FOLDER);
            }
            folder.write(study, dataSha256);
        });
    }

    /** Whether all files of a folder come from a study that was killed before it wrote {@code study.json}. */
    private static boolean holdsOnlyTheUnbegun(Path directory) throws IOException {
        if (!Files.exists(directory.resolve(LOCK))) {
            return false;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .allMatch(name -> name.equals(LOCK) || name.endsWith(AtomicFiles.SUFFIX));
        }
    }

    /**
     * Resumes a study. It must be the same study, but its seeds may differ. The folder is locked until the result is
     * closed.
     *
     * @throws IOException if the folder has another study or none, or another process is using it
     */
    public static StudyFolder resume(Path directory, Study study, String dataSha256) throws IOException {
        if (!Files.isRegularFile(studyJson(directory))) {
            throw new RemediableException(directory + " holds no study to resume: it has no study.json; begin one",
                    Remedy.BEGIN_ANEW);
        }
        return locked(directory, folder -> {
            folder.requireSame(study, dataSha256);
            folder.write(study, dataSha256);
        });
    }

    /** A step that prepares a folder before it is locked. */
    @FunctionalInterface
    private interface Beginning {
        void in(StudyFolder folder) throws IOException;
    }

    private static StudyFolder locked(Path directory, Beginning beginning) throws IOException {
        StudyFolder folder = new StudyFolder(directory);
        try {
            beginning.in(folder);
            return folder;
        } catch (IOException | RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    private void requireSame(Study study, String dataSha256) throws IOException {
        Map<String, Object> map = Json.read(studyJson());
        if (!Long.valueOf(FORMAT).equals(map.get("format"))) {
            throw new IOException(studyJson() + ": written by another version (format "
                    + PrintableText.text(String.valueOf(map.get("format"))) + ", this version reads " + FORMAT + ")");
        }
        // Runs of two versions may have different bits, and would be in one table.
        if (!Version.NUMBER.equals(map.get("almt"))) {
            throw new RemediableException(studyJson() + ": begun by ALMT "
                    + PrintableText.text(String.valueOf(map.get("almt")))
                    + ", and this is " + Version.NUMBER
                    + ", whose runs may differ; resume with that version, or begin anew", Remedy.BEGIN_ANEW_ELSEWHERE);
        }
        Study before;
        try {
            Keys keys = new Keys("", map);
            keys.allIn(Set.of("format", "almt", "dataSha256", "study"));
            before = StudyFile.of(keys.object("study").map());
            if (!keys.text("dataSha256").equals(dataSha256)) {
                throw new IOException("the data are not those that the study of " + directory + " began with: SHA-256 "
                        + dataSha256 + ", expected " + keys.text("dataSha256"));
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(studyJson() + ": " + e.getMessage(), e);
        }
        if (!before.withSeeds(study.seeds()).equals(study)) {
            throw new RemediableException(directory + " holds another study, or this one with other settings: "
                    + StudyDifference.between(before, study) + "; resume with the same settings as before, or choose"
                    + " another folder", Remedy.SAME_SETTINGS_OR_OTHER_FOLDER);
        }
    }

    private void write(Study study, String dataSha256) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("format", FORMAT);
        map.put("almt", Version.NUMBER);
        map.put("dataSha256", dataSha256);
        map.put("study", study.toMap());
        byte[] json = Json.write(map);
        AtomicFiles.write(studyJson(), out -> out.write(json));
    }

    /** Releases the lock. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    /** The folder. */
    public Path directory() {
        return directory;
    }

    /** The study and its data. */
    public Path studyJson() {
        return studyJson(directory);
    }

    private static Path studyJson(Path directory) {
        return directory.resolve("study.json");
    }

    /** The run folder of a variant and a seed. */
    public Path run(String variant, long seed) {
        return run(directory, variant, seed);
    }

    static Path run(Path study, String variant, long seed) {
        return study.resolve("runs").resolve(variant).resolve(SEED + seed);
    }

    /**
     * The number of seeds that are finished in this folder for at least one variant, but that the study does not name.
     */
    public int seedsLeftOut(Study study) throws IOException {
        Set<String> others = new HashSet<>();
        for (Arm variant : study.trained()) {
            Path runs = directory.resolve("runs").resolve(variant.name());
            if (!Files.isDirectory(runs)) {
                continue;
            }
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(runs, SEED + "*")) {
                for (Path run : folders) {
                    if (Files.exists(run.resolve("config.json")) && RunFolder.open(run).isFinished()) {
                        others.add(run.getFileName().toString());
                    }
                }
            }
        }
        study.seeds().forEach(seed -> others.remove(SEED + seed));
        return others.size();
    }

    /** The test predictions of a run at all strengths, and its measures. */
    public Path tests(String variant, long seed) {
        return tests(directory, variant, seed);
    }

    static Path tests(Path study, String variant, long seed) {
        return study.resolve("tests").resolve(variant).resolve(SEED + seed + ".csv");
    }

    /** The results in human-readable form. */
    public Path table() {
        return directory.resolve("table.md");
    }

    /** The results, with a row for each variant and figure. */
    public Path resultsCsv() {
        return directory.resolve("results.csv");
    }

    /** The page of the results. */
    public static Path page(Path directory) {
        return directory.resolve("page.html");
    }

    /** The results as JSON; see {@link ResultJson}. */
    public Path resultsJson() {
        return directory.resolve("results.json");
    }

    /** The points of a curve. */
    public Path curve(String name) {
        return directory.resolve("curves").resolve(name + ".csv");
    }
}
