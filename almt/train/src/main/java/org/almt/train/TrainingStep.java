package org.almt.train;

import static org.almt.core.op.Ops.scale;

import java.util.HashMap;
import java.util.Map;
import org.almt.core.Workspace;
import org.almt.core.Program;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.op.DropoutSource;
import org.almt.data.Split;
import org.almt.input.InputBatch;
import org.almt.nn.Parameters;
import org.almt.nn.optim.AdamW;
import org.almt.nn.optim.GradientClipping;
import org.almt.saved.Network;

/**
 * One update of the weights: loss of a batch, gradients, AdamW. Recorded once for each batch
 * size (the full one, and the last of an epoch), and replayed without garbage.
 *
 * <p>A batch B may go through in parts P one after another: the mean over B is the sum over P of |P| / |B| times the
 * mean over P, and so is its gradient, in memory for one part. Dropout's masks are those of the whole batch.
 */
public final class TrainingStep {
    private final Network network;
    private final Parameters parameters;
    private final AdamW optimiser;
    private final GradientClipping clipping;
    private final Loss loss;
    private final double clipNorm;
    private final float clipValue;
    private final int microBatch;
    private final DropoutSource dropout;
    private final InputBatch.Memory memory;
    private final Workspace workspace;
    private final Map<Size, Compiled> bySize = new HashMap<>();

    /** What a program is recorded for: samples, those of the whole batch, and rows that a text encoder computes. */
    private record Size(int samples, int batch, int rows) {}

    /**
     * A recorded step.
     *
     * @param labels [B, 1]
     */
    private record Compiled(InputBatch inputs, Tensor labels, Program program) {}

    /**
     * @param training its seed, its loss, the bounds of the gradient, and the size of parts
     * @param memory where inputs go
     * @param workspace where buffers lie; shared with programs that never run meanwhile
     */
    public TrainingStep(
            Network network, Parameters parameters, AdamW optimiser, TrainingConfig training, InputBatch.Memory memory,
            Workspace workspace) {
        this.network = network;
        this.parameters = parameters;
        this.optimiser = optimiser;
        clipping = new GradientClipping(parameters);
        loss = training.loss();
        clipNorm = training.clipNorm();
        clipValue = (float) training.clipValue();
        microBatch = training.samplesAtOnce();
        dropout = new DropoutSource(training.seed());
        network.root().dropoutFrom(dropout);
        this.memory = memory;
        this.workspace = workspace;
    }

    /**
     * Trains on the samples {@code order[from]} to {@code order[from + size - 1]}, all parameters at one rate.
     *
     * @return the loss: the mean over these samples, before the update
     */
    public float run(Split split, int[] order, int from, int size, double lr) {
        optimiser.learningRate(lr);
        return run(split, order, from, size);
    }

    /** The same at the rates that the optimiser has. */
    public float run(Split split, int[] order, int from, int size) {
        parameters.zeroGrad();
        float loss = 0;
        for (int first = 0; first < size; first += microBatch) {
            loss += addGradients(split, order, from + first, first, Math.min(microBatch, size - first), size);
        }
        if (clipNorm > 0) {
            clipping.byNorm(clipNorm);
        }
        if (clipValue > 0) {
            clipping.byValue(clipValue);
        }
        optimiser.step();
        return loss;
    }

    /** What a part of a batch adds to the batch's loss and gradients. */
    private float addGradients(Split split, int[] order, int from, int first, int part, int size) {
        dropout.step(optimiser.steps());
        Compiled compiled = bySize.computeIfAbsent(
                new Size(part, size, memory.rows(split, order, from, part)), this::compile);
        compiled.inputs.fill(split, order, from, first);
        for (int k = 0; k < part; k++) {
            compiled.labels.array()[k] = split.label(order[from + k]);
        }
        compiled.labels.markModified();
        float loss = compiled.program.forward().item();
        compiled.program.backward();
        return loss;
    }

    private Compiled compile(Size size) {
        InputBatch inputs = memory.batch(size.samples, size.rows);
        Tensor labels = Tensor.wrap(new float[size.samples], 0, Shape.of(size.samples, 1));
        network.root().train(true);
        Program program = Program.trace(workspace, () -> {
            Tensor mean = loss.of(network.forward(inputs), labels);
            return size.samples == size.batch ? mean : scale(mean, (float) size.samples / size.batch);
        });
        return new Compiled(inputs, labels, program);
    }
}
