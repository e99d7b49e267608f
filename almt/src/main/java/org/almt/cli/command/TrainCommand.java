package org.almt.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.almt.cli.option.DataOptions;
import org.almt.cli.option.EngineOptions;
import org.almt.cli.option.OutputFiles;
import org.almt.cli.option.Settings;
import org.almt.cli.option.UsageError;
import org.almt.cli.output.TrainingSession;
import org.almt.language.LanguageMode;
import org.almt.language.TextPadding;
import org.almt.model.Preset;
import org.almt.run.RunFolder;
import org.almt.run.RunRequest;
import org.almt.saved.Architecture;
import org.almt.saved.LanguageUse;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almt train}: a new run, or the rest of one. */
@Command(
        name = "train",
        description = {
                "Train ALMT, or a model to compare it with, and keep everything in a run folder.",
                "After each epoch the validation MAE decides which weights are best; with those the test split is"
                        + " scored once,"
                        + " at the end. (The reference's own table, best test epoch per metric, is kept apart; --set"
                        + " referenceTable=false leaves it out.) A run that was interrupted, even killed, continues"
                        + " with"
                        + " --resume and ends with the same bits."
        },
        footer = {
                "  almt train                                          the built-in data set, about a minute",
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
            description = "What to train: almt, or to compare with it tfn, lmf, mult, misa, self-mm, mmim, cenet,"
                    + " lnln, chfn, fdmer, whose own sizes and rates take the place of the defaults below"
                    + " (default: almt). chfn and fdmer are reconstructions.")
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
            description = "Begin with these weights, .safetensors or .npz; sizes come from them. Or with those of"
                    + " another run: the model has its options, and its weights where the shapes fit these data.")
    private @Nullable Path init;

    @Option(
            names = "--bert",
            paramLabel = "DIR|JAR",
            description = "Make text features of the transcripts in the data (raw_text, else text_bert) with this"
                    + " language model: what 'almt weights' made, or anything that it reads.")
    private @Nullable Path bert;

    @Option(
            names = "--bert-mode",
            paramLabel = "MODE",
            description = "Beside --bert: frozen (features are computed once) or finetune (it learns with the rest)"
                    + " (default: frozen).")
    private @Nullable LanguageMode bertMode;

    @Option(
            names = "--bert-lr",
            paramLabel = "X",
            description = "Beside finetune: the language model's learning rate (default: as --lr).")
    private @Nullable Double bertLr;

    @Option(
            names = "--bert-layer-decay",
            paramLabel = "X",
            description = "Beside finetune: each layer of the language model learns at X times the rate of the layer"
                    + " above it (default: 1).")
    private @Nullable Double bertLayerDecay;

    @Option(
            names = "--bert-freeze",
            paramLabel = "N",
            description = "Beside finetune: the lowest N parts of the language model do not learn, which saves time:"
                    + " the embeddings first, then the layers from the lowest (default: 0).")
    private @Nullable Integer bertFreeze;

    @Option(
            names = "--recompute",
            description = "Beside finetune: hold of each layer of the language model its result alone, and compute the"
                    + " rest again in the backward pass: less memory, more time, the same bits.")
    private boolean recompute;

    @Option(
            names = "--padding",
            paramLabel = "HOW",
            description = "Beside --bert, behind the end of a sentence: masked (zeros; default of frozen) or faithful"
                    + " (the language model's hidden states at padding positions, as in the reference; default of"
                    + " finetune).")
    private @Nullable TextPadding padding;

    @Option(names = "--epochs", paramLabel = "N", descriptionKey = "setting.epochs")
    private @Nullable String epochs;

    @Option(names = "--batch-size", paramLabel = "N", descriptionKey = "setting.batchSize")
    private @Nullable String batchSize;

    @Option(names = "--micro-batch", paramLabel = "N", descriptionKey = "setting.microBatch")
    private @Nullable String microBatch;

    @Option(names = "--lr", paramLabel = "X", descriptionKey = "setting.lr")
    private @Nullable String lr;

    @Option(names = "--weight-decay", paramLabel = "X", descriptionKey = "setting.weightDecay")
    private @Nullable String weightDecay;

    @Option(names = "--schedule", paramLabel = "NAME", descriptionKey = "setting.schedule")
    private @Nullable String schedule;

    @Option(names = "--no-shuffle", description = "Use the samples in the order of the file.")
    private boolean noShuffle;

    @Option(
            names = "--sample-order",
            paramLabel = "FILE.npy",
            description = "Use the samples in this order, whole numbers [epochs, samples].")
    private @Nullable Path sampleOrder;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "Another value for any size or rate, by its name in config.json; may be repeated.")
    private List<String> sets = new ArrayList<>();

    @Option(names = "--seed", paramLabel = "N", descriptionKey = "setting.seed")
    private @Nullable String seed;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The run folder, new or empty (default: a new one in ./runs).")
    private @Nullable Path out;

    @Option(names = "--resume", paramLabel = "DIR", description = "Continue the run of this folder.")
    private @Nullable Path resume;

    @Option(names = "--quiet", description = "Print only where the run folder is, and the summary.")
    private boolean quiet;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the summary as JSON too.")
    private @Nullable Path json;

    public TrainCommand() {}

    @Override
    void execute() throws Exception {
        engine.apply();
        OutputFiles outputs = new OutputFiles()
                .reads("--data", data.origin().path().orElse(null))
                .reads("--init", init)
                .reads("--bert", bert)
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
        RunRequest request = RunRequest.on(data.origin()).set(settings()).missing(data.missing());
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
        Optional<LanguageUse> language = language();
        return language.isPresent() && bert != null ? request.bert(bert, language.get()) : request;
    }

    /** Empty if the data bring text features. */
    private Optional<LanguageUse> language() {
        if (bert == null) {
            if (bertMode != null || padding != null || tunes()) {
                throw new UsageError(
                        "--bert-mode, --bert-lr, --bert-layer-decay, --bert-freeze, --recompute and --padding go with"
                                + " --bert DIR");
            }
            return Optional.empty();
        }
        LanguageMode mode = bertMode == null ? LanguageMode.FROZEN : bertMode;
        if (tunes() && mode == LanguageMode.FROZEN) {
            throw new UsageError(
                    "--bert-lr, --bert-layer-decay, --bert-freeze and --recompute go with --bert-mode finetune; a"
                            + " frozen language model does not learn");
        }
        return Optional.of(new LanguageUse(
                mode, padding == null ? mode.usualPadding() : padding, bertLr,
                bertLayerDecay == null ? 1 : bertLayerDecay, bertFreeze == null ? 0 : bertFreeze, recompute));
    }

    /** Whether an option is there that makes sense for a language model that learns alone. */
    private boolean tunes() {
        return bertLr != null || bertLayerDecay != null || bertFreeze != null || recompute;
    }

    /** All options that give a value to a name of {@code config.json}; {@code --set} has the last word. */
    private Map<String, String> settings() {
        Map<String, String> all = new LinkedHashMap<>();
        put(all, "epochs", epochs);
        put(all, "batchSize", batchSize);
        put(all, "microBatch", microBatch);
        put(all, "lr", lr);
        put(all, "weightDecay", weightDecay);
        put(all, "schedule", schedule);
        put(all, "seed", seed);
        put(all, "shuffle", noShuffle ? "false" : null);
        all.putAll(Settings.of(sets));
        return all;
    }

    private static void put(Map<String, String> all, String name, @Nullable String value) {
        if (value != null) {
            all.put(name, value);
        }
    }

    private void requireNothingElseToResume() {
        if (architecture != null || preset != null || init != null || sampleOrder != null || out != null
                || data.repair() || bert != null || bertMode != null || padding != null || tunes()
                || !settings().isEmpty()) {
            throw new UsageError("--resume keeps the settings of its run; beside it only --data, --cache,"
                    + " --threads, --simd, --quiet and --json are possible");
        }
    }
}
