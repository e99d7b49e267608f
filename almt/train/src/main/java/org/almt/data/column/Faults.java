package org.almt.data.column;

/**
 * Values of a column that should not be there, counted while it was converted.
 *
 * @param bad how many are NaN, infinite or, where whole numbers belong, no whole numbers of 32 bits
 * @param firstBad index of the first of them in C order, or -1
 * @param silenced how many were minus infinity in audio and became 0, as everywhere in this field
 */
public record Faults(long bad, long firstBad, long silenced) {
    /** Counts while a column is converted, which for Fortran order happens out of order. */
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
