package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;

/**
 * The mean absolute error.
 *
 * <pre>
 * forward   d = prediction - target,  s = sign d,  loss = (sum s d) / n
 * backward  dprediction += dloss s / n,  dtarget -= the same     (the subgradient at 0 is 0)
 * saved     s
 * cost      n elements, 3 operations each
 * </pre>
 *
 * Shapes: prediction and target equal, n numbers each; loss a scalar.
 */
public final class L1Loss extends Op {
    private final Tensor prediction;
    private final Tensor target;
    private final Tensor loss;
    private final Tensor sign;
    private final Tensor difference;

    L1Loss(Tensor prediction, Tensor target) {
        super("l1Loss", prediction, target);
        this.prediction = prediction;
        this.target = target;
        Checks.sameShape("l1Loss", prediction, target);
        Checks.notEmpty("l1Loss", prediction);
        loss = output(Shape.SCALAR);
        sign = buffer(prediction.shape());
        difference = buffer(prediction.shape());
    }

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        int n = prediction.shape().count();
        float[] s = sign.array();
        float[] r = difference.array();
        for (int i = 0; i < n; i++) {
            float d = prediction.array()[prediction.offset() + i] - target.array()[target.offset() + i];
            s[sign.offset() + i] = Math.signum(d);
            r[difference.offset() + i] = d;
        }
        loss.array()[loss.offset()] = kernels.reductions().dot(n, s, sign.offset(), r, difference.offset()) / n;
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
            Engine.kernels().elementwise().addScaled(n, share, sign.array(), sign.offset(), into.array(),
                    into.offset());
        }
    }
}
