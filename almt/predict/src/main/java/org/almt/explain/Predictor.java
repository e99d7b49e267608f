package org.almt.explain;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.almt.core.Workspace;
import org.almt.core.GradMode;
import org.almt.core.Program;
import org.almt.core.SharedConstants;
import org.almt.core.Tensor;
import org.almt.input.InputBatch;
import org.almt.input.InputShapes;
import org.almt.input.Samples;
import org.almt.saved.Network;

/**
 * Predictions for samples that are edited before the model reads them.
 *
 * <p>Threads: one at a time.
 */
public final class Predictor {
    private static final int BATCH = 64;

    private final int batch;
    private final Samples samples;
    private final InputBatch inputs;
    private final Program program;

    /** Changes the features of one row. */
    @FunctionalInterface
    public interface Edit {
        void apply(int row, Rows features);
    }

    /** Predicts {@value #BATCH} rows at a time. */
    public Predictor(Network network, InputShapes shapes, Samples samples) {
        this(network, shapes, samples, BATCH, new SharedConstants());
    }

    /**
     * The same with less memory.
     *
     * @param batch the rows that go through the model together
     *
     * @param constants the folded weights, shared with other predictors
     */
    public Predictor(
            Network network, InputShapes shapes, Samples samples, int batch, SharedConstants constants) {
        this.batch = batch;
        this.samples = samples;
        inputs = new InputBatch.Memory(shapes, batch).batch(batch);
        network.root().train(false);
        program = GradMode.noGrad(() -> Program.trace(new Workspace(), constants, () -> network.forward(inputs)));
    }

    /** Predicts samples without changes. */
    public float[] predict(int... chosen) {
        return predict(chosen.length, row -> chosen[row], (row, features) -> {});
    }

    /** Predicts rows. Each row is a sample with changes. */
    public float[] predict(int rows, IntUnaryOperator sample, Edit edit) {
        float[] predictions = new float[rows];
        int[] order = new int[batch];
        for (int from = 0; from < rows; from += batch) {
            int size = Math.min(batch, rows - from);
            for (int k = 0; k < batch; k++) {
                order[k] = sample.applyAsInt(from + Math.min(k, size - 1)); // pads the batch with its last row
            }
            inputs.fill(samples, order, 0);
            for (int k = 0; k < size; k++) {
                edit.apply(from + k, new Rows(inputs, k));
            }
            inputs.markModified();
            Tensor result = program.forward();
            System.arraycopy(result.array(), result.offset(), predictions, from, size);
        }
        return predictions;
    }

    /** The indices 0 to size - 1. */
    public static int[] all(Samples samples) {
        int[] all = new int[samples.size()];
        Arrays.setAll(all, i -> i);
        return all;
    }
}
