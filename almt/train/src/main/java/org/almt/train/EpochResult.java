package org.almt.train;

import org.almt.metrics.Metrics;

/**
 * The result of one epoch.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param epoch the epoch, counted from 1
 * @param lr the learning rate of all its updates
 * @param trainLoss the mean loss over the training samples, each computed before its update
 * @param valid the validation split's metrics after the epoch
 * @param isBest whether the validation MAE is lower than after any earlier epoch
 * @param stepMillis the mean time of an update, from inputs to new weights
 * @param seconds the time of the whole epoch, with evaluation
 */
public record EpochResult(
        int epoch, double lr, double trainLoss, Metrics valid, boolean isBest, double stepMillis,
        double seconds) {

    /** The validation split's mean absolute error. */
    public double validMae() {
        return valid.mae();
    }
}
