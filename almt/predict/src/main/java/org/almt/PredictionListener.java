package org.almt;

/**
 * Receives what predictions took, for metrics. Called on the thread that predicts, after each group of samples that
 * went through the model together; must be quick, safe for many threads, and throw nothing. Samples that were given up
 * by a limit, and those of {@link Almt#warmUp}, are not heard of.
 *
 * <p>Threads: called by each that predicts, many at once.
 */
@FunctionalInterface
public interface PredictionListener {
    /**
     * Samples went through the model.
     *
     * @param samples how many of this caller, 1 to 8; a single one may have gone through the model with another's
     * @param waited nanoseconds that the caller waited for its turn
     * @param computed nanoseconds from then on
     */
    void predicted(int samples, long waited, long computed);
}
