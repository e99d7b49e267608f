package org.almt.cli.output;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.almt.io.Json;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.run.RunFolder;
import org.almt.run.RunSummary;
import org.almt.run.Trainer;
import org.almt.train.StopSignal;
import org.almt.train.TrainingListener;

/** What a person sees of a training run, new or resumed. */
public final class TrainingSession implements RunSession {
    private final PrintWriter out;
    private final boolean quiet;
    private final Path json;

    public TrainingSession(PrintWriter out, boolean quiet, Path json) {
        this.out = out;
        this.quiet = quiet;
        this.json = json;
    }

    /** Prints a line, unless the user wants quiet. */
    @Override
    public void say(String line) {
        if (!quiet) {
            out.println(line);
            out.flush();
        }
    }

    /** Trains to the end, or until Ctrl-C, and shows the result. */
    @Override
    public void train(RunFolder folder, TrainerSource source) throws IOException {
        StopSignal stop = new StopSignal();
        try (StopOnInterrupt _ = new StopOnInterrupt(stop)) {
            Trainer trainer = source.make(progress(), stop);
            show(folder, trainer.run());
        }
    }

    private void show(RunFolder folder, Optional<RunSummary> summary) throws IOException {
        if (summary.isEmpty()) {
            out.println("Stopped; continue with: almt train --resume " + folder.directory());
        } else {
            out.println();
            summary.get().lines().forEach(out::println);
            out.println("Run folder: " + folder.directory());
            if (json != null) {
                byte[] text = Json.write(summary.get().toMap());
                AtomicFiles.write(json, file -> file.write(text));
            }
        }
        out.flush();
    }

    @Override
    public void finishedBefore(RunFolder folder) throws IOException {
        out.println("The run of " + folder.directory() + " is finished; there is nothing to resume.");
        out.println();
        Files.readAllLines(folder.summaryText()).forEach(out::println);
        if (json != null) {
            AtomicFiles.write(json, file -> Files.copy(folder.summaryJson(), file));
        }
        out.flush();
    }

    private TrainingListener progress() {
        if (quiet) {
            return new TrainingListener() {};
        }
        Console console = System.console();
        return console != null && console.isTerminal()
                ? new ProgressBar(out, Charset.forName(System.getProperty("stdout.encoding", "US-ASCII")))
                : new ProgressLines(out);
    }
}
