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
 * Predictions for a whole split with a network's current weights, batch by batch, without gradients.
 *
 * <p>Threads: one at a time.
 */
public final class Evaluation {
    private final Network network;
    private final InputBatch.Memory memory;
    private final Workspace workspace;
    private final int batchSize;
    private final Map<Size, RecordedProgram<InputBatch>> bySize = new HashMap<>();

    /** The sizes for which a program is recorded: samples, and rows of a text encoder. */
    private record Size(int samples, int rows) {}

    /**
     * @param memory the memory of the inputs
     * @param workspace the memory of the buffers, shared with programs that never run at the same time
     * @param batchSize the batch size, at most that of {@code memory}
     */
    public Evaluation(Network network, InputBatch.Memory memory, Workspace workspace, int batchSize) {
        this.network = network;
        this.memory = memory;
        this.workspace = workspace;
        this.batchSize = batchSize;
    }

    /** The predictions for all samples, in the split's order. */
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
