package org.almt.core;

/**
 * What the gradient of a leaf holds. Optimisers use it to refuse two mistakes that would otherwise go unnoticed: a step
 * without a backward pass, and a step with gradients that still contain those of the step before.
 *
 * <p>Threads: immutable, safe for many.
 */
public enum GradientState {
    /** Zeros, or values that were written by hand. No backward pass has added to it since it was set to zero. */
    NONE,
    /** The sum of one or more backward passes. No optimiser has used it. */
    FRESH,
    /** A gradient that an optimiser has used. The next backward pass notices if it was then set to zero by hand. */
    USED,
    /** A gradient that an optimiser has used, plus the sum of later backward passes. */
    MIXED
}
