package org.almt.data;

import org.almt.input.DatasetKind;

/**
 * The closed interval in which a data set's sentiment labels lie. Values beyond it by less than a millionth, which
 * float32 rounding can cause, count as inside.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param min lowest label
 * @param max highest label
 */
public record LabelRange(float min, float max) {
    /** CMU-MOSI, CMU-MOSEI, and anything else whose range is not known: -3 to 3. */
    public static final LabelRange MOSI = new LabelRange(-3, 3);

    /** CH-SIMS: -1 to 1. */
    public static final LabelRange SIMS = new LabelRange(-1, 1);

    /** Any finite number. */
    public static final LabelRange FINITE = new LabelRange(-Float.MAX_VALUE, Float.MAX_VALUE);

    private static final float SLACK = 1e-6f;

    /** That of a kind of data set. */
    public static LabelRange of(DatasetKind kind) {
        return kind == DatasetKind.SIMS ? SIMS : MOSI;
    }

    /**
     * Checks that there is something between both ends.
     *
     * @throws IllegalArgumentException otherwise
     */
    public LabelRange {
        if (!(min < max)) {
            throw new IllegalArgumentException("a label range needs min < max; got " + min + " and " + max);
        }
    }

    /**
     * Whether a label lies inside. NaN does not.
     *
     * @param label the label
     * @return true for min ≤ label ≤ max
     */
    public boolean contains(float label) {
        return label >= min - SLACK && label <= max + SLACK;
    }

    /** The nearest label inside; 0 (or the nearer end) for NaN. */
    public float clamp(float label) {
        return Math.clamp(Float.isNaN(label) ? 0 : label, min, max);
    }

    @Override
    public String toString() {
        return "[" + min + ", " + max + "]";
    }
}
