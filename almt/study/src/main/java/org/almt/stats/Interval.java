package org.almt.stats;

/**
 * A figure and the range in which it is likely to lie; NaN where it does not exist. A figure whose ends alone are NaN
 * was measured on too few samples to tell a range.
 *
 * @param value the figure
 * @param low the lower end
 * @param high the upper end
 */
public record Interval(double value, double low, double high) {
    /** Whether there is a figure, but no range. */
    public boolean hasTooFewSamples() {
        return !Double.isNaN(value) && Double.isNaN(low) && Double.isNaN(high);
    }

    /** Whether the whole range lies on one side of zero; false without a range. */
    public boolean excludesZero() {
        return low > 0 || high < 0;
    }
}
