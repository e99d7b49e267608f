package org.almt.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.almt.clips.Alignment;
import org.almt.clips.ClipRecipe;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.data.corrupt.CorruptedDataSet;
import org.almt.failure.Remedy;
import org.almt.input.DatasetKind;
import org.almt.input.Modality;
import org.almt.io.Sha256;
import org.almt.language.LanguageModel;
import org.almt.metrics.Baseline;
import org.almt.model.ModelConfig;
import org.almt.model.Preset;
import org.almt.saved.LanguageConfig;
import org.almt.saved.Network;
import org.almt.saved.SavedModel;
import org.almt.train.Batches;
import org.almt.train.InitialWeights;
import org.almt.train.RateSchedule;
import org.almt.train.StopSignal;
import org.almt.train.TrainingConfig;
import org.jspecify.annotations.Nullable;

/** Starts a run from a request. Everything is checked before the run folder is made. */
final class NewRun {
    private final RunRequest request;
    private final RunListener listener;
    private final Preset preset;
    private final TrainingConfig training;
    /** The run to start from; empty if there is none. */
    private Optional<EarlierRun> earlier = Optional.empty();

    NewRun(RunRequest request, RunListener listener) {
        this.request = request.checked();
        this.listener = listener;
        preset = request.preset();
        training = request.training();
    }

    PreparedRun prepare(Path directory) throws IOException {
        if (request.initialRun().isPresent()) {
            earlier = Optional.of(EarlierRun.open(request.initialRun().get()));
            earlier.get().requireLanguage(request.finetunes());
        }
        LanguageModel bert =
                request.language().isEmpty() ? null : LanguageModel.open(request.language().get().source());
        if (bert != null) {
            bert.tokenizer().notes().forEach(listener::warning);
        }
        LanguageConfig language = bert == null ? null : language(bert);
        DataSet data = open(bert, language, directory);
        try {
            listener.fact("Data: " + data.description());
            data.notes().forEach(note -> listener.fact("  " + note));
            TrainingData.require(data, request.sizes(base()), request.missing(),
                    request.language().isPresent());
            TrainingData.requireScale(data, preset);
            warnOfLabels(data);
            warnOfRate();
            warnOfText(data);
            if (bert != null) {
                warnOfEmptySentences(data, bert);
            }
            ModelConfig sizes = sizes(data);
            if (request.sampleOrder().isPresent()) {
                checkSampleOrder(request.sampleOrder().get(), data.split(SplitName.TRAIN).size());
            }
            RunConfig config = config(data, sizes, language);
            Alignment alignment = config.data().recipe().map(ClipRecipe::alignment).orElse(null);
            if (alignment != null && bert != null) {
                alignment.require(bert, "the run");
            }
            Network network = config.newNetwork(bert);
            if (request.initialWeights().isPresent()) {
                InitialWeights.load(request.initialWeights().get(), network.root());
            }
            if (earlier.isPresent()) {
                listener.fact(earlier.get().loadInto(network.root()));
            }
            Optional<float[]> outputs = outputs(data);
            return new PreparedRun(config, data, stop -> {
                RunFolder folder = RunFolder.create(directory);
                listener.fact("Run folder: " + directory);
                return begin(folder, config, network, bert, data, outputs, stop);
            });
        } catch (IOException | RuntimeException | Error e) {
            data.close();
            throw e;
        }
    }

    private Trainer begin(
            RunFolder folder, RunConfig config, Network network, @Nullable LanguageModel bert, DataSet data,
            Optional<float[]> outputs, StopSignal stop) throws IOException {
        if (request.sampleOrder().isPresent()) {
            folder.keepSampleOrder(request.sampleOrder().get());
        }
        if (outputs.isPresent()) {
            folder.keepTeacher(outputs.get());
        }
        if (bert != null) {
            folder.keepBert(bert);
        }
        return Trainer.begin(folder, config, network, data, listener, stop);
    }

    private RunConfig config(DataSet data, ModelConfig sizes, @Nullable LanguageConfig language) throws IOException {
        Optional<Path> weights = request.initialWeights().or(() -> earlier.map(EarlierRun::weights));
        return new RunConfig(
                preset, preset.kind(), source(data), sizes, training,
                weights.isPresent() ? Sha256.of(weights.get()) : null, request.sampleOrder().isPresent(),
                language, teacher());
    }

    private RunConfig.DataSource source(DataSet data) throws IOException {
        DataOrigin origin = request.data();
        return new RunConfig.DataSource(
                origin.path().map(file -> file.toAbsolutePath().normalize().toString()), data.sha256(),
                request.cropped(), origin.repaired(), request.corruptions(), origin.recipe(data.sha256()));
    }

    private RunConfig.@Nullable Teacher teacher() throws IOException {
        if (request.teacher().isEmpty()) {
            return null;
        }
        RunRequest.Teacher teacher = request.teacher().get();
        return new RunConfig.Teacher(
                teacher.run().toAbsolutePath().normalize().toString(),
                Sha256.of(RunFolder.open(teacher.run()).best()), teacher.weight());
    }

    /** The teacher's predictions for the training samples. */
    private Optional<float[]> outputs(DataSet data) throws IOException {
        return request.teacher().isEmpty()
                ? Optional.empty()
                : Optional.of(SplitPredictions.of(
                        SavedModel.ofRun(request.teacher().get().run()), data, data.split(SplitName.TRAIN))
                        .predictions());
    }

    /**
     * Warns of a learning rate that is always 0. Warm-up starts at 0, so a very short run never leaves it and learns
     * nothing.
     */
    private void warnOfRate() {
        RateSchedule.Factor factor = training.schedule().over(training.epochs(), 1, training.plateauPatience());
        double most = 0;
        for (int epoch = 1; epoch <= training.epochs(); epoch++) {
            most = Math.max(most, factor.at(epoch, 0));
        }
        if (most == 0 && training.schedule() == RateSchedule.WARMUP_COSINE) {
            listener.warning("with " + training.epochs() + (training.epochs() == 1 ? " epoch" : " epochs")
                    + " the learning rate is 0 in all epochs (the warm-up starts there), so nothing is learned; use"
                    + " more epochs, or schedule=constant");
        }
    }

    /** Warns of labels that are too small for the preset. Labels that are too large are refused. */
    private void warnOfLabels(DataSet data) {
        boolean small = true;
        for (float label : Baseline.labels(data.split(SplitName.TRAIN))) {
            small &= Math.abs(label) <= DatasetKind.SIMS.labelLimit();
        }
        if (small && preset.kind() != DatasetKind.SIMS) {
            listener.warning("all labels of the training split lie in [-1, 1], as in CH-SIMS, but those of preset "
                    + preset.label() + " go from -3 to 3; check whether preset sims is meant", Remedy.OTHER_PRESET);
        }
    }

    /**
     * Warns of text features that are all zero, which are common in files of raw data. A run that corrupts all text has
     * them on purpose.
     */
    private void warnOfText(DataSet data) {
        Split train = data.split(SplitName.TRAIN);
        if (request.language().isPresent() || request.missing().contains(Modality.TEXT)
                || request.corruptions().touches(Modality.TEXT)
                || !isZero(train, data.text().size())) {
            return;
        }
        String zero = "the text features of the training split are all zero, so the model learns without text";
        if (train.rawText(0) != null || train.hasTokenIds()) {
            listener.warning(zero + "; a language model can make them from the"
                    + " transcripts", Remedy.NAME_LANGUAGE_MODEL);
        } else {
            listener.warning(zero + ", and there is no raw_text from which a language model could make them");
        }
    }

    private void warnOfEmptySentences(DataSet data, LanguageModel bert) {
        data.splits().forEach(name -> EmptySentences.warning(data.split(name), bert).ifPresent(listener::warning));
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
        RunRequest.Language requested = request.language().get();
        return new LanguageConfig(
                requested.source().toAbsolutePath().normalize().toString(), bert.sha256(), requested.use());
    }

    private DataSet open(@Nullable LanguageModel bert, @Nullable LanguageConfig language, Path directory)
            throws IOException {
        DataSet opened = request.openData(listener);
        Set<Modality> leftOut = EnumSet.noneOf(Modality.class);
        request.missing().stream().filter(opened::has).forEach(leftOut::add);
        leftOut.forEach(each -> listener.warning("'" + each.key() + "' of the data is left out; the model reads zeros"
                + " instead"));
        DataSet whole = ZeroFilledDataSet.without(opened, leftOut);
        return CorruptedDataSet.of(
                bert == null || language == null
                        ? whole
                        : RunData.withText(whole, bert, language, directory, listener),
                request.corruptions());
    }

    /** The sizes of the run to start from, or of the preset. */
    private ModelConfig base() {
        return earlier.isPresent()
                ? earlier.get().model(request.architecture())
                : request.architecture().sizes(preset);
    }

    /**
     * The sizes of the initial weights, if there are any; otherwise {@link #base} with the widths and lengths of the
     * data.
     */
    private ModelConfig sizes(DataSet data) throws IOException {
        ModelConfig base = base();
        if (request.initialWeights().isPresent()) {
            Path weights = request.initialWeights().get();
            ModelConfig sizes = request.sizes(SavedModel.sizes(weights, request.sizes(base)));
            DataFit.require(sizes, data, weights.toString());
            return sizes;
        }
        ModelConfig fitted = DataFit.adopt(base, data);
        String differences = DataFit.differences(base, fitted);
        if (preset != Preset.EMBEDDED && !differences.isEmpty()) {
            listener.fact("Sizes: " + differences + " of preset " + preset.label());
        }
        ModelConfig sizes = request.sizes(fitted);
        DataFit.require(sizes, data, "the model");
        return sizes;
    }

    private void checkSampleOrder(Path file, int samples) throws IOException {
        Batches.listed(SampleOrder.read(file), samples, training.batchSize(), training.epochs());
    }
}
