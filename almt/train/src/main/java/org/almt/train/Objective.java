package org.almt.train;

import java.util.Map;
import org.almt.core.Tensor;
import org.almt.data.Split;
import org.almt.saved.Network;

/**
 * What training minimises. Most are a loss alone. Others also give it further inputs, change labels or memories after
 * each batch, or go through the samples more than once an epoch; {@link TrainingStep} calls them in this order:
 *
 * <pre>
 * epochBegins
 *   fill, forward and backward of loss, learned, update        for each batch
 * </pre>
 *
 * <p>Threads: one at a time.
 */
@FunctionalInterface
public interface Objective {
    /**
     * The loss of a batch, a scalar: the mean over its samples. Recorded once for each batch size and {@link #variant},
     * then replayed.
     */
    Tensor loss(TrainingBatch batch);

    /** The distance of a network's predictions from the labels. */
    static Objective of(Network network, Loss loss) {
        return batch -> loss.of(network.forward(batch.inputs()), batch.labels());
    }

    /** An epoch begins, counted from 1; or its rest, if a run was resumed inside it. */
    default void epochBegins(int epoch) {}

    /**
     * Which of several computations {@link #loss} is to record, or to replay, for a batch; asked before it. Those of
     * one number are the same.
     */
    default int variant(Split split, int[] order, BatchPart part) {
        return 0;
    }

    /** Fills the further inputs of {@link TrainingBatch#input}. */
    default void fill(TrainingBatch batch, Split split, int[] order, BatchPart part) {}

    /** Gradients of a batch are there; what was kept can be read. The parameters are those of the forward pass. */
    default void learned(TrainingBatch batch, Split split, int[] order, BatchPart part) {}

    /** Whether a parameter may be moved after a batch of this variant; all may, usually. */
    default boolean moves(String parameter, int variant) {
        return true;
    }

    /**
     * Whether parameters that a loss does not reach are left alone, as PyTorch leaves those alone whose gradient is
     * absent; false if they decay and their moments go on.
     */
    default boolean restsWhatItDoesNotReach() {
        return false;
    }

    /** The batches of an epoch, where they are not the usual ones. */
    default Batches batches(Batches usual) {
        return usual;
    }

    /**
     * Whether a parameter that some loss has once reached counts as reached ever after, with a gradient of 0: PyTorch
     * before 2.0.
     */
    default boolean keepsZeroGradients() {
        return false;
    }

    /** What a batch adds to the epoch's mean of losses. */
    default double reported(double loss, int variant) {
        return loss;
    }

    /** Labels and memories, by names of their own; to be written into when a run is resumed. */
    default Map<String, Tensor> state() {
        return Map.of();
    }
}
