package org.almt.train;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.almt.core.Workspace;
import org.almt.core.Tensor;
import org.almt.data.Split;
import org.almt.input.InputBatch;
import org.almt.input.RecordedProgram;
import org.almt.saved.Network;

/**
 * Predictions for a whole split with a network's present weights, batch by batch, with no gradients kept.
 *
 * <p>Threads: one at a time.
 */
public final class Evaluation {
    private final Network network;
    private final InputBatch.Memory memory;
    private final Workspace workspace;
    private final int batchSize;
    private final Map<Size, RecordedProgram<InputBatch>> bySize = new HashMap<>();

    /** What a program is recorded for: samples, and rows that a text encoder computes. */
    private record Size(int samples, int rows) {}

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
            RecordedProgram<InputBatch> model = bySize.computeIfAbsent(
                    new Size(size, memory.rows(split, order, from, size)), this::record);
            model.inputs().fill(split, order, from);
            Tensor result = model.program().forward();
            System.arraycopy(result.array(), result.offset(), predictions, from, model.inputs().size());
        }
        return predictions;
    }

    private RecordedProgram<InputBatch> record(Size size) {
        network.root().train(false);
        return RecordedProgram.withoutGradients(
                memory.batch(size.samples, size.rows), workspace, network::forward);
    }
}
