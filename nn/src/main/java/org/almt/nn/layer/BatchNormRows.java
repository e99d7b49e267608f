package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;

/** Batch normalisation of rows: what {@link BatchNorm1d} and {@link BatchNorm2d} share. */
abstract class BatchNormRows extends Layer {
    /** PyTorch's defaults. */
    private static final float EPS = 1e-5f;

    private static final float MOMENTUM = 0.1f;

    private final Tensor weight;
    private final Tensor bias;
    private final Tensor runningMean;
    private final Tensor runningVariance;

    BatchNormRows(String name, int width) {
        if (width < 1) {
            throw new IllegalArgumentException(name + ": width " + width + "; it must be 1 or more");
        }
        weight = parameter("weight", Initialiser.ones(), width);
        bias = parameter("bias", Initialiser.zeros(), width);
        runningMean = buffer("running_mean", Initialiser.zeros(), width);
        runningVariance = buffer("running_var", Initialiser.ones(), width);
    }

    /** Rows [R, D] give [R, D]. */
    final Tensor normalise(Tensor rows) {
        try {
            return isTraining() && rows.shape().size(0) > 1
                    ? Ops.batchNorm(rows, weight, bias, EPS, runningMean, runningVariance, MOMENTUM)
                    : Ops.batchNorm(rows, weight, bias, EPS, runningMean, runningVariance);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    final int width() {
        return weight.shape().width();
    }
}
