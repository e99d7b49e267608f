package org.almt.explain;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.almt.core.Workspace;
import org.almt.core.GradMode;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.data.DataSet;
import org.almt.data.Split;
import org.almt.train.InputBatch;
import org.almt.train.Network;

/** Predictions for samples that are changed on their way into the model. For one thread at a time. */
final class Predictor {
    private static final int BATCH = 64;

    private final Split split;
    private final InputBatch inputs;
    private final Program program;

    /** Changes the features of one row. */
    @FunctionalInterface
    interface Edit {
        void apply(int row, Rows features);
    }

    Predictor(Network network, DataSet data, Split split) {
        this.split = split;
        inputs = new InputBatch.Memory(data, BATCH).batch(BATCH);
        network.root().train(false);
        program = GradMode.noGrad(() -> Program.trace(new Workspace(), () -> network.forward(inputs)));
    }

    /** As the data have them. */
    float[] predict(int... samples) {
        return predict(samples.length, row -> samples[row], (row, features) -> {});
    }

    /** Row by row: the sample of a row, changed. */
    float[] predict(int rows, IntUnaryOperator sample, Edit edit) {
        float[] predictions = new float[rows];
        int[] order = new int[BATCH];
        for (int from = 0; from < rows; from += BATCH) {
            int size = Math.min(BATCH, rows - from);
            for (int k = 0; k < BATCH; k++) {
                order[k] = sample.applyAsInt(from + Math.min(k, size - 1)); // fills the batch up with its last row
            }
            inputs.fill(split, order, 0);
            for (int k = 0; k < size; k++) {
                edit.apply(from + k, new Rows(inputs, k));
            }
            inputs.markModified();
            Tensor result = program.forward();
            System.arraycopy(result.array(), result.offset(), predictions, from, size);
        }
        return predictions;
    }

    /** The numbers 0 to size - 1. */
    static int[] all(Split split) {
        int[] samples = new int[split.size()];
        Arrays.setAll(samples, i -> i);
        return samples;
    }
}
