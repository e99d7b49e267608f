package org.almt.core.op;

import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;

/**
 * The mean absolute error.
 *
 * <pre>
 * forward   d = prediction - target,  s = sign d,  loss = (sum s d) / n
 * backward  dprediction += dloss s / n,  dtarget -= the same     (the subgradient at 0 is 0)
 * saved     s
 * cost      3 operations an element of the prediction; one multiply-add for each side backward
 * letters   n elements of the prediction
 * </pre>
 *
 * Shapes: prediction and target equal, n numbers each; loss a scalar.
 *
 * <p>Threads: one at a time.
 */
public final class L1Loss extends MeanLoss {
    L1Loss(Tensor prediction, Tensor target) {
        super("l1Loss", prediction, target, 1, false);
    }

    @Override
    void terms(Kernels kernels, int n, float[] p, int po, float[] t, int to, float[] s, int so, float[] r, int ro) {
        for (int i = 0; i < n; i++) {
            float d = p[po + i] - t[to + i];
            s[so + i] = Math.signum(d);
            r[ro + i] = d;
        }
    }
}
