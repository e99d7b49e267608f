package org.almt.train;

import static org.almt.core.op.Ops.scale;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.Workspace;
import org.almt.core.op.DropoutSource;
import org.almt.data.Split;
import org.almt.input.InputBatch;
import org.almt.input.RecordedProgram;
import org.almt.nn.Parameters;
import org.almt.nn.optim.AdamW;
import org.almt.nn.optim.GradientClipping;
import org.almt.nn.optim.WeightAverage;
import org.almt.saved.Network;

/**
 * One update of the weights:
 *
 * <pre>
 * rates.set(optimiser, factor)      rate
 * program.forward()                 loss of the batch
 * program.backward()                gradients
 * clip()                            their bounds
 * optimiser.step()                  AdamW
 * average.update()                  where weights are averaged
 * </pre>
 *
 * <p>With {@link TrainingConfig#sumBatches} above 1, the gradients of that number of batches are added before an
 * update. Each is the mean over its batch, and the sum is clipped after each batch. Batches left over at the end of an
 * epoch are dropped.
 *
 * <p>The forward and backward passes are recorded once for each batch size (the full size, and that of the last batch
 * of an epoch), and replayed without garbage. A batch B may be processed as micro-batches P, with the memory of one of
 * them. The mean over B is the sum over P of |P| / |B| times the mean over P; the same holds for its gradient.
 * Dropout's masks are those of the whole batch.
 *
 * <p>Threads: one at a time.
 */
public final class TrainingStep implements Learner {
    private final Network network;
    private final Objective objective;
    private final LearningRates rates;
    private final Parameters parameters;
    private final AdamW optimiser;
    private final GradientClipping clipping;
    private final double clipNorm;
    private final float clipValue;
    private final int microBatch;
    private final int sumBatches;
    /** Empty if weights are not averaged. */
    private final Optional<WeightAverage> average;
    private final DropoutSource dropout;
    private final Tensor stepsOfEach;
    /** 1 for each parameter that has had a gradient, if the objective needs it. */
    private final Tensor ever;
    private final InputBatch.Memory memory;
    private final Workspace workspace;
    private final Map<Size, Step> bySize = new HashMap<>();
    /** The parameters that the losses since the last update reach and may change. */
    private final Set<String> reached = new LinkedHashSet<>();
    /** The number of batches since the last update. */
    private int added;
    private int epoch;

    /**
     * The sizes for which a program is recorded: its samples, those of the whole batch, the rows of a text encoder, and
     * the number of the objective's computation.
     */
    private record Size(int samples, int batch, int rows, int variant) {}

    /** {@code below}: the parameters that the loss reaches. {@code reaches}: those that are updated after it. */
    private record Step(RecordedProgram<TrainingBatch> recorded, Set<String> below, Set<String> reaches) {}

    /**
     * The training steps of a network.
     *
     * @param objective the objective to minimise
     *
     * @param training the seed, the optimiser's settings, the limits of the gradient, and the size of micro-batches
     *
     * @param memory the memory of the inputs
     *
     * @param workspace the memory of the buffers, shared with programs that never run at the same time
     */
    public TrainingStep(
            Network network, Objective objective, TrainingConfig training, LearningRates rates,
            InputBatch.Memory memory, Workspace workspace) {
        this.network = network;
        this.objective = objective;
        this.rates = rates;
        this.memory = memory;
        this.workspace = workspace;
        parameters = Parameters.of(network.root(), rates::group);
        optimiser = new AdamW(parameters, training.lr(), training.adamw());
        clipping = new GradientClipping(parameters);
        clipNorm = training.clipNorm();
        clipValue = (float) training.clipValue();
        microBatch = training.samplesAtOnce();
        sumBatches = training.sumBatches();
        average = training.averageDecay() == 0
                ? Optional.empty()
                : Optional.of(new WeightAverage(parameters, training.averageDecay()));
        dropout = new DropoutSource(training.seed());
        network.root().dropoutFrom(dropout);
        stepsOfEach = Tensor.zeros(parameters.slots().size());
        ever = Tensor.zeros(parameters.slots().size());
        rates.setDecays(optimiser);
    }

    /** Training steps that minimise the loss of the configuration. */
    public static TrainingStep of(
            Network network, TrainingConfig training, InputBatch.Memory memory, Workspace workspace) {
        return new TrainingStep(network, Objective.of(network, training.loss()), training,
                new LearningRates(training, null, network), memory, workspace);
    }

    @Override
    public float learn(Split split, int[] order, BatchPart batch, double factor) {
        rates.set(optimiser, factor);
        if (added == 0) {
            parameters.zeroGrad();
            reached.clear();
        }
        float loss = 0;
        for (BatchPart part : batch.parts(microBatch)) {
            int variant = objective.variant(split, order, part);
            Step step = step(split, order, part, variant);
            TrainingBatch inputs = step.recorded.inputs();
            Program program = step.recorded.program();
            inputs.fill(split, order, part);
            objective.fill(inputs, split, order, part);
            dropout.step(dropoutStep(batch));
            float value = program.forward().item();
            loss += (float) objective.reported(value, variant);
            if (!Float.isFinite(value)) {
                return value; // the gradient would be unusable; the trainer ends the run and reports the place
            }
            program.backward();
            reached.addAll(step.reaches);
            if (objective.keepsZeroGradients()) {
                step.below.forEach(name -> ever.array()[parameters.names().indexOf(name)] = 1);
                List<String> names = parameters.names();
                for (int i = 0; i < names.size(); i++) {
                    if (ever.array()[i] == 1 && objective.moves(names.get(i), variant)) {
                        reached.add(names.get(i));
                    }
                }
            }
            objective.learned(inputs, split, order, part);
        }
        clip();
        added++;
        if (added == sumBatches) {
            added = 0;
            update();
        }
        return loss;
    }

    private void update() {
        if (reached.size() == parameters.slots().size()) {
            optimiser.step();
        } else {
            optimiser.step(reached);
        }
        average.ifPresent(WeightAverage::update);
    }

    /** A unique number for each batch of a run, which determines dropout's masks. */
    private long dropoutStep(BatchPart batch) {
        return sumBatches == 1 ? optimiser.steps() : ((long) epoch << Integer.SIZE) + batch.from();
    }

    @Override
    public void epochBegins(int number) {
        epoch = number;
        objective.epochBegins(number);
    }

    @Override
    public void epochDone(int number) {
        added = 0;
    }

    @Override
    public boolean isBetweenUpdates() {
        return added == 0;
    }

    private void clip() {
        if (clipNorm > 0) {
            clipping.byNorm(clipNorm);
        }
        if (clipValue > 0) {
            clipping.byValue(clipValue);
        }
    }

    private Step step(Split split, int[] order, BatchPart part, int variant) {
        int rows = memory.rows(split, order, part.from(), part.size());
        return bySize.computeIfAbsent(
                new Size(part.size(), part.whole(), rows, variant), size -> record(part, rows, variant));
    }

    private Step record(BatchPart part, int rows, int variant) {
        dropout.step(optimiser.steps()); // numbers the layers of every recording in the same way
        TrainingBatch batch = new TrainingBatch(memory.batch(part.size(), rows));
        network.root().train(true);
        Program program = Program.trace(workspace, () -> {
            Tensor mean = objective.loss(batch.reading(network.prepared(batch.inputs())));
            return part.size() == part.whole() ? mean : scale(mean, part.share());
        }, batch.kept());
        Set<String> below = parameters.below(program.result());
        Set<String> reaches = new LinkedHashSet<>(objective.restsWhatItDoesNotReach() ? below : parameters.names());
        reaches.removeIf(name -> !objective.moves(name, variant));
        return new Step(new RecordedProgram<>(batch, program), below, reaches);
    }

    /** The trained parameters, with the gradients of the last update. */
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public void exchangeWeights() {
        average.ifPresent(WeightAverage::swap);
    }

    @Override
    public double rate(double factor) {
        return rates.lr(factor);
    }

    @Override
    public long steps() {
        return optimiser.steps();
    }

    @Override
    public void restoreSteps(long steps) {
        optimiser.restoreSteps(steps);
        if (objective.restsWhatItDoesNotReach()) {
            long[] each = optimiser.stepsOfEach();
            for (int i = 0; i < each.length; i++) {
                each[i] = (long) stepsOfEach.array()[i];
            }
        }
    }

    /**
     * AdamW's moments: the first moments of all parameters, then the second. Then the number of updates of each
     * parameter, if not all are updated each time. Then the objective's state, and the average of the weights, if there
     * is one.
     */
    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        parameters.named(optimiser.firstMoment())
                .forEach((name, tensor) -> state.put(TrainingCheckpoint.M + name, tensor));
        parameters.named(optimiser.secondMoment())
                .forEach((name, tensor) -> state.put(TrainingCheckpoint.V + name, tensor));
        if (objective.restsWhatItDoesNotReach()) {
            long[] each = optimiser.stepsOfEach();
            for (int i = 0; i < each.length; i++) {
                stepsOfEach.array()[i] = each[i]; // exact up to 2^24 updates
            }
            state.put(TrainingCheckpoint.STEPS, stepsOfEach);
        }
        if (objective.keepsZeroGradients()) {
            state.put(TrainingCheckpoint.REACHED, ever);
        }
        objective.state().forEach((name, tensor) -> state.put(TrainingCheckpoint.MEMORY + name, tensor));
        average.ifPresent(mean -> parameters.named(mean.values())
                .forEach((name, tensor) -> state.put(TrainingCheckpoint.AVERAGE + name, tensor)));
        return state;
    }
}
