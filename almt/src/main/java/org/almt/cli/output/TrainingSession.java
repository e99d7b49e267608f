package org.almt.cli.output;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.almt.cli.option.Remedies;
import org.almt.failure.Remedy;
import org.almt.io.Json;
import org.almt.io.TableLines;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.run.PreparedRun;
import org.almt.run.RunData;
import org.almt.run.RunFolder;
import org.almt.run.RunListener;
import org.almt.run.RunOutcome;
import org.almt.run.RunRequest;
import org.almt.run.RunSummary;
import org.almt.run.Training;
import org.almt.train.EpochResult;
import org.almt.train.StopSignal;
import org.almt.train.TrainingListener;
import org.jspecify.annotations.Nullable;

/** Runs a training for a user of the terminal, new or resumed. */
public final class TrainingSession implements RunListener {
    private final PrintWriter out;
    private final boolean quiet;
    private final @Nullable Path json;
    private final TrainingListener progress;
    private final WorkProgress work;

    /**
     * A session.
     *
     * @param json the file that also receives the result as JSON
     */
    public TrainingSession(PrintWriter out, PrintWriter err, boolean quiet, @Nullable Path json) {
        this.out = out;
        this.quiet = quiet;
        this.json = json;
        progress = quiet ? SILENT : progress(out);
        work = new WorkProgress(err, quiet);
    }

    private static TrainingListener progress(PrintWriter out) {
        Console console = System.console();
        return console != null && console.isTerminal()
                ? new ProgressBar(out, Charset.forName(System.getProperty("stdout.encoding", "US-ASCII")))
                : new ProgressLines(out);
    }

    /** Trains the requested run to its end, or until Ctrl-C, and prints the result. */
    public void begin(RunRequest request, Path folder) throws IOException {
        try (PreparedRun run = Training.prepare(request, folder, this)) {
            train(run);
        }
    }

    /** Resumes the run of a folder to its end, or until Ctrl-C, and prints the result. */
    public void resume(Path folder, RunData data) throws IOException {
        RunFolder begun = RunFolder.open(folder);
        begun.readConfig(); // a run of another version is refused, finished or not
        if (begun.isFinished()) {
            showFinished(begun);
            return;
        }
        try (PreparedRun run = Training.prepareToResume(folder, data, this)) {
            train(run);
        }
    }

    private void train(PreparedRun run) throws IOException {
        StopSignal stop = new StopSignal();
        try (StopOnInterrupt _ = new StopOnInterrupt(stop)) {
            show(run.train(stop));
        }
    }

    private void show(RunOutcome outcome) throws IOException {
        Path folder = outcome.folder().directory();
        if (outcome.summary().isEmpty()) {
            out.println("Stopped; continue with: almt train --resume " + folder);
        } else {
            RunSummary summary = outcome.summary().get();
            out.println();
            summary.lines().forEach(out::println);
            out.println("Run folder: " + folder);
            if (json != null) {
                byte[] text = Json.write(summary.toMap());
                AtomicFiles.write(json, file -> file.write(text));
            }
        }
        out.flush();
    }

    private void showFinished(RunFolder folder) throws IOException {
        out.println("The run of " + folder.directory() + " is finished; there is nothing to resume.");
        out.println();
        for (String line : TableLines.of(folder.summaryText())) {
            out.println(new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        }
        if (json != null) {
            AtomicFiles.write(json, file -> Files.copy(folder.summaryJson(), file));
        }
        out.flush();
    }

    @Override
    public void fact(String line) {
        if (!quiet) {
            out.println(line);
            out.flush();
        }
    }

    @Override
    public void warning(String sentence) {
        work.accept(sentence);
    }

    @Override
    public void progress(String thing, int done, int all) {
        work.progress(thing, done, all);
    }

    @Override
    public void warning(String sentence, Remedy remedy) {
        warning(Remedies.with(sentence, remedy));
    }

    @Override
    public void started(int epochs, int batchesPerEpoch, int epochsDone) {
        progress.started(epochs, batchesPerEpoch, epochsDone);
    }

    @Override
    public void batchDone(int epoch, int batch, double meanLoss) {
        progress.batchDone(epoch, batch, meanLoss);
    }

    @Override
    public void epochDone(EpochResult result) {
        progress.epochDone(result);
    }

    @Override
    public void stopped(int epoch, int batch) {
        progress.stopped(epoch, batch);
    }
}
