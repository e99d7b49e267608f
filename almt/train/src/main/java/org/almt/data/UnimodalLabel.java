package org.almt.data;

/**
 * Labels that were given for one modality alone; CH-SIMS has them.
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
