package org.almt.stats;

/** Mean and standard deviation of a few numbers. */
public final class Moments {
    private Moments() {}

    /** The mean; NaN without values. */
    public static double mean(double... values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** The sample standard deviation, √(Σ(x - mean)² / (n - 1)); NaN for fewer than two. */
    public static double deviation(double... values) {
        double mean = mean(values);
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1));
    }
}
