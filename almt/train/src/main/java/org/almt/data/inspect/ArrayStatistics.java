package org.almt.data.inspect;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the numbers of an array look like.
 *
 * @param count how many there are
 * @param nan how many are NaN
 * @param positiveInfinities how many are infinite and positive
 * @param negativeInfinities how many are infinite and negative
 * @param finite range of the finite ones, or null if there is none
 * @param rows number of rows along the last axis, or -1 where the array has fewer than two axes or too many rows to
 *     count
 * @param zeroRows how many rows are all zero, or -1 likewise
 * @param used for arrays of three axes, the number of rows of each sample up to its last row that is not all zero, or
 *     null
 * @param tokens for BERT's input, the number of tokens that the mask keeps, or null
 * @param histogram for labels, how many lie around each value, else empty
 */
public record ArrayStatistics(long count, long nan, long positiveInfinities, long negativeInfinities,
        @Nullable Spread finite,
        long rows, long zeroRows, @Nullable Spread used, @Nullable Spread tokens, List<Bar> histogram) {
    /**
     * Range and mean.
     *
     * @param min smallest
     * @param mean mean
     * @param max largest
     */
    public record Spread(double min, double mean, double max) {
        @Override
        public String toString() {
            return number(min) + " … " + number(max) + ", mean " + number(mean);
        }
    }

    /**
     * A bar of a histogram.
     *
     * @param centre the value in its middle
     * @param count how many labels are nearer to it than to the others
     */
    public record Bar(double centre, long count) {}

    /** Copies the histogram. */
    public ArrayStatistics {
        histogram = List.copyOf(histogram);
    }

    /** At most four significant digits, and no exponent where it can be avoided. */
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return Long.toString((long) value);
        }
        double size = Math.abs(value);
        return size >= 1e6 || size < 1e-3 ? String.format(Locale.ROOT, "%.3e", value)
                : size >= 1000 ? String.format(Locale.ROOT, "%.1f", value)
                : String.format(Locale.ROOT, "%.4f", value).replaceAll("0+$", "");
    }

    /** All of it in one line. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(finite == null ? "no finite value" : finite.toString());
        line.append("; ").append(nan == 0 ? "no NaN" : nan + " NaN");
        line.append(positiveInfinities + negativeInfinities == 0
                ? ", no infinity"
                : ", " + positiveInfinities + " of +inf, " + negativeInfinities + " of -inf");
        if (zeroRows >= 0) {
            line.append("; ").append(zeroRows).append(" of ").append(rows).append(" rows all zero");
        }
        if (used != null) {
            line.append("; rows used ").append(used);
        }
        if (tokens != null) {
            line.append("; tokens ").append(tokens);
        }
        return line.toString();
    }
}
