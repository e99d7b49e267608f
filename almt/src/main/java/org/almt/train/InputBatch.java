package org.almt.train;

import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.data.DataSet;
import org.almt.data.FeatureShape;
import org.almt.data.Split;

/**
 * The input tensors of one batch size, over memory that all batch sizes of a {@link Memory} share.
 *
 * <p>B samples in the batch; L positions and d features of a modality.
 */
public final class InputBatch {
    private final int size;
    private final Tensor text;
    private final Tensor audio;
    private final Tensor vision;
    private final Tensor labels;

    /** Room for the largest batch; smaller ones use its beginning. */
    public static final class Memory {
        private final FeatureShape textShape;
        private final FeatureShape audioShape;
        private final FeatureShape visionShape;
        private final float[] text;
        private final float[] audio;
        private final float[] vision;
        private final float[] labels;

        /** Room for batches of up to {@code largest} samples of such shapes. */
        public Memory(FeatureShape text, FeatureShape audio, FeatureShape vision, int largest) {
            textShape = text;
            audioShape = audio;
            visionShape = vision;
            this.text = room(largest, text);
            this.audio = room(largest, audio);
            this.vision = room(largest, vision);
            labels = new float[largest];
        }

        /** Room for batches of up to {@code largest} samples of a data set. */
        public Memory(DataSet data, int largest) {
            this(data.text(), data.audio(), data.vision(), largest);
        }

        private static float[] room(int samples, FeatureShape shape) {
            long floats = (long) samples * shape.length() * shape.width();
            if (floats > Integer.MAX_VALUE - 16) {
                throw new IllegalArgumentException("batch: " + samples + " samples of " + shape.length() + " x "
                        + shape.width() + " features do not fit one array; use a smaller batch size");
            }
            return new float[(int) floats];
        }

        /** The tensors of a batch of {@code size} samples. */
        public InputBatch batch(int size) {
            return new InputBatch(size, this);
        }
    }

    private InputBatch(int size, Memory memory) {
        this.size = size;
        text = tensor(memory.text, memory.textShape);
        audio = tensor(memory.audio, memory.audioShape);
        vision = tensor(memory.vision, memory.visionShape);
        labels = Tensor.wrap(memory.labels, 0, Shape.of(size, 1));
    }

    private Tensor tensor(float[] memory, FeatureShape shape) {
        return Tensor.wrap(memory, 0, Shape.of(size, shape.length(), shape.width()));
    }

    /** Copies the samples {@code order[from]}, {@code order[from + 1]}, … of a split into the tensors. */
    public void fill(Split split, int[] order, int from) {
        for (int k = 0; k < size; k++) {
            int sample = order[from + k];
            split.text(sample, text.array(), k * perSample(text));
            split.audio(sample, audio.array(), k * perSample(audio));
            split.vision(sample, vision.array(), k * perSample(vision));
            labels.array()[k] = split.label(sample);
        }
        touched();
    }

    /** Says that the numbers were changed through the arrays. */
    public void touched() {
        text.touched();
        audio.touched();
        vision.touched();
        labels.touched();
    }

    private static int perSample(Tensor tensor) {
        return tensor.shape().size(1) * tensor.shape().size(2);
    }

    /** Number of samples, B. */
    public int size() {
        return size;
    }

    /** Text features, [B, L_l, d_l]. */
    public Tensor text() {
        return text;
    }

    /** Audio features, [B, L_a, d_a]. */
    public Tensor audio() {
        return audio;
    }

    /** Vision features, [B, L_v, d_v]. */
    public Tensor vision() {
        return vision;
    }

    /** Labels, [B, 1]. */
    public Tensor labels() {
        return labels;
    }
}
