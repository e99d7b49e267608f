package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;

/**
 * Root mean square normalisation, RMSNorm (Zhang and Sennrich, "Root mean square layer normalization", 2019). It scales
 * each row to the mean square 1. Then it scales every feature.
 *
 * <pre>
 * y = x / sqrt(mean of x² + eps) * weight          x, y [..., D]; the mean over each row
 * </pre>
 *
 * <p>Parameter {@code weight} [D], ones at first.
 *
 * <p>Use it instead of {@link LayerNorm} if the mean of a row does no harm, as recent language models do.
 *
 * <p>Cost: about 6 operations an element. Memory traffic decides the time.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class RootMeanSquareNorm extends Layer {
    private final float eps;
    private final Tensor weight;

    /** Over a last axis of {@code width} elements. Llama's eps is 1e-5 or 1e-6. */
    public RootMeanSquareNorm(int width, float eps) {
        if (width < 1) {
            throw new IllegalArgumentException("RootMeanSquareNorm: width " + width + "; it must be 1 or more");
        }
        this.eps = eps;
        weight = parameter("weight", Initialiser.ones(), width);
    }

    /** x [..., D] gives [..., D]. */
    public Tensor forward(Tensor x) {
        requireWidth(x, weight.shape().width());
        return Ops.rmsNorm(x, weight, eps);
    }

    /** For example {@code RootMeanSquareNorm(128)}. */
    @Override
    public String toString() {
        return "RootMeanSquareNorm(" + weight.shape().width() + ")";
    }
}
