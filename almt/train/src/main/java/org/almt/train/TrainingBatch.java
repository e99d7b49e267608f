package org.almt.train;

import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.data.Split;
import org.almt.input.InputBatch;

/**
 * The tensors that a loss reads: B samples and their labels.
 *
 * @param inputs of the model
 * @param labels [B, 1]
 */
public record TrainingBatch(InputBatch inputs, Tensor labels) {
    TrainingBatch(InputBatch inputs) {
        this(inputs, Tensor.wrap(new float[inputs.size()], 0, Shape.of(inputs.size(), 1)));
    }

    /** Copies samples of a split into the tensors. */
    void fill(Split split, int[] order, BatchPart part) {
        inputs.fill(split, order, part.from(), part.first());
        for (int k = 0; k < part.size(); k++) {
            labels.array()[labels.offset() + k] = split.label(order[part.from() + k]);
        }
        labels.markModified();
    }
}
