package org.almt.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.almt.train.StopSignal;

/**
 * Trains models, in one call. The command {@code almt train} makes the same calls, with the same bits.
 *
 * <pre>{@code
 * RunRequest request = RunRequest.onEmbeddedData().seed(2).set("epochs", 10);
 * RunOutcome run = Training.run(request, RunListener.SILENT);
 * Almt almt = Almt.load(run.folder().directory());
 * }</pre>
 *
 * <p>Threads: safe for many at once.
 */
public final class Training {
    private static final Path RUNS = Path.of("runs");

    private Training() {}

    /** Trains in a new folder below {@code runs} in the working directory, named after data, model and seed. */
    public static RunOutcome run(RunRequest request, RunListener listener) throws IOException {
        return run(request, request.freeFolder(RUNS), listener, new StopSignal());
    }

    /**
     * Trains in a folder.
     *
     * @param folder new or empty
     * @param stop the signal to stop, which any thread may raise; the run can then be resumed
     * @throws IllegalArgumentException if the request contradicts itself or the data
     * @throws IOException if the data or the folder cannot be used; nothing is left on disk then
     */
    public static RunOutcome run(RunRequest request, Path folder, RunListener listener, StopSignal stop)
            throws IOException {
        try (PreparedRun run = prepare(request, folder, listener)) {
            return run.train(stop);
        }
    }

    /** Checks everything and opens the data. {@link PreparedRun#train} then begins the training. */
    public static PreparedRun prepare(RunRequest request, Path folder, RunListener listener) throws IOException {
        return new NewRun(request, listener).prepare(folder);
    }

    /**
     * Resumes the run of a folder with its original data. A finished run is not changed. For a run on samples in
     * memory, pass them to {@link #resume(Path, RunData, RunListener, StopSignal)}.
     */
    public static RunOutcome resume(Path folder, RunListener listener, StopSignal stop) throws IOException {
        return resume(folder, new RunData(listener), listener, stop);
    }

    /**
     * Resumes the run of a folder.
     *
     * @param data the present location of its original data: {@code new RunData(listener)}, then
     *         {@link RunData#at(org.almt.data.DataSet)} for samples in memory, or {@link RunData#at(DataOrigin)} for
     *         another location
     * @throws IOException if the data are others, or the folder is damaged
     */
    public static RunOutcome resume(Path folder, RunData data, RunListener listener, StopSignal stop)
            throws IOException {
        RunFolder run = RunFolder.open(folder);
        if (run.isFinished()) {
            return new RunOutcome(run, Optional.empty());
        }
        try (PreparedRun rest = prepareToResume(folder, data, listener)) {
            return rest.train(stop);
        }
    }

    /** Checks everything and opens the data of an unfinished run. {@link PreparedRun#train} then resumes it. */
    public static PreparedRun prepareToResume(Path folder, RunData data, RunListener listener) throws IOException {
        return new ResumedRun(folder, data, listener).prepare();
    }
}
