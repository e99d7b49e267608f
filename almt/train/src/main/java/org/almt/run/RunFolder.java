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
 * The files of one run. Each is replaced as a whole, so that a reader or a resumed run never meets half a file.
 *
 * <pre>
 * config.json               everything needed to repeat the run
 * metrics.csv               one row an epoch; figures unrounded
 * best.safetensors          weights of the lowest validation MAE
 * last.safetensors          weights, optimiser and position: where a resumed run goes on
 * predictions.csv           of the test split, with the best weights; predictions-valid.csv likewise
 * summary.json, summary.txt the result; written last, so that they mark a finished run
 * reference-protocol.csv    test metrics of each epoch; see {@link ReferenceProtocol}
 * sample-order.npy          where the order of the samples was given
 * teacher.npy               where a teacher's outputs for the training samples are learned from too
 * distillation.json, .md    what became of size, latency and quality against the teacher
 * bert/                     the language model that the run began with, where text features come from one
 * </pre>
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class RunFolder {
    /** Locked while a run begins. */
    private static final String BEGINNING = ".beginning";
    private static final int LOOK_MILLIS = 200;

    private final Path directory;
    /** Whether the folder is our own, and not an empty one that we were given. */
    private final boolean made;
    /** Keeps others out until there is a {@code config.json}, which is locked from then on. */
    private @Nullable FileChannel beginning;

    private RunFolder(Path directory, boolean made) {
        this.directory = directory;
        this.made = made;
    }

    /**
     * Makes the folder of a new run, or takes an empty one, or one in which a run died before it could be resumed.
     *
     * @throws IOException when there is something else in it, it cannot be made, or another run begins in it
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
            requireNoRun(directory); // another process may have begun one since the first look
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

    /** Whether all that a folder holds was left by a run that died before {@code config.json}. */
    private static boolean holdsOnlyTheUnbegun(Path directory) throws IOException {
        Set<Path> known = new HashSet<>(files(directory));
        known.add(directory.resolve(BEGINNING));
        known.add(new RunFolder(directory, false).bert());
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.allMatch(entry -> known.contains(entry)
                    || entry.getFileName().toString().endsWith(AtomicFiles.SUFFIX));
        } catch (NotDirectoryException file) {
            return false; // said by what makes the folder
        }
    }

    /** From now on {@code config.json} is what is locked. What cannot be deleted is deleted by the next start. */
    private void endBeginning() {
        try (FileChannel lock = beginning) {
            if (lock != null) {
                beginning = null;
                Files.deleteIfExists(directory.resolve(BEGINNING));
            }
        } catch (IOException cannot) {
            // The run itself is not touched by this.
        }
    }

    /** The folder of a run that was begun before. */
    public static RunFolder open(Path directory) throws IOException {
        RunFiles.open(directory);
        return new RunFolder(directory, false);
    }

    /** Takes back a folder in which no run could begin; what stands in the way of that is added to the cause. */
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

    /** Removes what a run left that was killed before it could be resumed: a folder without {@code config.json}. */
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
     * Keeps a second process from writing into the folder for as long as the result is open; the system releases it
     * when this process ends, however it ends.
     */
    FileChannel lock() throws IOException {
        return Folders.lock(
                config(), directory + " is in use: another training run is writing to it", StandardOpenOption.WRITE);
    }

    /**
     * Waits while another process begins the run of a folder, or writes to it. A folder that is not there is free.
     *
     * @param stop ends the waiting too
     * @throws IOException when the patience is over
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
                // nobody has it
            }
        }
        return false;
    }

    /** Deletes the mark of a beginning that has ended; called by who holds the lock. */
    void removeBeginning() throws IOException {
        Files.deleteIfExists(directory.resolve(BEGINNING));
    }

    /** The files that a prediction needs. */
    RunFiles ofPrediction() {
        return new RunFiles(directory);
    }

    /** Whether the run has come to its end. */
    public boolean isFinished() {
        return Files.exists(summaryJson());
    }

    /** Writes {@code config.json}; from then on the run can be resumed. */
    public void write(RunConfig config) throws IOException {
        byte[] json = config.toJson();
        AtomicFiles.write(config(), out -> out.write(json));
        endBeginning();
    }

    /** Keeps a copy of the order of samples that the run was given. */
    public void keepSampleOrder(Path given) throws IOException {
        try {
            AtomicFiles.write(sampleOrder(), out -> Files.copy(given, out));
        } catch (IOException e) {
            discard(e);
            throw e;
        }
    }

    /** Keeps a teacher's outputs, one for each training sample. */
    public void keepTeacher(float[] outputs) throws IOException {
        try {
            Npy.write(teacher(), NpyArray.of(outputs, outputs.length));
        } catch (IOException e) {
            discard(e);
            throw e;
        }
    }

    /** Keeps a copy of the language model. */
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

    /** The files of a run whose folder this is, whether or not they are there. */
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

    /** Everything needed to repeat the run. */
    public Path config() {
        return new RunFiles(directory).config();
    }

    /** One row an epoch. */
    public Path metrics() {
        return directory.resolve("metrics.csv");
    }

    /** Test metrics after each epoch. */
    public Path referenceProtocol() {
        return directory.resolve("reference-protocol.csv");
    }

    /** Weights of the lowest validation MAE. */
    public Path best() {
        return new RunFiles(directory).best();
    }

    /** Weights, optimiser and position. */
    public Path last() {
        return ofPrediction().last();
    }

    /** The order of samples, where it was given. */
    public Path sampleOrder() {
        return new RunFiles(directory).sampleOrder();
    }

    /** A teacher's outputs for the training samples. */
    public Path teacher() {
        return new RunFiles(directory).teacher();
    }

    /** Size, latency and quality of student and teacher, for programs. */
    public Path distillationJson() {
        return directory.resolve("distillation.json");
    }

    /** Size, latency and quality of student and teacher, for people. */
    public Path distillationTable() {
        return directory.resolve("distillation.md");
    }

    /** The language model that the run began with. */
    public Path bert() {
        return new RunFiles(directory).bert();
    }

    private List<Path> bertFiles() {
        return Stream.of(BertFolder.WEIGHTS, BertFolder.CONFIG, BertFolder.VOCABULARY, BertFolder.TOKENIZER)
                .map(bert()::resolve).toList();
    }

    /** Where text features of a language model are kept, for this run and those beside it. */
    public static Path textFeatures(Path directory) {
        return new RunFiles(directory).textFeatures();
    }

    /** Predictions of the test split. */
    public Path testPredictions() {
        return directory.resolve("predictions.csv");
    }

    /** Predictions of the validation split. */
    public Path validPredictions() {
        return directory.resolve("predictions-valid.csv");
    }

    /** The summary for programs. */
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
