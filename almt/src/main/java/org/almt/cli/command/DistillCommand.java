package org.almt.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.almt.cli.option.DataOptions;
import org.almt.cli.option.EngineOptions;
import org.almt.cli.option.RateOptions;
import org.almt.cli.option.SetOption;
import org.almt.cli.option.UsageError;
import org.almt.cli.output.TrainingSession;
import org.almt.data.DataSet;
import org.almt.data.SplitName;
import org.almt.distill.Comparison;
import org.almt.distill.Student;
import org.almt.io.Sha256;
import org.almt.language.LanguageMode;
import org.almt.run.RunConfig;
import org.almt.run.RunFolder;
import org.almt.run.RunRequest;
import org.almt.saved.Architecture;
import org.almt.saved.LanguageUse;
import org.almt.saved.SavedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almt distill}: trains a small model on the outputs of a trained one. */
@Command(
        name = "distill",
        description = {
                "Train a smaller model on the labels and on the outputs of a trained model for the same samples.",
                "The result is a run folder like any other, for predict, evaluate and train --resume. Its file"
                        + " distillation.md compares size, latency and quality of both models."
        },
        footer = {
                "  almt distill --teacher runs/embedded-seed1 --student quarter",
                "  almt distill --teacher runs/mosi-seed1 --student small.json --weight 0.7 --epochs 100",
                "  almt distill --teacher runs/embedded-seed1 --student tenth --set width=48 --out runs/small",
                "  almt distill --resume runs/small"
        })
public final class DistillCommand extends AlmtCommand {
    @Option(names = "--teacher", paramLabel = "DIR", description = "The run folder of the model to learn from.")
    private @Nullable Path teacher;

    @Option(
            names = "--student",
            paramLabel = "NAME|FILE.json",
            description = "The student's sizes: quarter or tenth (of ALMT's parameters), or a JSON file of sizes by"
                    + " their names in config.json. Sizes that the file omits are the teacher's.")
    private @Nullable String student;

    @Option(
            names = "--weight",
            paramLabel = "W",
            description = "Weight W of the teacher's outputs, 0 to 1; the labels have 1 - W (default: 0.5).")
    private @Nullable Double weight;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the training split (default: as the"
            + " teacher).")
    private @Nullable String epochs;

    @Option(names = "--lr", paramLabel = "X", description = "Learning rate (default: as the teacher).")
    private @Nullable String lr;

    @Mixin
    private SetOption set = new SetOption();

    @Option(names = "--seed", paramLabel = "N", description = "The seed, as in 'almt train' (default: 1).")
    private @Nullable String seed;

    @Mixin
    private DataOptions data = new DataOptions();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The student's run folder, new or empty (default: named after teacher and student).")
    private @Nullable Path out;

    @Option(names = "--resume", paramLabel = "DIR", description = "Continue the student of this folder.")
    private @Nullable Path resume;

    @Option(names = "--quiet", description = "Print only the summary.")
    private boolean quiet;

    public DistillCommand() {}

    @Override
    void execute() throws Exception {
        data.quiet(quiet);
        if (resume != null) {
            if (teacher != null || student != null || weight != null || epochs != null || lr != null || seed != null
                    || out != null || !set.values().isEmpty()) {
                throw new UsageError("--resume keeps the settings of its run; leave the others out");
            }
            engine.apply();
            RunConfig config = RunFolder.open(resume).readConfig();
            if (config.teacher() == null) {
                throw new IOException("the run of " + resume + " has no teacher; continue with: almt train --resume "
                        + resume);
            }
            requireUnchanged(config.teacher());
            new TrainingSession(out(), err(), quiet, null).resume(resume, data.forModels());
            compare(resume);
            return;
        }
        if (teacher == null || student == null) {
            throw new UsageError("--teacher DIR and --student NAME|FILE.json are needed");
        }
        if (weight != null && !(weight >= 0 && weight <= 1)) {
            throw new UsageError("--weight " + weight + ": a number from 0 to 1 is needed");
        }
        RunFolder folder = RunFolder.open(teacher);
        RunConfig config = folder.readConfig();
        requireUsable(folder, config);
        data.fallBackTo(config.data());
        Path directory = out != null ? out : teacher.resolveSibling(teacher.getFileName() + "-" + name(student));
        Path from = teacher;
        String sizes = student;
        RunRequest request = UsageError.check(() -> request(folder, config, from, sizes).checked());
        engine.apply();
        new TrainingSession(out(), err(), quiet, null).begin(request, directory);
        compare(directory);
    }

    private static String name(String student) {
        return Path.of(student).getFileName().toString().replace(".json", "");
    }

    private static void requireUsable(RunFolder folder, RunConfig config) throws IOException {
        if (!Files.exists(folder.best())) {
            throw new IOException("the teacher of " + folder.directory() + " has not finished an epoch, so there are no"
                    + " weights to learn from; continue with: almt train --resume " + folder.directory());
        }
        if (config.architecture() != Architecture.ALMT) {
            throw new IOException("the teacher of " + folder.directory() + " is " + config.architecture().title()
                    + ", which has its own loss; a student is trained with mean squared error alone, so its"
                    + " teacher must be " + Architecture.ALMT.title());
        }
        if (config.finetunes()) {
            throw new IOException("the teacher of " + folder.directory() + " trained its own language model; a"
                    + " student needs a teacher with --bert-mode frozen, or with text features from its data");
        }
    }

    private static void requireUnchanged(RunConfig.Teacher teacher) throws IOException {
        Path best = RunFolder.open(Path.of(teacher.run())).best();
        if (!Files.exists(best) || !Sha256.of(best).equals(teacher.sha256())) {
            throw new IOException(best + " is not the model that the student's training began with (its SHA-256"
                    + " differs from the one in the student's config.json); begin a new student with"
                    + " --teacher " + teacher.run());
        }
    }

    private RunRequest request(RunFolder folder, RunConfig config, Path teacher, String student) {
        RunRequest request = RunRequest.on(data.origin()).preset(config.preset()).model(config.architecture())
                .set(settings(config, student)).corrupted(config.data().corruptions())
                .teacher(teacher, weight == null ? 0.5 : weight);
        return config.language() == null
                ? request
                : request.bert(folder.bert(), new LanguageUse(
                        LanguageMode.FROZEN, config.language().use().padding(), null, 1, 0, false));
    }

    /** The teacher's sizes and rates. The student's replace them, and the options of the command line replace both. */
    private Map<String, Object> settings(RunConfig config, String student) {
        Map<String, Object> all = new LinkedHashMap<>(config.model().toMap());
        all.putAll(config.training().toMap());
        all.put("seed", 1);
        all.put("referenceTable", false);
        all.putAll(sizes(student));
        RateOptions.put(all, "epochs", epochs);
        RateOptions.put(all, "lr", lr);
        RateOptions.put(all, "seed", seed);
        all.putAll(set.values());
        return all;
    }

    private static Map<String, Object> sizes(String student) {
        try {
            return Student.sizes(student);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares teacher and student, unless the training was stopped before its end. */
    private void compare(Path directory) throws IOException {
        RunFolder folder = RunFolder.open(directory);
        if (!folder.isFinished()) {
            return;
        }
        RunConfig config = folder.readConfig();
        RunConfig.Teacher from = Objects.requireNonNull(config.teacher(), "the run of a student");
        SavedModel saved = SavedModel.ofRun(directory);
        try (DataSet samples = data.forModels().openCorrupted(saved, config.data().corruptions(), SplitName.TEST)) {
            Comparison comparison = Comparison.of(
                    RunFolder.open(Path.of(from.run())), folder, from.weight(), samples);
            comparison.write(folder);
            out().println();
            comparison.lines().forEach(out()::println);
        }
    }
}
