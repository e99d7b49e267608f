package org.almt.train;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.data.Split;
import org.almt.input.InputBatch;

/**
 * The inputs of a loss: B samples and their labels. It also holds named values of the loss that are read after the
 * forward pass.
 *
 * <p>Threads: one at a time.
 */
public final class TrainingBatch {
    private final InputBatch inputs;
    private final Tensor labels;
    private final Map<String, Tensor> given;
    private final Map<String, Tensor> kept;

    /** A batch whose labels are not set yet. */
    public TrainingBatch(InputBatch inputs) {
        this.inputs = inputs;
        labels = Tensor.zeros(inputs.size(), 1);
        given = new LinkedHashMap<>();
        kept = new LinkedHashMap<>();
    }

    private TrainingBatch(TrainingBatch from, InputBatch inputs) {
        this.inputs = inputs;
        labels = from.labels;
        given = from.given;
        kept = from.kept;
    }

    /** The same batch with other inputs. */
    public TrainingBatch reading(InputBatch others) {
        return new TrainingBatch(this, others);
    }

    /** The inputs of the model. */
    public InputBatch inputs() {
        return inputs;
    }

    /** The labels, [B, 1]. */
    public Tensor labels() {
        return labels;
    }

    /** A further input of the loss, initially zeros. The same name gives the same tensor. */
    public Tensor input(String name, Shape shape) {
        return given.computeIfAbsent(name, each -> Tensor.zeros(shape));
    }

    /** Keeps a value of the loss's computation, so that it can be read after the forward pass. Returns the value. */
    public Tensor keep(String name, Tensor value) {
        kept.put(name, value);
        return value;
    }

    /**
     * The kept value with a name after the last forward pass.
     *
     * @throws IllegalArgumentException if the loss kept no value with this name
     */
    public Tensor kept(String name) {
        Tensor value = kept.get(name);
        if (value == null) {
            throw new IllegalArgumentException("loss: it keeps no '" + name + "'; it keeps " + kept.keySet());
        }
        return value;
    }

    /** Whether the loss keeps a value with this name. */
    public boolean keeps(String name) {
        return kept.containsKey(name);
    }

    Collection<Tensor> kept() {
        return kept.values();
    }

    /** Copies samples of a split into the tensors. */
    public void fill(Split split, int[] order, BatchPart part) {
        inputs.fill(split, order, part.from(), part.first());
        for (int k = 0; k < part.size(); k++) {
            labels.array()[labels.offset() + k] = split.label(order[part.from() + k]);
        }
        labels.markModified();
    }
}
