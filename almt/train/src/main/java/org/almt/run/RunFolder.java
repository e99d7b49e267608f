package org.almt.run;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.almt.failure.RemediableException;
import org.almt.failure.Remedy;
import org.almt.language.LanguageModel;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.nn.checkpoint.numpy.Npy;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.saved.RunFiles;
import org.almt.train.StopSignal;
import org.almt.weights.BertFolder;
import org.jspecify.annotations.Nullable;

/**
 * The files of one run. Each file is replaced as a whole, so a reader or a resumed run never finds an incomplete file.
 *
 * <pre>
 * config.json               everything needed to repeat the run
 * metrics.csv               one row per epoch; figures unrounded
 * best.safetensors          weights with the lowest validation MAE
 * last.safetensors          weights, optimiser and position, from which a run is resumed
 * predictions.csv           predictions for the test split with the best weights; also predictions-valid.csv
 * summary.json, summary.txt the result; written last, so that they mark a finished run
 * reference-protocol.csv    test metrics of each epoch; see {@link ReferenceProtocol}
 * sample-order.npy          the order of the samples, if one was given
 * teacher.npy               a teacher's outputs for the training samples, if there is a teacher
 * distillation.json, .md    size, latency and quality, compared with the teacher
 * bert/                     the language model at the start of the run, if it has one
 * </pre>
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class RunFolder {
    /** The file that is locked while a run begins. */
    private static final String BEGINNING = ".beginning";
    private static final int LOOK_MILLIS = 200;

    private final Path directory;
    /** Whether this object made the folder; false if it existed and was empty. */
    private final boolean made;
    /** The lock until {@code config.json} exists, which is locked from then on. */
    private @Nullable FileChannel beginning;

    private RunFolder(Path directory, boolean made) {
        this.directory = directory;
        this.made = made;
    }

    /**
     * Makes the folder of a new run, or uses an empty one, or one in which a run was killed before it could be resumed.
     *
     * @throws IOException if it has other contents, cannot be made, or another run begins in it
     */
    public static RunFolder create(Path directory) throws IOException {
        requireNoRun(directory);
        boolean made = !Files.exists(directory);
        if (made || !holdsOnlyTheUnbegun(directory)) {
            made = Folders.makeOrTake(directory, "run folder");
        }
        RunFolder folder = new RunFolder(directory, made);
        FileChannel lock = Folders.lock(directory.resolve(BEGINNING),
                directory + " is in use: another training run is beginning in it", StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        folder.beginning = lock;
        try {
            requireNoRun(directory); // another process may have begun a run since the first check
            removeUnbegun(directory);
            return folder;
        } catch (IOException | RuntimeException e) {
            folder.endBeginning();
            throw e;
        }
    }

    private static void requireNoRun(Path directory) throws IOException {
        if (Files.exists(directory.resolve("config.json"))) {
            throw new RemediableException(directory + " already holds a run; resume it, or choose another folder",
                    Remedy.RESUME_OR_OTHER_FOLDER);
        }
    }

    /** Whether all files of a folder come from a run that was killed before it wrote {@code config.json}. */
    private static boolean holdsOnlyTheUnbegun(Path directory) throws IOException {
        Set<Path> known = new HashSet<>(files(directory));
        known.add(directory.resolve(BEGINNING));
        known.add(new RunFolder(directory, false).bert());
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.allMatch(entry -> known.contains(entry)
                    || entry.getFileName().toString().endsWith(AtomicFiles.SUFFIX));
        } catch (NotDirectoryException file) {
            return false; // reported by the code that makes the folder
        }
    }

    /**
     * Ends the start of the run: from now on {@code config.json} is locked. A file that cannot be deleted now is
     * deleted at the next start.
     */
    private void endBeginning() {
        try (FileChannel lock = beginning) {
            if (lock != null) {
                beginning = null;
                Files.deleteIfExists(directory.resolve(BEGINNING));
            }
        } catch (IOException cannot) {
            // the run itself is not affected
        }
    }

    /** Opens the folder of an existing run. */
    public static RunFolder open(Path directory) throws IOException {
        RunFiles.open(directory);
        return new RunFolder(directory, false);
    }

    /** Deletes a folder in which no run could begin. A failure of this is added to the cause. */
    void discard(Throwable because) {
        try {
            Files.deleteIfExists(sampleOrder());
            Files.deleteIfExists(teacher());
            Files.deleteIfExists(last());
            for (Path file : bertFiles()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(bert());
            endBeginning();
            if (made) {
                Files.deleteIfExists(directory);
            }
        } catch (IOException another) {
            because.addSuppressed(another);
        }
    }

    /**
     * Removes the remains of a run that was killed before it could be resumed: a folder without {@code config.json}.
     */
    public static void removeUnbegun(Path directory) throws IOException {
        if (Files.isDirectory(directory) && !Files.exists(directory.resolve("config.json"))) {
            AtomicFiles.removeLeftovers(directory);
            for (Path file : files(directory)) {
                Files.deleteIfExists(file);
            }
            Path bert = new RunFolder(directory, false).bert();
            if (Files.isDirectory(bert)) {
                AtomicFiles.removeLeftovers(bert);
                Files.deleteIfExists(bert);
            }
        }
    }

    /**
     * Locks the folder against writes of other processes until the result is closed. The system releases the lock when
     * this process ends, in any way.
     */
    FileChannel lock() throws IOException {
        return Folders.lock(
                config(), directory + " is in use: another training run is writing to it", StandardOpenOption.WRITE);
    }

    /**
     * Waits while another process begins the run of a folder, or writes to it. A missing folder is free.
     *
     * @param stop ends the wait too
     *
     * @throws IOException if the time {@code patience} is over
     */
    public static void awaitFree(Path directory, Duration patience, StopSignal stop) throws IOException {
        long until = System.nanoTime() + patience.toNanos();
        while (!stop.isRaised() && isLocked(directory)) {
            if (System.nanoTime() > until) {
                throw new IOException(directory + " is in use: another training run has been writing to it for "
                        + patience.toSeconds() + " s; end that one");
            }
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for " + directory);
            }
        }
    }

    private static boolean isLocked(Path directory) throws IOException {
        RunFolder run = new RunFolder(directory, false);
        for (Path file : List.of(run.config(), directory.resolve(BEGINNING))) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                    FileLock lock = channel.tryLock()) {
                if (lock == null) {
                    return true;
                }
            } catch (OverlappingFileLockException e) {
                return true; // by this process
            } catch (NoSuchFileException | NotDirectoryException e) {
                // no process holds it
            }
        }
        return false;
    }

    /** Deletes the mark of a start that has ended. Called by the holder of the lock. */
    void removeBeginning() throws IOException {
        Files.deleteIfExists(directory.resolve(BEGINNING));
    }

    /** The files that a prediction needs. */
    RunFiles ofPrediction() {
        return new RunFiles(directory);
    }

    /** Whether the run is finished. */
    public boolean isFinished() {
        return Files.exists(summaryJson());
    }

    /** Writes {@code config.json}. From then on the run can be resumed. */
    public void write(RunConfig config) throws IOException {
        byte[] json = config.toJson();
        AtomicFiles.write(config(), out -> out.write(json));
        endBeginning();
    }

    /** Stores a copy of the given order of samples. */
    public void keepSampleOrder(Path given) throws IOException {
        try {
            AtomicFiles.write(sampleOrder(), out -> Files.copy(given, out));
        } catch (IOException e) {
            discard(e);
            throw e;
        }
    }

    /** Stores a teacher's outputs, one for each training sample. */
    public void keepTeacher(float[] outputs) throws IOException {
        try {
            Npy.write(teacher(), NpyArray.of(outputs, outputs.length));
        } catch (IOException e) {
            discard(e);
            throw e;
        }
    }

    /** Stores a copy of the language model. */
    public void keepBert(LanguageModel model) throws IOException {
        try {
            Files.createDirectory(bert());
            model.write(bert());
        } catch (IOException e) {
            discard(e);
            throw e;
        }
    }

    /** Reads {@code config.json}. */
    public RunConfig readConfig() throws IOException {
        return RunConfig.read(config());
    }

    /** The paths of all files of a run in a folder, whether or not they exist. */
    public static List<Path> files(Path directory) {
        RunFolder run = new RunFolder(directory, false);
        List<Path> files = new ArrayList<>(List.of(run.config(), run.metrics(), run.best(), run.last(),
                run.testPredictions(), run.validPredictions(), run.summaryJson(), run.summaryText(),
                run.referenceProtocol(), run.sampleOrder(), run.teacher(), run.distillationJson(),
                run.distillationTable()));
        files.addAll(run.bertFiles());
        return files;
    }

    /** The folder. */
    public Path directory() {
        return directory;
    }

    /** The configuration: everything needed to repeat the run. */
    public Path config() {
        return new RunFiles(directory).config();
    }

    /** The metrics, one row per epoch. */
    public Path metrics() {
        return directory.resolve("metrics.csv");
    }

    /** The test metrics after each epoch. */
    public Path referenceProtocol() {
        return directory.resolve("reference-protocol.csv");
    }

    /** The weights with the lowest validation MAE. */
    public Path best() {
        return new RunFiles(directory).best();
    }

    /** The checkpoint: weights, optimiser and position. */
    public Path last() {
        return ofPrediction().last();
    }

    /** The order of samples, if one was given. */
    public Path sampleOrder() {
        return new RunFiles(directory).sampleOrder();
    }

    /** A teacher's outputs for the training samples. */
    public Path teacher() {
        return new RunFiles(directory).teacher();
    }

    /** Size, latency and quality of student and teacher, as JSON. */
    public Path distillationJson() {
        return directory.resolve("distillation.json");
    }

    /** Size, latency and quality of student and teacher, in human-readable form. */
    public Path distillationTable() {
        return directory.resolve("distillation.md");
    }

    /** The language model at the start of the run. */
    public Path bert() {
        return new RunFiles(directory).bert();
    }

    private List<Path> bertFiles() {
        return Stream.of(BertFolder.WEIGHTS, BertFolder.CONFIG, BertFolder.VOCABULARY, BertFolder.TOKENIZER)
                .map(bert()::resolve).toList();
    }

    /** The folder for text features of a language model, shared by this run and those beside it. */
    public static Path textFeatures(Path directory) {
        return new RunFiles(directory).textFeatures();
    }

    /** The predictions for the test split. */
    public Path testPredictions() {
        return directory.resolve("predictions.csv");
    }

    /** The predictions for the validation split. */
    public Path validPredictions() {
        return directory.resolve("predictions-valid.csv");
    }

    /** The summary as JSON. */
    public Path summaryJson() {
        return ofPrediction().summary();
    }

    /** The summary in human-readable form. */
    public Path summaryText() {
        return directory.resolve("summary.txt");
    }

    /** The name of the folder. */
    @Override
    public String toString() {
        return directory.toString();
    }
}
