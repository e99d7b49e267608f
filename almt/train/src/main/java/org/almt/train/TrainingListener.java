package org.almt.train;

/**
 * Receives the progress of training, on the training thread.
 *
 * <p>Threads: called by the one that runs the training.
 */
public interface TrainingListener {
    /** Training begins, or resumes after {@code epochsDone} epochs. */
    default void started(int epochs, int batchesPerEpoch, int epochsDone) {}

    /**
     * A batch was trained on.
     *
     * @param epoch the epoch, counted from 1
     * @param batch the number of batches of this epoch so far
     * @param meanLoss the mean loss over the epoch's samples so far
     */
    default void batchDone(int epoch, int batch, double meanLoss) {}

    /** An epoch ended, and its checkpoint is on disk. */
    default void epochDone(EpochResult result) {}

    /** Training stopped as requested, and the checkpoint is on disk. */
    default void stopped(int epoch, int batch) {}
}
