package org.almt.explain;

/**
 * What one hyper-modality layer looks at, or in text one scale of language.
 *
 * @param scale the scale of language that asks, counted from 1; the layer has the same number
 * @param frames [L], summing to 1 over real frames
 */
public record LayerAttention(int scale, double[] frames) {}
