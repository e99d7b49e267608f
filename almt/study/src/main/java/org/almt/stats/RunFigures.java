package org.almt.stats;

/** Computes the figures of one run on some of its test samples. */
@FunctionalInterface
public interface RunFigures {
    /**
     * The figures, always the same ones in the same order.
     *
     * @param samples the indices of test samples, which may be repeated
     */
    double[] of(int[] samples);
}
