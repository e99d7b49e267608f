package org.almt.train;

import java.util.Map;
import org.almt.core.Tensor;
import org.almt.data.Split;

/**
 * Updates a network from batches. {@link TrainingStep} is the default implementation. Some models need another: those
 * with more than one optimiser, with labels or memories that change, or with updates over several batches. The loop
 * over epochs, the checkpoints and the protocol are the same for all.
 *
 * <p>Threads: one at a time.
 */
public interface Learner {
    /**
     * Learns from a batch. If its loss is not finite, nothing is learned, and the caller must end the run.
     *
     * @param order the epoch's order of samples
     *
     * @param factor the factor by which the schedule scales the base rates
     *
     * @return the loss: the mean over these samples, before the update
     */
    float learn(Split split, int[] order, BatchPart batch, double factor);

    /** Reports the start of an epoch, counted from 1; or of its rest, if a run was resumed inside it. */
    default void epochBegins(int epoch) {}

    /**
     * Whether {@link #state} and the weights are sufficient for resuming. This is false between the batches of one
     * update.
     */
    default boolean isBetweenUpdates() {
        return true;
    }

    /** Reports the end of an epoch, counted from 1. Gradients that are left over are dropped here. */
    default void epochDone(int epoch) {}

    /**
     * Exchanges the network's weights with those to be evaluated and stored, such as their average. A second call
     * exchanges them back. Nothing is learned in between.
     */
    default void exchangeWeights() {}

    /** The learning rate at a factor of the schedule, for tables and progress. */
    double rate(double factor);

    /** The number of updates so far. */
    long steps();

    /** Sets the number of updates when a run is resumed, after {@link #state} has been written to. */
    void restoreSteps(long steps);

    /**
     * All state that resuming needs besides the network's weights and {@link #steps}, such as moments of the gradients,
     * by the names in a checkpoint. Resuming writes into these tensors.
     */
    Map<String, Tensor> state();
}
