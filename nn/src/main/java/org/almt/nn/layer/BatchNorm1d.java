package org.almt.nn.layer;

import org.almt.core.Tensor;

/**
 * Batch normalisation of vectors (Ioffe and Szegedy, "Batch normalization: accelerating deep network training by
 * reducing internal covariate shift", 2015). It scales each feature to mean 0 and variance 1 over the batch. Then it
 * scales and shifts the feature.
 *
 * <pre>
 * y = (x - mean) / sqrt(variance + eps) * weight + bias         x, y [B, D]; mean and variance of each column
 * running = 0.9 running + 0.1 statistics of the batch           the variance without its bias
 * </pre>
 *
 * <p>Parameters {@code weight} [D], ones at first, and {@code bias} [D], zeros. Buffers {@code running_mean} [D], zeros
 * at first, and {@code running_var} [D], ones. Evaluation uses them instead of the statistics of the batch.
 *
 * <p>Use it for vectors of features on different scales, in networks that are not deep. The output of a sample depends
 * on the other samples of its batch, so micro-batches give other gradients than the whole batch. {@link LayerNorm}
 * treats each sample separately; Transformers use it.
 *
 * <p>A batch of one sample has no variance. PyTorch refuses to train on it. This layer then uses the running statistics
 * and does not change them, so an epoch may end with a single sample. PyTorch also counts batches; this layer does not,
 * because nothing here uses the count.
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
