package org.almt.study;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.json.Json;
import org.almt.train.Version;

/**
 * The files of a study. Each is replaced as a whole.
 *
 * <pre>
 * study.json                     the study and its data: what a resumed one must be
 * runs/VARIANT/seed-N/           run folders, as those of 'almt train'
 * tests/VARIANT/seed-N.csv       test predictions of a run at all strengths of its curves, and its measures
 * table.md                       what came out, for people
 * results.csv, results.json      the same, unrounded
 * curves/CURVE.csv               metrics by variant and strength, ready for plotting
 * </pre>
 */
public final class StudyFolder {
    private static final long FORMAT = 1;

    private final Path directory;

    private StudyFolder(Path directory) {
        this.directory = directory;
    }

    /**
     * Begins a study in a new or empty folder.
     *
     * @throws IOException when there is something in it, or it cannot be made
     */
    public static StudyFolder create(Path directory, Study study, String dataSha256) throws IOException {
        StudyFolder folder = new StudyFolder(directory);
        if (Files.exists(folder.studyJson())) {
            throw new IOException(directory + " already holds a study; go on with it by adding --resume, or choose"
                    + " another folder with --out");
        }
        boolean made = !Files.exists(directory);
        try {
            Files.createDirectories(directory);
            try (Stream<Path> entries = Files.list(directory)) {
                if (entries.findAny().isPresent()) {
                    throw new IOException(directory + " is not empty; choose another folder with --out");
                }
            }
            folder.write(study, dataSha256);
        } catch (FileSystemException e) {
            throw new IOException("the study's folder " + directory + " cannot be made: " + reason(e)
                    + "; choose another with --out", e);
        } catch (IOException e) {
            if (made) {
                Files.deleteIfExists(directory);
            }
            throw e;
        }
        return folder;
    }

    private static String reason(FileSystemException e) {
        return e instanceof AccessDeniedException ? "access is denied"
                : e instanceof FileAlreadyExistsException ? "there is a file of that name"
                : e.getReason() != null ? e.getReason()
                : "the system makes no folders there";
    }

    /**
     * Goes on with a study: the same one, but for its seeds, of which there may be others now.
     *
     * @throws IOException when the folder holds another study or none
     */
    public static StudyFolder resume(Path directory, Study study, String dataSha256) throws IOException {
        StudyFolder folder = new StudyFolder(directory);
        if (!Files.isRegularFile(folder.studyJson())) {
            throw new IOException(directory + " holds no study to resume: it has no study.json; leave --resume out");
        }
        Map<String, Object> map = Json.read(folder.studyJson());
        if (!Long.valueOf(FORMAT).equals(map.get("format"))) {
            throw new IOException(folder.studyJson() + ": written by another version (format " + map.get("format")
                    + ", this version reads " + FORMAT + ")");
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
            throw new IOException(folder.studyJson() + ": " + e.getMessage(), e);
        }
        if (!before.withSeeds(study.seeds()).equals(study)) {
            throw new IOException(directory + " holds another study, or this one with other settings (its study.json"
                    + " says which); choose another folder with --out, or the same settings");
        }
        folder.write(study, dataSha256);
        return folder;
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

    /** Keeps a second process out for as long as the result is open; the system lets go when this process ends. */
    public FileChannel lock() throws IOException {
        FileChannel channel = FileChannel.open(studyJson(), StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // this very process: the same answer
        }
        channel.close();
        throw new IOException(directory + " is in use: the study is already running there");
    }

    /** The folder. */
    public Path directory() {
        return directory;
    }

    /** The study and its data. */
    public Path studyJson() {
        return directory.resolve("study.json");
    }

    /** The run folder of a variant and a seed. */
    public Path run(String variant, long seed) {
        return directory.resolve("runs").resolve(variant).resolve("seed-" + seed);
    }

    /** Test predictions at all strengths, and measures, of a run. */
    public Path tests(String variant, long seed) {
        return directory.resolve("tests").resolve(variant).resolve("seed-" + seed + ".csv");
    }

    /** What came out, for people. */
    public Path table() {
        return directory.resolve("table.md");
    }

    /** What came out, a row for each variant and figure. */
    public Path resultsCsv() {
        return directory.resolve("results.csv");
    }

    /** What came out, for programs; see {@link ResultJson}. */
    public Path resultsJson() {
        return directory.resolve("results.json");
    }

    /** A curve's points. */
    public Path curve(String name) {
        return directory.resolve("curves").resolve(name + ".csv");
    }
}
