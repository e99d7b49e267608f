package org.almt.data.column;

/**
 * The counts of invalid values of a column, taken during conversion.
 *
 * @param bad the number of values that are NaN or infinite or, in a column of whole numbers, not whole numbers of 32
 *         bits
 *
 * @param firstBad the index of the first of them in C order, or -1
 *
 * @param silenced the number of values that were minus infinity in audio and became 0, as is usual in this field
 */
public record Faults(long bad, long firstBad, long silenced) {
    /** Counts invalid values during the conversion of a column. Elements in Fortran order arrive out of order. */
    public static final class Counter {
        private long bad;
        private long firstBad = -1;
        private long silenced;

        void bad(long cell) {
            bad++;
            firstBad = firstBad < 0 ? cell : Math.min(firstBad, cell);
        }

        void silenced() {
            silenced++;
        }

        public Faults result() {
            return new Faults(bad, firstBad, silenced);
        }
    }
}
