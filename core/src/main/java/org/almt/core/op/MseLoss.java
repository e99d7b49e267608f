package org.almt.core.op;

import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;

/**
 * The mean squared error.
 *
 * <pre>
 * forward   d = prediction - target,  loss = (sum d²) / n
 * backward  dprediction += dloss 2/n d,  dtarget -= the same
 * saved     d
 * cost      2 operations an element of the prediction; one multiply-add for each side backward
 * letters   n elements of the prediction
 * </pre>
 *
 * Shapes: prediction and target equal, n numbers each; loss a scalar.
 *
 * <p>Threads: one at a time.
 */
public final class MseLoss extends MeanLoss {
    MseLoss(Tensor prediction, Tensor target) {
        super("mseLoss", prediction, target, 2, true);
    }

    @Override
    void terms(Kernels kernels, int n, float[] p, int po, float[] t, int to, float[] s, int so, float[] r, int ro) {
        kernels.elementwise().subtract(n, p, po, t, to, s, so);
    }
}
