package org.almt.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.almt.cli.option.DataOptions;
import org.almt.cli.option.EngineOptions;
import org.almt.cli.option.LanguageOptions;
import org.almt.cli.option.OutputFiles;
import org.almt.cli.option.RateOptions;
import org.almt.cli.option.UsageError;
import org.almt.cli.output.TrainingSession;
import org.almt.model.Preset;
import org.almt.run.RunFolder;
import org.almt.run.RunRequest;
import org.almt.saved.Architecture;
import org.almt.saved.LanguageUse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almt train}: trains a new run, or resumes one. */
@Command(
        name = "train",
        description = {
                "Train ALMT, or another model to compare it with, and write all results into a run folder.",
                "After each epoch the validation MAE decides whether the weights are the best so far. At the end, the"
                        + " test split is scored once, with the best weights. The reference's own table, the best test"
                        + " epoch of each metric, is kept apart; --set referenceTable=false leaves it out. Resume a"
                        + " run that was interrupted, even killed, with --resume: it ends with the same bits."
        },
        footer = {
                "  almt train                                          the embedded data set, about half a minute",
                "  almt train --data mosi.pkl --preset mosi            CMU-MOSI at full lengths",
                "  almt train --data mosi.pkl --preset mosi-paper --epochs 60 --seed 2 --out runs/second",
                "  almt train --data mosi.pkl --preset mosi-paper --bert weights/bge-small-en",
                "  almt train --model mult --data mosi.pkl             MulT instead of ALMT",
                "  almt train --data mosi.pkl --init runs/mosei --out runs/both   begin with another run",
                "  almt train --resume runs/second                     continue after an interruption",
                "  almt train --set hyperDepth=2 --set clipNorm=1      other sizes and rates (almt describe --settings)"
        })
public final class TrainCommand extends AlmtCommand {
    @Mixin
    private DataOptions data = new DataOptions();

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "The model to train: almt, or one to compare with it: tfn, lmf, mult, misa, self-mm, mmim,"
                    + " cenet, imder, lnln, chfn, fdmer (default: almt). Each has its own sizes and rates, which"
                    + " replace the defaults below. chfn and fdmer are reconstructions.")
    private @Nullable Architecture architecture;

    @Option(
            names = "--preset",
            paramLabel = "P",
            description = "Sizes to start from: mosi, mosei, sims (full lengths), mosi-paper, mosei-paper, sims-paper"
                    + " (50 frames) (default: mosi).")
    private @Nullable Preset preset;

    @Option(
            names = "--init",
            paramLabel = "WEIGHTS|RUN",
            description = "Start from weights (.safetensors or .npz), which also set the sizes. Or start from another"
                    + " run: the model takes its options, and those of its weights whose shapes fit the data.")
    private @Nullable Path init;

    @Mixin
    private LanguageOptions language = new LanguageOptions();

    @Mixin
    private RateOptions rates = new RateOptions();

    @Option(
            names = "--sample-order",
            paramLabel = "FILE.npy",
            description = "Use the samples in this order: whole numbers [epochs, samples].")
    private @Nullable Path sampleOrder;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The run folder, new or empty (default: a new one in ./runs).")
    private @Nullable Path out;

    @Option(names = "--resume", paramLabel = "DIR", description = "Resume the run of this folder.")
    private @Nullable Path resume;

    @Option(names = "--quiet", description = "Print only the path of the run folder, and the summary.")
    private boolean quiet;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the summary as JSON.")
    private @Nullable Path json;

    public TrainCommand() {}

    @Override
    void execute() throws Exception {
        engine.apply();
        data.quiet(quiet);
        OutputFiles outputs = new OutputFiles()
                .reads("--data", data.origin().path().orElse(null))
                .reads("--init", init)
                .reads("--bert", language.source())
                .reads("--sample-order", sampleOrder)
                .writes("--json", json);
        TrainingSession session = new TrainingSession(out(), err(), quiet, json);
        if (resume != null) {
            requireNothingElseToResume();
            Optional<String> trainedOn = RunFolder.open(resume).readConfig().data().file();
            outputs.reads("--data", trainedOn.map(Path::of).orElse(null)).belongsToRun(resume).check();
            session.resume(resume, data.forModels());
        } else {
            outputs.belongsToRun(out).check();
            RunRequest request = UsageError.check(() -> request().checked());
            session.begin(request, out != null ? out : request.freeFolder(Path.of("runs")));
        }
    }

    private RunRequest request() {
        RunRequest request = RunRequest.on(data.origin()).set(rates.settings()).missing(data.missing());
        if (preset != null) {
            request = request.preset(preset);
        }
        if (architecture != null) {
            request = request.model(architecture);
        }
        if (init != null) {
            request = Files.isDirectory(init) ? request.initialRun(init) : request.initialWeights(init);
        }
        if (sampleOrder != null) {
            request = request.sampleOrder(sampleOrder);
        }
        Optional<LanguageUse> use = language.use();
        Path bert = language.source();
        return bert != null && use.isPresent() ? request.bert(bert, use.get()) : request;
    }

    private void requireNothingElseToResume() {
        if (architecture != null || preset != null || init != null || sampleOrder != null || out != null
                || data.repair() || language.isGiven() || !rates.settings().isEmpty()) {
            throw new UsageError(
                    "--resume keeps the settings of its run, so leave other options out; only --data, --cache and"
                            + " --missing (where the data are now), --threads, --simd, --quiet and --json may be"
                            + " added");
        }
    }
}
