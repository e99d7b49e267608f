package org.almt.data.inspect;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of an array of numbers.
 *
 * @param count the number of elements
 *
 * @param nan the number of NaN
 *
 * @param positiveInfinities the number of positive infinities
 *
 * @param negativeInfinities the number of negative infinities
 *
 * @param finite the range of the finite elements, or null if there are none
 *
 * @param rows the number of rows along the last axis; -1 if the array has fewer than two axes or too many rows to count
 *
 * @param zeroRows the number of rows that are all zero; -1 in the same cases
 *
 * @param used for arrays of three axes, the number of rows of each sample up to its last row that is not all zero;
 *         otherwise null
 *
 * @param tokens for BERT's input, the number of tokens that the mask keeps; otherwise null
 *
 * @param histogram for labels, the number around each value; otherwise empty
 */
public record ArrayStatistics(long count, long nan, long positiveInfinities, long negativeInfinities,
        @Nullable Spread finite,
        long rows, long zeroRows, @Nullable Spread used, @Nullable Spread tokens, List<Bar> histogram) {
    /**
     * Range and mean.
     *
     * @param min the smallest element
     *
     * @param mean the mean
     *
     * @param max the largest element
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
     * @param centre the value at its centre
     * @param count the number of labels that are nearer to it than to the other centres
     */
    public record Bar(double centre, long count) {}

    /** Copies the histogram. */
    public ArrayStatistics {
        histogram = List.copyOf(histogram);
    }

    /** A number with at most four significant digits, without an exponent if possible. */
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return Long.toString((long) value);
        }
        double size = Math.abs(value);
        return size >= 1e6 || size < 1e-3 ? String.format(Locale.ROOT, "%.3e", value)
                : size >= 1000 ? String.format(Locale.ROOT, "%.1f", value)
                : String.format(Locale.ROOT, "%.4f", value).replaceAll("0+$", "");
    }

    /** All statistics in one line. */
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
