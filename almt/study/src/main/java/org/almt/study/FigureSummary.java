package org.almt.study;

import org.almt.stats.Interval;
import org.jspecify.annotations.Nullable;

/**
 * One figure of one variant over its runs.
 *
 * @param name of the figure
 * @param values of each seed's run
 * @param mean with its interval
 * @param deviation between runs, the sample standard deviation; NaN of one run
 * @param difference from the base variant, paired, with its interval; null for the base itself
 */
public record FigureSummary(String name, double[] values, Interval mean, double deviation,
        @Nullable Interval difference) {}
