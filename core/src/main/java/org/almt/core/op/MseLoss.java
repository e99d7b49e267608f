package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;

/**
 * The mean squared error.
 *
 * <pre>
 * forward   d = prediction - target,  loss = (sum d²) / n
 * backward  dprediction += dloss 2/n d,  dtarget -= the same
 * saved     d
 * cost      n elements, 2 operations each
 * </pre>
 *
 * Shapes: prediction and target equal, n numbers each; loss a scalar.
 */
public final class MseLoss extends Op {
    private final Tensor prediction;
    private final Tensor target;
    private final Tensor loss;
    private final Tensor difference;

    MseLoss(Tensor prediction, Tensor target) {
        super("mseLoss", prediction, target);
        this.prediction = prediction;
        this.target = target;
        Checks.sameShape("mseLoss", prediction, target);
        Checks.notEmpty("mseLoss", prediction);
        loss = output(Shape.SCALAR);
        difference = buffer(prediction.shape());
    }

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        int n = prediction.shape().count();
        float[] d = difference.array();
        int at = difference.offset();
        kernels.elementwise().subtract(n, prediction.array(), prediction.offset(), target.array(), target.offset(), d,
                at);
        loss.array()[loss.offset()] = kernels.reductions().dot(n, d, at, d, at) / n;
    }

    @Override
    protected void backward() {
        int n = prediction.shape().count();
        Tensor dloss = gradient(loss);
        float share = 2 * dloss.item() / n;
        add(n, share, prediction);
        add(n, -share, target);
    }

    private void add(int n, float share, Tensor side) {
        if (wants(side)) {
            Tensor into = gradient(side);
            Engine.kernels().elementwise().addScaled(n, share, difference.array(), difference.offset(), into.array(),
                    into.offset());
        }
    }
}
