package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
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
 * cost      n elements, 6 operations each
 * </pre>
 *
 * Shapes: prediction and target equal, n numbers each; loss a scalar.
 */
public final class HuberLoss extends Op {
    private final Tensor prediction;
    private final Tensor target;
    private final Tensor loss;
    private final float delta;
    private final Tensor slope;
    private final Tensor rest;

    HuberLoss(Tensor prediction, Tensor target, float delta) {
        super("huberLoss", prediction, target);
        this.prediction = prediction;
        this.target = target;
        Checks.sameShape("huberLoss", prediction, target);
        Checks.notEmpty("huberLoss", prediction);
        if (!(delta > 0)) {
            throw new IllegalArgumentException("huberLoss: delta = " + delta + " must be positive");
        }
        this.delta = delta;
        loss = output(Shape.SCALAR);
        slope = buffer(prediction.shape());
        rest = buffer(prediction.shape());
    }

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        int n = prediction.shape().count();
        float[] s = slope.array();
        float[] r = rest.array();
        for (int i = 0; i < n; i++) {
            float d = prediction.array()[prediction.offset() + i] - target.array()[target.offset() + i];
            float clamped = Math.min(delta, Math.max(d, -delta));
            s[slope.offset() + i] = clamped;
            r[rest.offset() + i] = d - clamped / 2;
        }
        loss.array()[loss.offset()] = kernels.reductions().dot(n, s, slope.offset(), r, rest.offset()) / n;
    }

    @Override
    protected void backward() {
        int n = prediction.shape().count();
        Tensor dloss = gradient(loss);
        float share = dloss.item() / n;
        add(n, share, prediction);
        add(n, -share, target);
    }

    private void add(int n, float share, Tensor side) {
        if (wants(side)) {
            Tensor into = gradient(side);
            Engine.kernels().elementwise().addScaled(n, share, slope.array(), slope.offset(), into.array(),
                    into.offset());
        }
    }
}
