package org.almt.train;

import java.util.HashMap;
import java.util.Map;
import org.almt.core.Arena;
import org.almt.core.Program;
import org.almt.core.op.DropoutSource;
import org.almt.data.Split;
import org.almt.nn.Parameters;
import org.almt.nn.optim.AdamW;
import org.almt.nn.optim.GradientClipping;

/**
 * One update of the weights: loss of a batch, gradients, AdamW. Recorded once for each batch
 * size (the full one, and the last of an epoch), and replayed without garbage.
 */
public final class TrainingStep {
    private final Network network;
    private final Parameters parameters;
    private final AdamW optimiser;
    private final GradientClipping clipping;
    private final double clipNorm;
    private final DropoutSource dropout;
    private final InputBatch.Memory memory;
    private final Arena arena;
    private final Map<Size, Compiled> bySize = new HashMap<>();

    /** What a program is recorded for: samples, and rows that a text encoder computes. */
    private record Size(int samples, int rows) {}

    private record Compiled(InputBatch inputs, Program program) {}

    /**
     * @param training its seed and the largest norm of the gradient
     * @param memory where inputs go
     * @param arena where buffers lie; shared with programs that never run meanwhile
     */
    public TrainingStep(
            Network network, Parameters parameters, AdamW optimiser, TrainingConfig training, InputBatch.Memory memory,
            Arena arena) {
        this.network = network;
        this.parameters = parameters;
        this.optimiser = optimiser;
        clipping = new GradientClipping(parameters);
        clipNorm = training.clipNorm();
        dropout = new DropoutSource(training.seed());
        network.module().dropoutFrom(dropout);
        this.memory = memory;
        this.arena = arena;
    }

    /**
     * Trains on the samples {@code order[from]} to {@code order[from + size - 1]}.
     *
     * @return the loss: the mean over these samples, before the update
     */
    public float run(Split split, int[] order, int from, int size, double lr) {
        return run(split, order, from, size, lr, lr);
    }

    /** The same with another rate for the parameters of a text encoder, {@link Network#BERT}. */
    public float run(Split split, int[] order, int from, int size, double lr, double bertLr) {
        dropout.step(optimiser.steps());
        Compiled compiled = bySize.computeIfAbsent(
                new Size(size, memory.rows(split, order, from, size)), this::compile);
        compiled.inputs.fill(split, order, from);
        float loss = compiled.program.forward().item();
        parameters.zeroGrad();
        compiled.program.backward();
        if (clipNorm > 0) {
            clipping.byNorm(clipNorm);
        }
        optimiser.learningRate(lr);
        if (bertLr != lr) {
            optimiser.learningRate(Network.BERT, bertLr);
        }
        optimiser.step();
        return loss;
    }

    private Compiled compile(Size size) {
        InputBatch inputs = memory.batch(size.samples, size.rows);
        network.module().train(true);
        Program program = Program.trace(arena, () -> network.loss(inputs));
        return new Compiled(inputs, program);
    }
}
