package org.almt.core;

/**
 * What the gradient of a leaf holds. Optimisers refuse what would be a silent mistake: a step without a backward pass,
 * and a step by gradients that still hold those of the step before.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum GradientState {
    /** Zeros, or what was written into it by hand: no backward pass has added to it since it was set to zero. */
    NONE,
    /** The sum of one or more backward passes that no optimiser has used. */
    FRESH,
    /** What an optimiser has used. The next backward pass notices if it was set to zero by hand. */
    USED,
    /** What an optimiser has used, and the sum of backward passes after it. */
    MIXED
}
