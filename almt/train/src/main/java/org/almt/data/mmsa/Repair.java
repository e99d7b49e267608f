package org.almt.data.mmsa;

import org.almt.data.DataSet;

/** The handling of invalid values. Minus infinity in audio is not among them: it always becomes 0. */
public enum Repair {
    /** Opening fails and names the first invalid value. A label of NaN is not invalid: its sample is unlabelled. */
    REFUSE,
    /**
     * NaN and infinite features, and token ids that are not whole numbers, become 0. Labels outside their range are
     * moved to its nearest end, NaN to 0. More than one such label, if they are more than 1 % of their split, is
     * refused. A split whose labels are all NaN is unlabelled. {@link DataSet#notes()} states how many values were
     * changed.
     */
    ZERO
}
