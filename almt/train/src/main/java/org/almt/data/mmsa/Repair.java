package org.almt.data.mmsa;

import org.almt.data.DataSet;

/**
 * What happens to values that no data set should hold. Minus infinity in audio is not among them: it always becomes 0.
 */
public enum Repair {
    /** Opening fails and names the first such value. A label of NaN is none: its sample is unlabelled. */
    REFUSE,
    /**
     * NaN and infinite features, and ids that are no whole numbers, become 0; labels are moved to the nearest end of
     * their range, NaN to 0, unless they are more than one and more than 1 % of their split, which is refused. A split
     * whose labels are all NaN is unlabelled. How many were changed is said in {@link DataSet#notes()}.
     */
    ZERO
}
