package org.almt.nn.layer;

import org.almt.core.Tensor;

/**
 * Batch normalisation of vectors (Ioffe and Szegedy, "Batch normalization: accelerating deep network training by
 * reducing internal covariate shift", 2015): brings each feature to mean 0 and variance 1 over the batch, then scales
 * and shifts it.
 *
 * <pre>
 * y = (x - mean) / sqrt(variance + eps) * weight + bias         x, y [B, D]; mean and variance of each column
 * running = 0.9 running + 0.1 statistics of the batch           the variance without its bias
 * </pre>
 *
 * <p>Parameters {@code weight} [D], ones at first, and {@code bias} [D], zeros; buffers {@code running_mean} [D],
 * zeros, and {@code running_var} [D], ones, which evaluation uses instead of the batch's.
 *
 * <p>Use it for vectors of features on different scales, in networks that are not deep. A sample's output depends on
 * the other samples of its batch, so that micro-batches give other gradients than the whole; {@link LayerNorm} has no
 * such tie, and is what Transformers use.
 *
 * <p>A batch of one has no variance. PyTorch refuses to train on it; this layer takes the running statistics then and
 * leaves them, so that an epoch may end with a single sample. PyTorch's count of batches, which has no use here, is not
 * kept.
 *
 * <p>Cost: a few operations an element, in two passes over the batch.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class BatchNorm1d extends BatchNormRows {
    /** For vectors of {@code width} elements. */
    public BatchNorm1d(int width) {
        super("BatchNorm1d", width);
    }

    /** x [B, D] gives [B, D]. */
    public Tensor forward(Tensor x) {
        requireWidth(x, width());
        return normalise(x);
    }

    /** For example {@code BatchNorm1d(74)}. */
    @Override
    public String toString() {
        return "BatchNorm1d(" + width() + ")";
    }
}
