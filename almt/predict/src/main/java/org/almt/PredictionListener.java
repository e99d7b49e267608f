package org.almt;

/**
 * Receives the times of predictions, for metrics. It is called on the thread that predicts, after each group of samples
 * that went through the model together. It must be quick and thread-safe, and throw nothing. Samples that were given
 * up, and those of {@link Almt#warmUp}, are not reported.
 *
 * <p>Threads: called by each that predicts, many at once.
 */
@FunctionalInterface
public interface PredictionListener {
    /**
     * Reports samples that went through the model.
     *
     * @param samples the number of this caller's samples, 1 to 8; a single sample may have been computed together with
     *         another caller's
     * @param waited the nanoseconds that the caller waited for its turn
     * @param computed the nanoseconds of the computation
     */
    void predicted(int samples, long waited, long computed);
}
