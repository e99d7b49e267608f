package org.almt.study;

import org.almt.stats.Interval;
import org.jspecify.annotations.Nullable;

/**
 * One figure of one variant over its runs.
 *
 * @param name the name of the figure
 * @param values the value of each seed's run
 * @param mean the mean, with its interval
 * @param deviation the sample standard deviation between runs; NaN for one run
 * @param difference the paired difference from the base variant, with its interval; null for the base itself
 */
public record FigureSummary(String name, double[] values, Interval mean, double deviation,
        @Nullable Interval difference) {}
