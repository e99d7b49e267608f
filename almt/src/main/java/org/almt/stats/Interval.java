package org.almt.stats;

/**
 * A figure and the range in which it is likely to lie; NaN where it does not exist.
 *
 * @param value the figure
 * @param low the lower end
 * @param high the upper end
 */
public record Interval(double value, double low, double high) {
    /** Whether the whole range lies on one side of zero. */
    public boolean excludesZero() {
        return low > 0 || high < 0;
    }
}
