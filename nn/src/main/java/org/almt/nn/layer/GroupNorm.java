package org.almt.nn.layer;

import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;

/**
 * Group normalisation (Wu and He, "Group normalization", 2018). It scales each group of channels of a sample to mean 0
 * and variance 1 over all pixels. Then it scales and shifts every channel.
 *
 * <pre>
 * y = (x - mean) / sqrt(variance + eps) * weight + bias          x, y [B, ..., C]
 * mean and variance of each sample and group
 * </pre>
 *
 * <p>Parameters {@code weight} [C], ones at first, and {@code bias} [C], zeros. The variance is the biased one, as in
 * PyTorch. Channels are the last axis here, and the second in PyTorch.
 *
 * <p>Use it in convolutional networks with small batches. Unlike {@link BatchNorm2d} it treats each sample separately.
 * One group takes all channels together. As many groups as channels give instance normalisation.
 *
 * <p>Cost: about 10 operations an element, and two copies that bring the channels of a group together.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class GroupNorm extends Layer {
    private static final float EPS = 1e-5f;

    private final int groups;
    private final Tensor weight;
    private final Tensor bias;

    /** For {@code channels} channels in {@code groups} groups. */
    public GroupNorm(int groups, int channels) {
        if (groups < 1 || channels < 1 || channels % groups != 0) {
            throw new IllegalArgumentException("GroupNorm: " + groups + " groups of " + channels
                    + " channels; the groups must divide the channels");
        }
        this.groups = groups;
        weight = parameter("weight", Initialiser.ones(), channels);
        bias = parameter("bias", Initialiser.zeros(), channels);
    }

    /** x [B, ..., C] gives the same shape. */
    public Tensor forward(Tensor x) {
        int channels = weight.shape().width();
        requireWidth(x, channels, "[batch, ..., channels]");
        Shape shape = x.shape();
        if (shape.rank() < 2) {
            throw new IllegalArgumentException(
                    described() + ": an input [batch, ..., channels] is needed, not " + shape);
        }
        int batch = shape.size(0);
        int pixels = shape.count(1, shape.rank() - 1);
        int each = channels / groups;
        Tensor apart = Ops.transpose(Ops.reshape(x, batch, pixels, groups, each), 1, 2); // [B, G, P, C/G]
        Tensor rows = Ops.reshape(apart, batch * groups, pixels * each);
        Tensor normal = Ops.reshape(Ops.layerNorm(rows, null, null, EPS), batch, groups, pixels, each);
        Tensor together = Ops.reshape(Ops.transpose(normal, 1, 2), shape.toArray());
        return Ops.add(Ops.mul(together, weight), bias);
    }

    /** For example {@code GroupNorm(4 groups of 32)}. */
    @Override
    public String toString() {
        return "GroupNorm(" + groups + " groups of " + weight.shape().width() + ")";
    }
}
