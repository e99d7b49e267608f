package org.almt.train;

import java.util.Map;
import org.almt.core.Tensor;
import org.almt.data.Split;

/**
 * How a network learns from batches. {@link TrainingStep} is the usual way. A model with more than one optimiser, with
 * labels or memories that it changes, or with updates over several batches implements this itself; the loop over
 * epochs, the checkpoints and the protocol stay the same.
 *
 * <p>Threads: one at a time.
 */
public interface Learner {
    /**
     * Learns from a batch. If its loss is not finite, nothing is learned, and the run is to end.
     *
     * @param order the epoch's order of samples
     * @param factor by which the schedule scales the base rates
     * @return the loss: the mean over these samples, before the update
     */
    float learn(Split split, int[] order, BatchPart batch, double factor);

    /** An epoch begins, counted from 1; or its rest, if a run was resumed inside it. */
    default void epochBegins(int epoch) {}

    /** Whether {@link #state} and the weights are all that a resumed run needs; false amid the batches of an update. */
    default boolean isBetweenUpdates() {
        return true;
    }

    /** An epoch has ended, counted from 1; gradients that are left over are dropped here. */
    default void epochDone(int epoch) {}

    /**
     * Exchanges the network's weights for those that are to be evaluated and kept, such as their average; a second call
     * exchanges them back. Nothing is learned in between.
     */
    default void exchangeWeights() {}

    /** The learning rate at a factor of the schedule, for tables and progress. */
    double rate(double factor);

    /** Updates so far. */
    long steps();

    /** Continues after so many updates, once {@link #state} has been written into. */
    void restoreSteps(long steps);

    /**
     * All that a resumed run needs beside the network's weights and {@link #steps}, such as moments of the gradients,
     * by the names that a checkpoint gives it. To be written into when a run is resumed.
     */
    Map<String, Tensor> state();
}
