package org.almt.data.missing;

/**
 * One uniform number for each row of each sample, by which it is missing or not: the same for all rates, so that what
 * is there at a rate is there at all lower ones.
 */
final class RowDraws {
    private final double[] draws;
    private final int rows;

    /** The first {@code samples x rows} numbers that NumPy draws after a seed. */
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
