package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;

/**
 * Batch normalisation of vectors (Ioffe and Szegedy, 2015): y = (x - mean) / sqrt(variance + eps) * weight + bias, column
 * by column. In training the statistics are those of the batch, and the running ones move a tenth of the way towards
 * them (the variance without its bias); in evaluation they are the running ones.
 *
 * <p>A batch of one has no variance: where PyTorch refuses to train on it, this takes the running statistics and leaves
 * them, so that an epoch may end with a single sample.
 *
 * <p>Parameters {@code weight} [D], ones at first, and {@code bias} [D], zeros; buffers {@code running_mean} [D], zeros,
 * and {@code running_var} [D], ones. PyTorch's count of batches, which has no use here, is not kept.
 */
public final class BatchNorm1d extends Layer {
    /** PyTorch's defaults. */
    private static final float EPS = 1e-5f;

    private static final float MOMENTUM = 0.1f;

    private final Tensor weight;
    private final Tensor bias;
    private final Tensor runningMean;
    private final Tensor runningVariance;

    /** Of vectors of {@code width} numbers. */
    public BatchNorm1d(int width) {
        if (width < 1) {
            throw new IllegalArgumentException("batch norm: width " + width + "; it must be 1 or more");
        }
        weight = parameter("weight", Initialiser.ones(), width);
        bias = parameter("bias", Initialiser.zeros(), width);
        runningMean = buffer("running_mean", Initialiser.zeros(), width);
        runningVariance = buffer("running_var", Initialiser.ones(), width);
    }

    /** x [B, D] gives [B, D]. */
    public Tensor forward(Tensor x) {
        return isTraining() && x.shape().size(0) > 1
                ? Ops.batchNorm(x, weight, bias, EPS, runningMean, runningVariance, MOMENTUM)
                : Ops.batchNorm(x, weight, bias, EPS, runningMean, runningVariance);
    }

    /** For example {@code BatchNorm1d(74)}. */
    @Override
    public String toString() {
        return "BatchNorm1d(" + weight.shape().width() + ")";
    }
}
