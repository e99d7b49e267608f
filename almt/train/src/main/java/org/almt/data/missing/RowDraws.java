package org.almt.data.missing;

/**
 * One uniform number for each row of each sample, which decides whether the row is missing. It is the same for all
 * rates, so a row that is present at one rate is present at all lower rates.
 */
final class RowDraws {
    private final double[] draws;
    private final int rows;

    /** Draws the first {@code samples x rows} numbers of NumPy after a seed. */
    RowDraws(int seed, int samples, int rows) {
        this.rows = rows;
        draws = new double[Math.multiplyExact(samples, rows)];
        MersenneTwister random = new MersenneTwister(seed);
        for (int i = 0; i < draws.length; i++) {
            draws[i] = random.nextDouble();
        }
    }

    double at(int sample, int row) {
        return draws[sample * rows + row];
    }
}
