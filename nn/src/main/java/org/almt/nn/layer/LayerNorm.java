package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;

/**
 * Layer normalisation over the last axis (Ba, Kiros and Hinton, 2016): y = (x - mean) / sqrt(variance + eps) * weight +
 * bias, with the biased variance.
 *
 * <p>Parameters {@code weight} [D], ones at first, and {@code bias} [D], zeros.
 */
public final class LayerNorm extends Layer {
    /** PyTorch's default. */
    public static final float EPS = 1e-5f;

    private final float eps;
    private final Tensor weight;
    private final Tensor bias;

    /** Over a last axis of {@code width} numbers, with {@link #EPS}. */
    public LayerNorm(int width) {
        this(width, EPS);
    }

    /** With an eps of choice: BERT's is 1e-12. */
    public LayerNorm(int width, float eps) {
        if (width < 1) {
            throw new IllegalArgumentException("layer norm: width " + width + "; it must be 1 or more");
        }
        this.eps = eps;
        weight = parameter("weight", Initialiser.ones(), width);
        bias = parameter("bias", Initialiser.zeros(), width);
    }

    /** x [..., D] gives [..., D]. */
    public Tensor forward(Tensor x) {
        return Ops.layerNorm(x, weight, bias, eps);
    }

    /** The scale [D]. */
    public Tensor weight() {
        return weight;
    }

    /** The shift [D]. */
    public Tensor bias() {
        return bias;
    }

    /** Added to the variance. */
    public float eps() {
        return eps;
    }

    /** For example {@code LayerNorm(128)}. */
    @Override
    public String toString() {
        return "LayerNorm(" + weight.shape().width() + ")";
    }
}
