package org.almt.train;

import org.almt.metrics.Metrics;

/**
 * What one epoch came to.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param epoch counted from 1
 * @param lr the learning rate of all its updates
 * @param trainLoss mean over the training samples of what is minimised, each taken before its update
 * @param valid the validation split's metrics after the epoch
 * @param isBest whether the validation MAE is lower than after any earlier epoch
 * @param stepMillis mean time of an update, from inputs to new weights
 * @param seconds time of the whole epoch, evaluation included
 */
public record EpochResult(
        int epoch, double lr, double trainLoss, Metrics valid, boolean isBest, double stepMillis,
        double seconds) {

    /** The validation split's mean absolute error. */
    public double validMae() {
        return valid.mae();
    }
}
