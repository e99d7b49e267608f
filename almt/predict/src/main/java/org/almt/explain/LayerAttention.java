package org.almt.explain;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The attention of one hyper-modality layer on frames; for text, that of one scale of language.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param scale the scale of language that gives the queries, counted from 1; the layer has the same number
 * @param frames [L], summing to 1 over real frames
 */
public record LayerAttention(int scale, double[] frames) {
    /** Whether both have the same scale and the same weights. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LayerAttention layer && layer.scale == scale && Arrays.equals(layer.frames, frames);
    }

    @Override
    public int hashCode() {
        return 31 * scale + Arrays.hashCode(frames);
    }

    /** For example {@code scale 1: [0.25, 0.75]}. */
    @Override
    public String toString() {
        return "scale " + scale + ": " + Arrays.toString(frames);
    }
}
