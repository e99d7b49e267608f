package org.almt.model.variant;

import java.util.Locale;

/** The kind of fusion of language and the hyper-modality before the head (paper, Tables 4 and 7). */
public enum FusionKind {
    /** The fusion Transformer (paper, section 3.4). */
    TRANSFORMER,
    /**
     * No fusion; see {@link Fusions}. This variant is in no table; the paper's "w/o fusion transformer" is
     * {@link #CONCAT}.
     */
    NONE,
    /** Concatenated rows (Table 7). Table 4's "w/o fusion transformer" is the same, because its numbers are equal. */
    CONCAT,
    /** The sum (Table 7). */
    ADD,
    /** A gated recurrent unit (Table 7). */
    GRU,
    /** An outer product (Table 7, TFN). */
    TENSOR,
    /** A low-rank map of the same product (Table 7, LMF). */
    LOW_RANK;

    /** The name in configurations, such as {@code low-rank}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
