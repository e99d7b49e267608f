package org.almt.clips;

/**
 * The length of the sequences of a data set: the integer part of mean + 3 population standard deviations, as in
 * MMSA-FET.
 */
final class LengthRule {
    private long count;
    private double sum;
    private double squares;

    void add(int length) {
        count++;
        sum += length;
        squares += (double) length * length;
    }

    /** The length; 0 if nothing was added. */
    int length() {
        if (count == 0) {
            return 0;
        }
        double mean = sum / count;
        double variance = Math.max(0, squares / count - mean * mean);
        return (int) (mean + 3 * Math.sqrt(variance));
    }
}
