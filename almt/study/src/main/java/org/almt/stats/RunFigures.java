package org.almt.stats;

/** RunFigures of one run on some of its test samples. */
@FunctionalInterface
public interface RunFigures {
    /**
     * The figures, always as many and in the same order.
     *
     * @param samples numbers of test samples, of which some may occur more than once
     */
    double[] of(int[] samples);
}
