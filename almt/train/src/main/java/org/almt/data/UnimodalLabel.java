package org.almt.data;

/**
 * Labels of single modalities. CH-SIMS has them.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum UnimodalLabel {
    /** Text alone. */
    T,
    /** Audio alone. */
    A,
    /** Vision alone. */
    V
}
