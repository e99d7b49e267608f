package org.almt.train;

import java.util.Map;
import org.almt.core.Tensor;
import org.almt.data.Split;
import org.almt.saved.Network;

/**
 * The objective of training. Most are a loss alone. Others also have further inputs, change labels or memories after
 * each batch, or use the samples more than once per epoch. {@link TrainingStep} calls the methods in this order:
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
     * The loss of a batch, a scalar: the mean over its samples. It is recorded once for each batch size and
     * {@link #variant}, then replayed.
     */
    Tensor loss(TrainingBatch batch);

    /** The distance of a network's predictions from the labels. */
    static Objective of(Network network, Loss loss) {
        return batch -> loss.of(network.forward(batch.inputs()), batch.labels());
    }

    /** Reports the start of an epoch, counted from 1; or of its rest, if a run was resumed inside it. */
    default void epochBegins(int epoch) {}

    /**
     * The number of the computation that {@link #loss} records or replays for a batch; called before {@link #loss}.
     * Equal numbers stand for equal computations.
     */
    default int variant(Split split, int[] order, BatchPart part) {
        return 0;
    }

    /** Fills the further inputs of {@link TrainingBatch#input}. */
    default void fill(TrainingBatch batch, Split split, int[] order, BatchPart part) {}

    /**
     * Called when the gradients of a batch are computed. Kept values can be read. The parameters are still those of the
     * forward pass.
     */
    default void learned(TrainingBatch batch, Split split, int[] order, BatchPart part) {}

    /** Whether a parameter may be updated after a batch of this variant; by default all may. */
    default boolean moves(String parameter, int variant) {
        return true;
    }

    /**
     * Whether parameters without a gradient are not changed, as in PyTorch. If false, they decay, and their moments are
     * updated.
     */
    default boolean restsWhatItDoesNotReach() {
        return false;
    }

    /** The batches of an epoch, if they differ from the default. */
    default Batches batches(Batches usual) {
        return usual;
    }

    /**
     * Whether a parameter that once had a gradient always has one afterwards, which may be 0: the behaviour of PyTorch
     * before 2.0.
     */
    default boolean keepsZeroGradients() {
        return false;
    }

    /** The loss of a batch in the epoch's mean of losses. */
    default double reported(double loss, int variant) {
        return loss;
    }

    /** Labels and memories by name. Resuming writes into these tensors. */
    default Map<String, Tensor> state() {
        return Map.of();
    }
}
