package org.almt.model.variant;

import java.util.Locale;

/** How language and the hyper-modality are fused before the head (paper, Tables 4 and 7). */
public enum FusionKind {
    /** The fusion Transformer (paper, section 3.4). */
    TRANSFORMER,
    /** No fusion at all: see {@link Fusions}. In no table; the paper's "w/o fusion transformer" is {@link #CONCAT}. */
    NONE,
    /** Rows side by side: Table 7, and, by its equal numbers, Table 4's "w/o fusion transformer". */
    CONCAT,
    /** The sum (Table 7). */
    ADD,
    /** A gated recurrent unit (Table 7). */
    GRU,
    /** An outer product (Table 7, TFN). */
    TENSOR,
    /** A map of low rank of the same product (Table 7, LMF). */
    LOW_RANK;

    /** The name in configurations, such as {@code low-rank}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
