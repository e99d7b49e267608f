package org.almt.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.almt.cli.option.Assignment;
import org.almt.cli.option.DataOptions;
import org.almt.cli.option.UsageError;
import org.almt.cli.output.RunSession;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.corrupt.CorruptedDataSet;
import org.almt.data.corrupt.Corruptions;
import org.almt.input.DatasetKind;
import org.almt.input.Modality;
import org.almt.io.Sha256;
import org.almt.language.LanguageMode;
import org.almt.language.LanguageModel;
import org.almt.language.Padding;
import org.almt.metrics.Baseline;
import org.almt.model.ModelConfig;
import org.almt.model.Preset;
import org.almt.run.DataFit;
import org.almt.run.EmbeddedRun;
import org.almt.run.RunConfig;
import org.almt.run.RunFolder;
import org.almt.run.SampleOrder;
import org.almt.run.SplitPredictions;
import org.almt.run.Trainer;
import org.almt.run.TrainingData;
import org.almt.run.ZeroFilledDataSet;
import org.almt.saved.Architecture;
import org.almt.saved.LanguageConfig;
import org.almt.saved.Network;
import org.almt.saved.SavedModel;
import org.almt.train.Batches;
import org.almt.train.InitialWeights;
import org.almt.train.RateSchedule;
import org.almt.train.TrainingConfig;

/** {@code almt train} without {@code --resume}. Everything is checked before the run folder is made. */
final class NewRun {
    private final DataOptions options;
    private final Choices choices;
    private final Architecture architecture;
    /** Null for the built-in data set with its own sizes. */
    private final Preset preset;

    private final TrainingConfig training;
    /** Modalities that zeros stand for, whether or not the data have them. */
    private final Set<Modality> missing;

    /** What the command line said; null where it did not. */
    record Choices(Architecture architecture, Preset preset, Path init, Path sampleOrder, Path out,
            List<Assignment> overrides, Language language, Corruptions corruptions, Teacher teacher) {}

    /** A run folder whose model teaches this one, and how much its outputs count. */
    record Teacher(Path run, double weight) {}

    /** Which language model makes text features, and how. */
    record Language(
            Path source, LanguageMode mode, Padding padding, Double lr, double layerDecay, boolean recompute) {}

    NewRun(DataOptions options, Choices given) {
        this.options = options;
        missing = options.missing();
        choices = withoutLanguage(given);
        architecture = choices.architecture == null ? Architecture.ALMT : choices.architecture;
        boolean embedded = options.file() == null;
        preset = choices.preset == null && !embedded ? Preset.MOSI : choices.preset;
        if (embedded && preset != null && SavedModel.kind(preset) == DatasetKind.SIMS) {
            throw new UsageError("--preset " + preset.label() + " needs data of CH-SIMS: add --data FILE (the built-in"
                    + " data have labels from -3 to 3, not -1 to 1)");
        }
        if (finetunes() && !architecture.finetunes()) {
            throw new UsageError("--model " + architecture.label() + " takes text features as they are; leave"
                    + " --bert-mode finetune out, or give --bert-mode frozen");
        }
        if (finetunes() && choices.corruptions != null && choices.corruptions.touches(Modality.TEXT)) {
            throw new UsageError("text is corrupted as features, but a language model that is trained reads words; use"
                    + " --bert-mode frozen");
        }
        training = UsageError.check(() -> trainingConfig(TrainingConfig.usual(architecture, embedded ? null : preset)));
        UsageError.check(() -> modelConfig(architecture.sizes(preset)));
        if (training.microBatch() != 0 && training.microBatch() < training.batchSize()
                && !architecture.takesBatchesInParts()) {
            throw new UsageError("microBatch=" + training.microBatch() + ": --model " + architecture.label()
                    + " normalises by the statistics of a batch, which parts of it do not have; leave it out, or take a"
                    + " smaller batchSize");
        }
    }

    /** Language guides ALMT: the model of audio and vision alone is the same model with zeros for language. */
    private Choices withoutLanguage(Choices given) {
        List<Assignment> overrides = new ArrayList<>();
        for (Assignment assignment : given.overrides) {
            boolean alone = assignment.name().equals("modalities") && assignment.value().equals("audio+vision");
            if (alone && given.language != null) {
                throw new UsageError("--set modalities=audio+vision reads no words; leave --bert out");
            }
            if (alone) {
                missing.add(Modality.TEXT);
            } else {
                overrides.add(assignment);
            }
        }
        return new Choices(given.architecture, given.preset, given.init, given.sampleOrder, given.out, overrides,
                given.language, given.corruptions, given.teacher);
    }

    private TrainingConfig trainingConfig(TrainingConfig base) {
        TrainingConfig config = base;
        for (Assignment assignment : choices.overrides) {
            if (TrainingConfig.knows(assignment.name())) {
                config = config.with(assignment.name(), assignment.value());
            } else if (!architecture.sizes(preset).knows(assignment.name())) {
                throw new IllegalArgumentException("--set " + assignment.name() + ": there is no such name; known are "
                        + String.join(", ", TrainingConfig.STANDARD.toMap().keySet()) + ", "
                        + String.join(", ", architecture.sizes(preset).toMap().keySet()));
            }
        }
        return config;
    }

    private ModelConfig modelConfig(ModelConfig base) {
        ModelConfig config = base;
        for (Assignment assignment : choices.overrides) {
            if (base.knows(assignment.name())) {
                config = config.with(assignment.name(), assignment.value());
            }
        }
        return config.checked();
    }

    void run(RunSession session) throws IOException {
        Path directory = directory();
        LanguageModel bert = choices.language == null ? null : LanguageModel.open(choices.language.source);
        LanguageConfig language = bert == null ? null : UsageError.check(() -> language(bert));
        try (DataSet data = open(bert, language, directory)) {
            session.say("Data: " + data.description());
            data.notes().forEach(note -> session.say("  " + note));
            TrainingData.require(data, UsageError.check(() -> modelConfig(architecture.sizes(preset))),
                    missing,
                    choices.language != null);
            warnOfLabels(data);
            warnOfRate();
            warnOfText(data);
            ModelConfig sizes = sizes(data, session);
            if (choices.sampleOrder != null) {
                checkSampleOrder(data.split(SplitName.TRAIN).size());
            }
            RunConfig config = new RunConfig(
                    label(), kind(), source(data), sizes, training,
                    choices.init == null ? null : Sha256.of(choices.init), choices.sampleOrder != null,
                    language, teacher());
            Network network = config.newNetwork(bert);
            if (choices.init != null) {
                InitialWeights.load(choices.init, network.root());
            }
            float[] outputs = choices.teacher == null ? null : outputs(data);
            RunFolder folder = RunFolder.create(directory);
            session.say("Run folder: " + folder.directory());
            session.train(folder, (listener, stop) -> {
                if (choices.sampleOrder != null) {
                    folder.keepSampleOrder(choices.sampleOrder);
                }
                if (outputs != null) {
                    folder.keepTeacher(outputs);
                }
                if (bert != null) {
                    folder.keepBert(bert);
                }
                return Trainer.begin(folder, config, network, data, listener, stop);
            });
        }
    }

    private RunConfig.Teacher teacher() throws IOException {
        return choices.teacher == null
                ? null
                : new RunConfig.Teacher(
                        choices.teacher.run.toAbsolutePath().normalize().toString(),
                        Sha256.of(RunFolder.open(choices.teacher.run).best()), choices.teacher.weight);
    }

    /** What the teacher makes of the training samples. */
    private float[] outputs(DataSet data) throws IOException {
        return SplitPredictions.of(SavedModel.ofRun(choices.teacher.run), data, data.split(SplitName.TRAIN))
                .predictions();
    }

    private boolean finetunes() {
        return choices.language != null && choices.language.mode == LanguageMode.FINETUNE;
    }

    /** Warm-up begins at 0: what is so short that it never gets further learns nothing. */
    private void warnOfRate() {
        RateSchedule.Factor factor = training.schedule().over(training.epochs(), 1);
        double most = 0;
        for (int epoch = 1; epoch <= training.epochs(); epoch++) {
            most = Math.max(most, factor.at(epoch, 0));
        }
        if (most == 0 && training.schedule() == RateSchedule.WARMUP_COSINE) {
            options.announce(
                    "with --epochs " + training.epochs() + " the learning rate is 0 throughout (the warm-up begins"
                            + " there), so nothing is learned; take more epochs, or --set schedule=constant");
        }
    }

    /** The reverse, larger labels than the preset's, was refused when the data were opened. */
    private void warnOfLabels(DataSet data) {
        boolean small = true;
        for (float label : Baseline.labels(data.split(SplitName.TRAIN))) {
            small &= Math.abs(label) <= DatasetKind.SIMS.labelLimit();
        }
        if (small && kind() != DatasetKind.SIMS) {
            options.announce("all labels of the training split lie in [-1, 1], as in CH-SIMS, but those of --preset "
                    + label() + " go from -3 to 3; is --preset sims meant?");
        }
    }

    /** Files of raw data often bring zeros for text features; so does one that corrupts text wholly, but on purpose. */
    private void warnOfText(DataSet data) {
        boolean onPurpose = choices.corruptions != null && choices.corruptions.touches(Modality.TEXT);
        Split train = data.split(SplitName.TRAIN);
        if (choices.language != null || onPurpose || missing.contains(Modality.TEXT)
                || !isZero(train, data.text().size())) {
            return;
        }
        boolean readable = train.rawText(0) != null || train.hasTokenIds();
        options.announce("the text features of the training split are all zero, so the model learns without text"
                + (readable
                        ? "; give --bert DIR to make them of the transcripts"
                        : ", and there is no raw_text of which"
                                + " --bert DIR could make some"));
    }

    private static boolean isZero(Split split, int size) {
        float[] text = new float[size];
        boolean zero = true;
        for (int i = 0; zero && i < split.size(); i++) {
            split.text(i, text, 0);
            for (float value : text) {
                zero &= value == 0;
            }
        }
        return zero;
    }

    private LanguageConfig language(LanguageModel bert) {
        Language chosen = choices.language;
        return new LanguageConfig(
                chosen.source.toAbsolutePath().normalize().toString(), bert.sha256(), chosen.mode, chosen.padding,
                chosen.lr, chosen.layerDecay, chosen.recompute);
    }

    /** The data as their file has them. */
    DataSet openClean() throws IOException {
        DataSet data = options.file() == null
                ? EmbeddedRun.data()
                : options.open(kind(), cropped(), SplitName.TRAIN, SplitName.VALID, SplitName.TEST);
        Set<Modality> leftOut = EnumSet.noneOf(Modality.class);
        missing.stream().filter(data::has).forEach(leftOut::add);
        leftOut.forEach(
                modality -> options.announce("'" + modality.key() + "' of the data is left out; zeros stand for it"));
        return ZeroFilledDataSet.without(data, leftOut);
    }

    private DataSet open(LanguageModel bert, LanguageConfig language, Path directory) throws IOException {
        return CorruptedDataSet.of(
                options.withTextFor(openClean(), bert, language, directory), choices.corruptions);
    }

    /** From the weights where there are some; else from the preset, with widths and lengths from the data. */
    private ModelConfig sizes(DataSet data, RunSession session) throws IOException {
        ModelConfig base = architecture.sizes(preset);
        if (choices.init != null) {
            ModelConfig sizes = modelConfig(SavedModel.sizes(choices.init, modelConfig(base)));
            DataFit.require(sizes, data, choices.init.toString());
            return sizes;
        }
        ModelConfig fitted = DataFit.adopt(base, data);
        String differences = DataFit.differences(base, fitted);
        if (preset != null && !differences.isEmpty()) {
            session.say("Sizes: " + differences + " of preset " + preset.label());
        }
        ModelConfig sizes = UsageError.check(() -> modelConfig(fitted));
        DataFit.require(sizes, data, "the model");
        return sizes;
    }

    private void checkSampleOrder(int samples) throws IOException {
        Batches.listed(SampleOrder.read(choices.sampleOrder), samples, training.batchSize(), training.epochs());
    }

    private RunConfig.DataSource source(DataSet data) {
        Path file = options.file();
        return new RunConfig.DataSource(
                file == null ? null : file.toAbsolutePath().normalize().toString(), data.sha256(), cropped(),
                options.repair(), choices.corruptions, options.recipe());
    }

    /** How predictions are scored. */
    DatasetKind kind() {
        return preset == null ? DatasetKind.MOSI : SavedModel.kind(preset);
    }

    private boolean cropped() {
        return options.file() != null && preset.cropped();
    }

    private String label() {
        return preset == null ? RunConfig.EMBEDDED : preset.label();
    }

    /**
     * What {@code --out} says, or the first of runs/P-seedN, runs/P-seedN-2, … that does not exist, with the model's
     * name before P where it is another than ALMT. No folder bears the name of a data set that it knows nothing of.
     */
    private Path directory() {
        if (choices.out != null) {
            return choices.out;
        }
        boolean unlikeItsName = options.file() == null && preset != null;
        String name = unlikeItsName ? RunConfig.EMBEDDED + "-" + preset.label() : label();
        String model = architecture == Architecture.ALMT ? "" : architecture.label() + "-";
        Path first = Path.of("runs", model + name + "-seed" + training.seed());
        Path candidate = first;
        for (int number = 2; Files.exists(candidate); number++) {
            candidate = first.resolveSibling(first.getFileName() + "-" + number);
        }
        return candidate;
    }
}
