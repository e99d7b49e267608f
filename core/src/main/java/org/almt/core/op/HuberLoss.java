package org.almt.core.op;

import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;

/**
 * The Huber loss (Huber, 1964): squared near 0, linear beyond delta, with a continuous slope.
 *
 * <pre>
 * forward   d = prediction - target,  s = d clamped to [-delta, delta],  loss = (sum s (d - s/2)) / n
 *           that is d²/2 where |d| &lt;= delta, else delta (|d| - delta/2)
 * backward  dprediction += dloss s / n,  dtarget -= the same
 * saved     s
 * cost      6 operations an element of the prediction; one multiply-add for each side backward
 * letters   n elements of the prediction
 * </pre>
 *
 * Shapes: prediction and target equal, n numbers each; loss a scalar.
 *
 * <p>Threads: one at a time.
 */
public final class HuberLoss extends MeanLoss {
    private final float delta;

    HuberLoss(Tensor prediction, Tensor target, float delta) {
        super("huberLoss", prediction, target, 1, false);
        if (!(delta > 0)) {
            throw new IllegalArgumentException("huberLoss: delta = " + delta + " must be positive");
        }
        this.delta = delta;
    }

    @Override
    void terms(Kernels kernels, int n, float[] p, int po, float[] t, int to, float[] s, int so, float[] r, int ro) {
        for (int i = 0; i < n; i++) {
            float d = p[po + i] - t[to + i];
            float clamped = Math.min(delta, Math.max(d, -delta));
            s[so + i] = clamped;
            r[ro + i] = d - clamped / 2;
        }
    }
}
