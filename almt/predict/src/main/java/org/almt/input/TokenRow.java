package org.almt.input;

/**
 * The three rows of {@code text_bert}, BERT's input.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum TokenRow {
    /** WordPiece ids, {@code [CLS]} first. */
    IDS,
    /** 1 for a token, 0 for padding. */
    MASK,
    /** Segment ids; all 0 in the released files. */
    SEGMENTS
}
