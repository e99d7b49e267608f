package org.almt.explain;

import org.almt.core.Tensor;
import org.almt.input.InputBatch;
import org.almt.input.Modality;

/**
 * The features of one sample of a batch, for reading and editing.
 *
 * <p>Threads: one at a time.
 */
public final class Rows {
    private final InputBatch batch;
    private final int row;

    Rows(InputBatch batch, int row) {
        this.batch = batch;
        this.row = row;
    }

    static Tensor tensor(InputBatch batch, Modality modality) {
        return switch (modality) {
            case TEXT -> batch.text();
            case AUDIO -> batch.audio();
            case VISION -> batch.vision();
        };
    }

    /** Makes one frame neutral. */
    public void neutralise(Modality modality, int frame, Neutral neutral) {
        float[] mean = neutral.of(modality);
        System.arraycopy(mean, 0, array(modality), at(modality, frame), mean.length);
    }

    /** Makes one feature of a frame neutral. */
    public void neutralise(Modality modality, int frame, int feature, Neutral neutral) {
        array(modality)[at(modality, frame) + feature] = neutral.of(modality)[feature];
    }

    private float[] array(Modality modality) {
        return tensor(batch, modality).array();
    }

    /** The index at which a frame begins in the array. */
    private int at(Modality modality, int frame) {
        Tensor tensor = tensor(batch, modality);
        int length = tensor.shape().size(1);
        int width = tensor.shape().size(2);
        return tensor.offset() + (row * length + frame) * width;
    }
}
