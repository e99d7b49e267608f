package org.almt.baseline;

import org.almt.core.Tensor;

/**
 * The results of {@link Imder} for three sequences of B samples and width d.
 *
 * @param text h_l [B, 2d]
 * @param audio h_a [B, 2d]
 * @param vision h_v [B, 2d]
 * @param prediction y [B, 1]
 */
public record CrossModalStates(Tensor text, Tensor audio, Tensor vision, Tensor prediction) {}
