package org.almt.model.variant;

import org.almt.core.Tensor;

/**
 * Attention weights on the rows of audio and of vision.
 *
 * @param layer the layer, counted from 1
 * @param audio alpha [B, H, rows, rows of audio]
 * @param vision beta [B, H, rows, rows of vision]
 */
public record HyperAttention(int layer, Tensor audio, Tensor vision) {}
