package org.almt.train;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.almt.core.Workspace;
import org.almt.core.GradMode;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.data.Split;
import org.almt.input.InputBatch;
import org.almt.saved.Network;

/** Predictions for a whole split with a network's present weights, batch by batch, with no gradients kept. */
public final class Evaluation {
    private final Network network;
    private final InputBatch.Memory memory;
    private final Workspace workspace;
    private final int batchSize;
    private final Map<Size, Compiled> bySize = new HashMap<>();

    /** What a program is recorded for: samples, and rows that a text encoder computes. */
    private record Size(int samples, int rows) {}

    private record Compiled(InputBatch inputs, Program program) {}

    /**
     * @param memory where inputs go
     * @param workspace where buffers lie; shared with programs that never run meanwhile
     * @param batchSize at most what {@code memory} has room for
     */
    public Evaluation(Network network, InputBatch.Memory memory, Workspace workspace, int batchSize) {
        this.network = network;
        this.memory = memory;
        this.workspace = workspace;
        this.batchSize = batchSize;
    }

    /** One prediction for each sample, in the split's order. */
    public float[] predict(Split split) {
        int[] order = new int[split.size()];
        Arrays.setAll(order, i -> i);
        float[] predictions = new float[order.length];
        for (int from = 0; from < order.length; from += batchSize) {
            int size = Math.min(batchSize, order.length - from);
            Compiled compiled = bySize.computeIfAbsent(
                    new Size(size, memory.rows(split, order, from, size)), this::compile);
            compiled.inputs.fill(split, order, from);
            Tensor result = compiled.program.forward();
            System.arraycopy(result.array(), result.offset(), predictions, from, compiled.inputs.size());
        }
        return predictions;
    }

    private Compiled compile(Size size) {
        InputBatch inputs = memory.batch(size.samples, size.rows);
        network.root().train(false);
        Program program = GradMode.noGrad(() -> Program.trace(
                workspace, () -> network.forward(inputs)));
        return new Compiled(inputs, program);
    }
}
