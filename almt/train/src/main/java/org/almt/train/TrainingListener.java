package org.almt.train;

/**
 * Hears how training goes, on the training thread.
 *
 * <p>Threads: called by the one that runs the training.
 */
public interface TrainingListener {
    /** Training begins, or goes on after {@code epochsDone} epochs. */
    default void started(int epochs, int batchesPerEpoch, int epochsDone) {}

    /**
     * A batch was trained on.
     *
     * @param epoch counted from 1
     * @param batch batches of this epoch so far
     * @param meanLoss mean over the epoch's samples so far
     */
    default void batchDone(int epoch, int batch, double meanLoss) {}

    /** An epoch ended, and its checkpoint is on disk. */
    default void epochDone(EpochResult result) {}

    /** Training stopped because it was asked to; the checkpoint is on disk. */
    default void stopped(int epoch, int batch) {}
}
