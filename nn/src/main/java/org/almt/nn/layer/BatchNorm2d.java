package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;

/**
 * Batch normalisation of pictures: {@link BatchNorm1d} with every pixel of the batch as a row (Ioffe and Szegedy, 2015,
 * section 3.2).
 *
 * <pre>
 * y = (x - mean) / sqrt(variance + eps) * weight + bias       x, y [B, H, W, C]; mean and variance of each channel
 * </pre>
 *
 * <p>Parameters and buffers are those of {@link BatchNorm1d}, under PyTorch's names. Pictures are [B, H, W, C] here,
 * and [B, C, H, W] in PyTorch.
 *
 * <p>Use it between {@link Conv2d} and its activation, if batches are not small. Use {@link GroupNorm} if they are.
 *
 * <p>Cost: a few operations an element, in two passes over the batch.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class BatchNorm2d extends BatchNormRows {
    /** For pictures of {@code channels} channels. */
    public BatchNorm2d(int channels) {
        super("BatchNorm2d", channels);
    }

    /** x [B, H, W, C] gives the same shape. */
    public Tensor forward(Tensor x) {
        requireWidth(x, width(), "[batch, height, width, channels]");
        Tensor rows = Ops.reshape(x, x.shape().rows(), width());
        return Ops.reshape(normalise(rows), x.shape().toArray());
    }

    /** For example {@code BatchNorm2d(64)}. */
    @Override
    public String toString() {
        return "BatchNorm2d(" + width() + ")";
    }
}
