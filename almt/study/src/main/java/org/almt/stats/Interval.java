package org.almt.stats;

/**
 * A figure and its interval; NaN if the figure does not exist. If only the ends are NaN, there were too few samples for
 * an interval.
 *
 * @param value the figure
 * @param low the lower end
 * @param high the upper end
 */
public record Interval(double value, double low, double high) {
    /** Whether there is a figure without an interval. */
    public boolean hasTooFewSamples() {
        return !Double.isNaN(value) && Double.isNaN(low) && Double.isNaN(high);
    }

    /** Whether the whole interval is on one side of zero; false without an interval. */
    public boolean excludesZero() {
        return low > 0 || high < 0;
    }
}
