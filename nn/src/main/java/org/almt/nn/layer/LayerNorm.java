package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;

/**
 * Layer normalisation (Ba, Kiros and Hinton, "Layer normalization", 2016). It scales each row to mean 0 and variance 1.
 * Then it scales and shifts every feature.
 *
 * <pre>
 * y = (x - mean) / sqrt(variance + eps) * weight + bias         x, y [..., D]; mean and variance of each row
 * </pre>
 *
 * <p>Parameters {@code weight} [D], ones at first, and {@code bias} [D], zeros. The variance is the biased one, as in
 * PyTorch.
 *
 * <p>Use it in Transformers and recurrent networks: it limits the size of activations at any depth. It treats each row
 * separately, in training and in evaluation. {@link BatchNorm1d} takes the statistics of each feature from the batch.
 * The samples of a batch then depend on one another, and evaluation needs running statistics.
 *
 * <p>Cost: about 8 operations an element. Memory traffic decides the time. The backward pass keeps the mean and the
 * deviation of each row.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class LayerNorm extends Layer {
    /** PyTorch's default. */
    public static final float EPS = 1e-5f;

    private final float eps;
    private final Tensor weight;
    private final Tensor bias;

    /** Over a last axis of {@code width} elements, with {@link #EPS}. */
    public LayerNorm(int width) {
        this(width, EPS);
    }

    /** With another eps. BERT's is 1e-12. */
    public LayerNorm(int width, float eps) {
        if (width < 1) {
            throw new IllegalArgumentException("LayerNorm: width " + width + "; it must be 1 or more");
        }
        this.eps = eps;
        weight = parameter("weight", Initialiser.ones(), width);
        bias = parameter("bias", Initialiser.zeros(), width);
    }

    /** x [..., D] gives [..., D]. */
    public Tensor forward(Tensor x) {
        requireWidth(x, weight.shape().width());
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
