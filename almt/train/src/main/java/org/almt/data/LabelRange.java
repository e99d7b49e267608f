package org.almt.data;

import org.almt.input.DatasetKind;

/**
 * The closed interval in which a data set's sentiment labels lie. A value outside it by less than a millionth, which
 * float32 rounding can cause, counts as inside.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param min the lowest label
 * @param max the highest label
 */
public record LabelRange(float min, float max) {
    /** CMU-MOSI, CMU-MOSEI, and all data whose range is not known: -3 to 3. */
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
     * Checks that min is less than max.
     *
     * @throws IllegalArgumentException otherwise
     */
    public LabelRange {
        if (!(min < max)) {
            throw new IllegalArgumentException("a label range needs min < max; got " + min + " and " + max);
        }
    }

    /**
     * Whether a label is inside. NaN is not.
     *
     * @param label the label
     * @return true for min ≤ label ≤ max
     */
    public boolean contains(float label) {
        return label >= min - SLACK && label <= max + SLACK;
    }

    /** The nearest label inside. For NaN it is 0, or the end of the range nearest to 0. */
    public float clamp(float label) {
        return Math.clamp(Float.isNaN(label) ? 0 : label, min, max);
    }

    @Override
    public String toString() {
        return "[" + min + ", " + max + "]";
    }
}
