package org.almt.train;

import static org.almt.core.op.Ops.scale;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.Workspace;
import org.almt.core.op.DropoutSource;
import org.almt.data.Split;
import org.almt.input.InputBatch;
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
 * <p>Forward and backward are recorded once for each batch size (the full one, and the last of an epoch), and replayed
 * without garbage. A batch B may go through in parts P one after another: the mean over B is the sum over P of |P| /
 * |B| times the mean over P, and so is its gradient, in memory for one part. Dropout's masks are those of the whole
 * batch.
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
    /** Empty if weights are not averaged. */
    private final Optional<WeightAverage> average;
    private final DropoutSource dropout;
    private final InputBatch.Memory memory;
    private final Workspace workspace;
    private final Map<Size, Recorded> bySize = new HashMap<>();

    /** What a program is recorded for: samples, those of the whole batch, and rows that a text encoder computes. */
    private record Size(int samples, int batch, int rows) {}

    private record Recorded(TrainingBatch batch, Program program) {}

    /**
     * Steps of a network.
     *
     * @param objective what is minimised
     * @param training its seed, the optimiser's settings, the bounds of the gradient, and the size of parts
     * @param memory where inputs go
     * @param workspace where buffers lie; shared with programs that never run meanwhile
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
        average = training.averageDecay() == 0
                ? Optional.empty()
                : Optional.of(new WeightAverage(parameters, training.averageDecay()));
        dropout = new DropoutSource(training.seed());
        network.root().dropoutFrom(dropout);
    }

    /** Steps that minimise the loss of the configuration. */
    public static TrainingStep of(
            Network network, TrainingConfig training, InputBatch.Memory memory, Workspace workspace) {
        return new TrainingStep(network, Objective.of(network, training.loss()), training,
                new LearningRates(training, null, network), memory, workspace);
    }

    @Override
    public float learn(Split split, int[] order, BatchPart batch, double factor) {
        rates.set(optimiser, factor);
        parameters.zeroGrad();
        float loss = 0;
        for (BatchPart part : batch.parts(microBatch)) {
            Recorded step = step(split, order, part);
            step.batch.fill(split, order, part);
            dropout.step(optimiser.steps());
            loss += step.program.forward().item();
            step.program.backward();
        }
        clip();
        optimiser.step();
        average.ifPresent(WeightAverage::update);
        return loss;
    }

    private void clip() {
        if (clipNorm > 0) {
            clipping.byNorm(clipNorm);
        }
        if (clipValue > 0) {
            clipping.byValue(clipValue);
        }
    }

    private Recorded step(Split split, int[] order, BatchPart part) {
        int rows = memory.rows(split, order, part.from(), part.size());
        return bySize.computeIfAbsent(new Size(part.size(), part.whole(), rows), size -> record(part, rows));
    }

    private Recorded record(BatchPart part, int rows) {
        dropout.step(optimiser.steps()); // numbers the layers of every recording alike
        TrainingBatch batch = new TrainingBatch(memory.batch(part.size(), rows));
        network.root().train(true);
        Program program = Program.trace(workspace, () -> {
            Tensor mean = objective.loss(batch);
            return part.size() == part.whole() ? mean : scale(mean, part.share());
        });
        return new Recorded(batch, program);
    }

    /** What is trained, with the gradients of the last update. */
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
    }

    /** AdamW's moments, of all parameters the first and then of all the second, and then their average if there is one. */
    @Override
    public Map<String, Tensor> state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        parameters.named(optimiser.firstMoment())
                .forEach((name, tensor) -> state.put(TrainingCheckpoint.M + name, tensor));
        parameters.named(optimiser.secondMoment())
                .forEach((name, tensor) -> state.put(TrainingCheckpoint.V + name, tensor));
        average.ifPresent(mean -> parameters.named(mean.values())
                .forEach((name, tensor) -> state.put(TrainingCheckpoint.AVERAGE + name, tensor)));
        return state;
    }
}
