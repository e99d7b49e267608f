package org.almt.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.almt.core.Workspace;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.data.SplitName;
import org.almt.failure.RemediableException;
import org.almt.failure.Remedy;
import org.almt.input.InputBatch;
import org.almt.metrics.Baseline;
import org.almt.metrics.Metrics;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.nn.checkpoint.TensorSource;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.almt.saved.LanguageConfig;
import org.almt.saved.Network;
import org.almt.saved.RunIdentity;
import org.almt.train.BatchPart;
import org.almt.train.Batches;
import org.almt.train.EpochResult;
import org.almt.train.Evaluation;
import org.almt.train.Learner;
import org.almt.train.LearningRates;
import org.almt.train.Objective;
import org.almt.train.RateSchedule;
import org.almt.train.StopSignal;
import org.almt.train.TrainingCheckpoint;
import org.almt.train.TrainingConfig;
import org.almt.train.TrainingListener;
import org.almt.train.TrainingState;
import org.almt.train.TrainingStep;
import org.almt.train.rival.Objectives;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network in a run folder, from the start or from the folder's checkpoint.
 *
 * <p>The honest protocol: after each epoch, the validation split's MAE decides whether the weights are the best so far.
 * The test split affects no decision. It is scored once, with the best weights, after all epochs ({@code FinalReport}).
 * The figures that the reference reports instead are kept apart in {@link ReferenceProtocol}.
 *
 * <p>If the process is killed, {@code last.safetensors} alone gives the position of the run. It is written after the
 * files that must not lag behind it. So these are at most one epoch ahead, and that epoch is then computed again, with
 * the same bits.
 *
 * <p>Threads: one at a time.
 */
public final class Trainer {
    private static final String METRICS = "metrics";
    private static final String REFERENCE = "reference";

    private final RunFolder folder;
    private final RunConfig config;
    private final String identity;
    private final Network network;
    private final DataSet data;
    private final TrainingListener listener;
    private final StopSignal stop;

    private final Learner learner;
    private final RateSchedule.Factor schedule;
    private final Batches batches;
    private final Evaluation evaluation;
    private final EpochSamples samples;
    private final MetricsTable metrics;
    private final ReferenceProtocol reference;
    private TrainingState state = TrainingState.START;

    private Trainer(
            RunFolder folder, RunConfig config, Network network, DataSet data, TrainingListener listener,
            StopSignal stop) throws IOException {
        this.folder = folder;
        this.config = config;
        this.network = network;
        this.data = data;
        this.listener = listener;
        this.stop = stop;
        this.identity = RunIdentity.of(config.toMap(), folder.ofPrediction());
        TrainingConfig training = config.training();
        Split train = DistilledSplit.of(folder, config, data.split(SplitName.TRAIN));
        samples = new EpochSamples(training, train, data);
        Split valid = samples.valid();
        Workspace workspace = new Workspace();
        Objective objective = Objectives.of(network, training, train);
        batches = objective.batches(SampleOrder.batches(folder, config, train.size()));
        schedule = training.schedule().over(training.epochs(), batches.count(), training.plateauPatience());
        int largest = Math.min(training.samplesAtOnce(), Math.max(train.size(), valid.size()));
        LanguageConfig language = config.language();
        InputBatch.Memory memory = language != null && language.use().finetunes()
                ? InputBatch.Memory.ofTokens(data.shapes(), language.use().padding(), largest)
                : new InputBatch.Memory(data.shapes(), largest);
        learner =
                new TrainingStep(network, objective, training, rates(), memory, workspace);
        evaluation = new Evaluation(network, memory, workspace, largest);
        metrics = new MetricsTable(folder.metrics(), config.kind());
        reference = new ReferenceProtocol(folder.referenceProtocol(), config.kind(),
                training.referenceTable() && TrainingData.isScored(data.split(SplitName.TEST)));
    }

    private LearningRates rates() {
        LanguageConfig language = config.language();
        return new LearningRates(
                config.training(), language == null ? null : language.use(), network);
    }

    /**
     * Begins a new run: writes the first checkpoint and {@code config.json}. From then on it can be resumed.
     *
     * @param network the network, with initialised or loaded weights
     */
    public static Trainer begin(
            RunFolder folder, RunConfig config, Network network, DataSet data, TrainingListener listener,
            StopSignal stop) throws IOException {
        try {
            Trainer trainer = new Trainer(folder, config, network, data, listener, stop);
            trainer.save(TrainingState.START);
            folder.write(config);
            return trainer;
        } catch (IOException | RuntimeException | Error e) {
            folder.discard(e);
            throw e;
        }
    }

    /** Resumes the run of a folder at its last checkpoint. */
    public static Trainer resume(
            RunFolder folder, RunConfig config, Network network, DataSet data, TrainingListener listener,
            StopSignal stop) throws IOException {
        network.root().initialise(config.training().seed());
        Trainer trainer = new Trainer(folder, config, network, data, listener, stop);
        trainer.state = TrainingCheckpoint.load(folder.last(), network.root(), trainer.learner, trainer::check);
        for (int epoch = 1; epoch <= trainer.state.epoch(); epoch++) {
            trainer.schedule.report(trainer.metrics.validMae(epoch));
        }
        return trainer;
    }

    /** Reads the tables, and refuses a checkpoint that belongs to another run or does not fit them. */
    private void check(TrainingState found, Map<String, String> words) throws IOException {
        String last = folder.last().toString();
        if (!identity.equals(words.get(RunIdentity.WORD))) {
            throw new RemediableException(last + " does not belong to the run in the config.json beside it: one of"
                    + " them, or sample-order.npy or teacher.npy, was changed or exchanged; restore the file, or begin"
                    + " a new run", Remedy.BEGIN_ANEW_ELSEWHERE);
        }
        found.check(last, config.training().epochs(), batches.count());
        metrics.reload(found.epoch());
        reference.reload(found.epoch());
        requireTable(words.get(METRICS), metrics.checksum(found.epoch()), folder.metrics());
        requireTable(words.get(REFERENCE), reference.checksum(found.epoch()), folder.referenceProtocol());
    }

    private void requireTable(@Nullable String expected, String found, Path table) throws IOException {
        if (!found.equals(expected)) {
            throw new RemediableException(table + " has other figures than when " + folder.last().getFileName()
                    + " was written; restore the file, or begin a new run", Remedy.BEGIN_ANEW_ELSEWHERE);
        }
    }

    /** The folder of the run. */
    RunFolder folder() {
        return folder;
    }

    /**
     * Trains to the last epoch and reports.
     *
     * @return the summary; empty if the stop signal ended the run before
     */
    public Optional<RunSummary> run() throws IOException {
        try (FileChannel _ = folder.lock()) {
            AtomicFiles.removeLeftovers(folder.directory());
            folder.removeBeginning();
            return runAlone();
        }
    }

    private Optional<RunSummary> runAlone() throws IOException {
        int epochs = config.training().epochs();
        listener.started(epochs, batches.count(), state.epoch());
        while (state.epoch() < epochs && !isStuck()) {
            if (!runEpoch(state.epoch() + 1)) {
                listener.stopped(state.epoch() + 1, state.batch());
                return Optional.empty();
            }
        }
        return Optional.of(FinalReport.write(
                folder, config, network, data, evaluation, state,
                reference.best()));
    }

    /** Whether the validation MAE has not fallen for the number of epochs in the configuration. */
    private boolean isStuck() {
        int most = config.training().earlyStop();
        return most > 0 && state.batch() == 0 && state.epoch() - state.bestEpoch() >= most;
    }

    /**
     * Runs one epoch, or the rest of it. Returns false if it was stopped; it can then be resumed at the current batch.
     */
    private boolean runEpoch(int epoch) throws IOException {
        long epochBegan = System.nanoTime();
        int[] order = batches.order(epoch);
        Split ofEpoch = samples.train(epoch, order);
        learner.epochBegins(epoch);
        double lossSum = state.lossSum();
        long stepNanos = 0;
        int first = state.batch();
        for (int batch = first; batch < batches.count(); batch++) {
            if (stop.isRaised() && learner.isBetweenUpdates()) {
                save(new TrainingState(
                        state.epoch(), batch, lossSum, learner.steps(), state.bestEpoch(), state.bestMae()));
                return false;
            }
            long stepBegan = System.nanoTime();
            BatchPart part = batches.batch(batch);
            double loss = learn(ofEpoch, order, part, epoch, batch);
            stepNanos += System.nanoTime() - stepBegan;
            requireNumber("loss", loss, "epoch " + epoch + ", batch " + (batch + 1));
            int counted = batches.counted(part);
            lossSum += counted > 0 ? loss * part.size() : 0;
            listener.batchDone(epoch, batch + 1, counted > 0 ? lossSum / counted : loss);
        }
        learner.epochDone(epoch);
        Metrics score = scoreAndKeep(epoch);
        boolean isBest = score.mae() < state.bestMae();
        EpochResult result = new EpochResult(
                epoch, learner.rate(schedule.at(epoch, batches.count() - 1)), lossSum / batches.samples(), score,
                isBest,
                1e-6 * stepNanos / Math.max(1, batches.count() - first), 1e-9 * (System.nanoTime() - epochBegan));
        metrics.add(result);
        schedule.report(score.mae());
        save(new TrainingState(
                epoch, 0, 0, learner.steps(), isBest ? epoch : state.bestEpoch(),
                isBest ? score.mae() : state.bestMae()));
        listener.epochDone(result);
        return true;
    }

    private double learn(Split ofEpoch, int[] order, BatchPart part, int epoch, int batch) {
        try {
            return learner.learn(ofEpoch, order, part, schedule.at(epoch, batch));
        } catch (ArithmeticException e) { // of an optimiser: a gradient that is no number
            throw new IllegalStateException("train: epoch " + epoch + ", batch " + (batch + 1) + ": " + e.getMessage(),
                    e);
        }
    }

    /** Computes the validation split's metrics after an epoch. Stores the weights if they are the best so far. */
    private Metrics scoreAndKeep(int epoch) throws IOException {
        learner.exchangeWeights();
        try {
            return scoreAndKeepExchanged(epoch);
        } finally {
            learner.exchangeWeights();
        }
    }

    private Metrics scoreAndKeepExchanged(int epoch) throws IOException {
        Metrics score = score(samples.valid());
        requireNumber("validation MAE", score.mae(), "epoch " + epoch);
        if (score.mae() < state.bestMae()) {
            List<TensorSource> weights = new ArrayList<>();
            network.root().state().forEach((name, tensor) -> weights.add(TensorSource.of(name, tensor)));
            SafeTensors.write(folder.best(), weights, Map.of(RunIdentity.WORD, identity));
        }
        reference.add(epoch, () -> score(data.split(SplitName.TEST)));
        return score;
    }

    private static void requireNumber(String what, double value, String when) {
        if (!Double.isFinite(value)) {
            throw new IllegalStateException("train: the " + what + " became " + value + " in " + when
                    + "; try a smaller learning rate or clipNorm=1");
        }
    }

    private Metrics score(Split split) {
        return Metrics.of(config.kind(), evaluation.predict(split), Baseline.labels(split));
    }

    private void save(TrainingState next) throws IOException {
        TrainingCheckpoint.save(folder.last(), network.root(), learner, next,
                Map.of(RunIdentity.WORD, identity, METRICS,
                        metrics.checksum(next.epoch()), REFERENCE, reference.checksum(next.epoch())));
        state = next;
    }
}
