package org.almt.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.almt.cli.cluster.Cluster;
import org.almt.cli.cluster.ClusterOrder;
import org.almt.cli.option.ClusterOptions;
import org.almt.cli.option.DataOptions;
import org.almt.cli.option.EngineOptions;
import org.almt.cli.option.Settings;
import org.almt.cli.option.UsageError;
import org.almt.cli.output.StopOnInterrupt;
import org.almt.model.Preset;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.report.StudyPage;
import org.almt.study.CellResult;
import org.almt.study.CellRunner;
import org.almt.study.ResultTable;
import org.almt.study.RunResult;
import org.almt.study.Studies;
import org.almt.study.Study;
import org.almt.study.StudyFile;
import org.almt.study.StudyFolder;
import org.almt.study.StudyListener;
import org.almt.study.StudyResults;
import org.almt.study.ThreadedCells;
import org.almt.train.StopSignal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almt study run}: trains the runs that are not finished yet, then writes the tables. */
@Command(
        name = "run",
        description = {
                "Train all variants of a study with all seeds, test them, and write tables of the results.",
                "Each run has its own run folder, OUT/runs/VARIANT/seed-N. Resume a study that was interrupted, even"
                        + " killed, with --resume: finished runs stay, the others resume from their checkpoints. The"
                        + " figures are the same to the bit."
        },
        footer = {
                "  almt study run example",
                "  almt study run example --seeds 3 --out studies/mine",
                "  almt study run example --resume                    continue after an interruption",
                "  almt study run mine.json --data mosi.pkl --preset mosi-paper --jobs 2",
                "  almt study run robustness --out /shared/robustness --on spark://host:7077"
        })
final class StudyRunCommand extends AlmtCommand {
    private static final int MOST_JOBS = 64;

    @Parameters(paramLabel = "NAME|FILE.json", description = "A study of 'almt study list', or a file.")
    private String which;

    @Mixin
    private DataOptions data = new DataOptions();

    @Option(names = "--preset", paramLabel = "P", description = "Sizes to start from, as in 'almt train'.")
    private @Nullable Preset preset;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "The number of seeds (1, 2, …), or a list: 3,5,8 (default: the study's seeds).")
    private @Nullable String seeds;

    @Option(names = "--epochs", paramLabel = "N", description = "Epochs of every run (default: the study's).")
    private @Nullable Integer epochs;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Set a size or rate of every run. The values that a variant sets have precedence. May be"
                    + " repeated.")
    private List<String> sets = new ArrayList<>();

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "Runs to train at the same time (default: 1). Each needs its own memory. Results have the"
                    + " same bits.")
    private @Nullable Integer jobs;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--out", paramLabel = "DIR", description = "The study's folder (default: studies/NAME).")
    private @Nullable Path out;

    @Option(names = "--resume", description = "Resume the study of the folder.")
    private boolean resume;

    @Option(names = "--quiet", description = "Print only the summary.")
    private boolean quiet;

    StudyRunCommand() {}

    /** The study with a name, or that of a file. */
    static Study study(String which) throws IOException {
        return which.endsWith(".json")
                ? StudyFile.read(Path.of(which))
                : UsageError.check(() -> StudyFile.shipped(which));
    }

    @Override
    void execute() throws Exception {
        if (jobs != null && (jobs < 1 || jobs > MOST_JOBS)) {
            throw new UsageError("--jobs " + jobs + ": a number from 1 to " + MOST_JOBS + " is needed");
        }
        if (jobs != null && cluster.isGiven()) {
            throw new UsageError("--jobs goes with this machine alone; with --on, executors train as many runs as they"
                    + " have cores");
        }
        engine.checkFor(cluster);
        data.quiet(quiet);
        Study study = changed(study(which));
        if (!cluster.isGiven()) {
            engine.apply();
            run(study, interruptible(new ThreadedCells(jobs == null ? 1 : jobs)));
            return;
        }
        new Studies(study, data.origin(), data.missing(), new ThreadedCells(1)).checkRequests();
        try (Cluster.Connection connection =
                cluster.connect(engine.ofTask(), ClusterOrder.Work.STUDY, this::say, data::announce)) {
            run(study, connection.cells());
        }
    }

    private void run(Study study, CellRunner runner) throws IOException, InterruptedException {
        Path directory = out != null ? out : Path.of("studies", study.name());
        Studies studies = new Studies(study, data.origin(), data.missing(), runner);
        StopSignal stop = new StopSignal();
        Optional<StudyResults> results = resume
                ? studies.resume(directory, new Lines(), stop)
                : studies.begin(directory, new Lines(), stop);
        if (results.isEmpty()) {
            out().println("Stopped; resume with the same command and --resume");
            return;
        }
        say("");
        ResultTable.of(results.get()).forEach(out()::println);
        out().println();
        Path page = StudyFolder.page(directory);
        byte[] html = StudyPage.of(directory);
        AtomicFiles.write(page, file -> file.write(html));
        out().println("Study folder: " + directory);
        out().println("Page to look at: " + page);
    }

    /** Runs cells, and lets Ctrl-C stop them after their current batches. */
    private static CellRunner interruptible(CellRunner runner) {
        return (cells, folder, done, stop) -> {
            try (StopOnInterrupt _ = new StopOnInterrupt(stop)) {
                runner.run(cells, folder, done, stop);
            }
        };
    }

    /** Prints the progress. */
    private final class Lines implements StudyListener {
        @Override
        public void fact(String line) {
            say(line);
        }

        @Override
        public void warning(String sentence) {
            data.announce(sentence);
        }

        @Override
        public void progress(String thing, int done, int all) {
            data.progress().progress(thing, done, all);
        }

        /** Reports seeds on disk that the new tables leave out, because the study does not name them. */
        @Override
        public void seedsLeftOut(int count) {
            data.announce(count + (count == 1 ? " finished seed is" : " finished seeds are")
                    + " left out of the tables; choose the seeds with --seeds");
        }

        @Override
        public void cellDone(CellResult cell, int done, int total) {
            RunResult run = cell.run().orElseThrow();
            say(String.format(Locale.ROOT, "[%d/%d] %s, seed %d: test MAE %.4f, best epoch %d, %.1f s%s", done, total,
                    cell.cell().variant().name(), cell.cell().seed(), run.test().mae(), run.bestEpoch(), run.seconds(),
                    cell.wasThere() ? " (was there)" : ""));
        }
    }

    private Study changed(Study study) {
        Study changed = study.with(epochs, Settings.of(sets));
        if (preset != null) {
            changed = changed.withPreset(preset.label());
        }
        return seeds == null ? changed : changed.withSeeds(seeds(seeds));
    }

    private static List<Long> seeds(String seeds) {
        return UsageError.check(() -> {
            try {
                if (!seeds.contains(",")) {
                    return StudyFile.firstSeeds(Long.parseLong(seeds.strip()));
                }
                List<Long> list = new ArrayList<>();
                for (String seed : seeds.split(",", -1)) {
                    list.add(Long.parseLong(seed.strip()));
                }
                return StudyFile.checkedSeeds(list);
            } catch (NumberFormatException e) {
                throw new UsageError("--seeds " + seeds + ": a number is needed, or a list such as 3,5,8");
            }
        });
    }

    private void say(String line) {
        if (!quiet) {
            out().println(line);
            out().flush();
        }
    }
}
