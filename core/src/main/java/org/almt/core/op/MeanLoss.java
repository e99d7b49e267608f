package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;

/**
 * A mean over the differences between a prediction and its target, of the form loss = (sum s r) / n. A subclass gives
 * the slope s and the remaining factor r of each element. The gradient of the prediction is a constant times s / n.
 */
abstract class MeanLoss extends Op {
    private final Tensor prediction;
    private final Tensor target;
    private final Tensor loss;
    private final Tensor slope;
    private final Tensor rest;
    private final float factor;

    /** {@code factor} is the factor of s in the gradient. With {@code square}, r is s itself. */
    MeanLoss(String name, Tensor prediction, Tensor target, float factor, boolean square) {
        super(name, prediction, target);
        this.prediction = prediction;
        this.target = target;
        this.factor = factor;
        Checks.sameShape(name, prediction, target);
        Checks.notEmpty(name, prediction);
        loss = output(Shape.SCALAR);
        slope = buffer(prediction.shape());
        rest = square ? slope : buffer(prediction.shape());
    }

    /** Writes s and r of all n elements of prediction p and target t. */
    abstract void terms(
            Kernels kernels, int n, float[] p, int po, float[] t, int to, float[] s, int so, float[] r, int ro);

    @Override
    protected final void forward() {
        Kernels kernels = Engine.kernels();
        int n = prediction.shape().count();
        float[] s = slope.array();
        float[] r = rest.array();
        terms(kernels, n, prediction.array(), prediction.offset(), target.array(), target.offset(), s, slope.offset(),
                r, rest.offset());
        loss.array()[loss.offset()] = kernels.reductions().dot(n, s, slope.offset(), r, rest.offset()) / n;
    }

    @Override
    protected final void backward() {
        float share = factor * gradient(loss).item() / prediction.shape().count();
        add(share, prediction);
        add(-share, target);
    }

    private void add(float share, Tensor side) {
        if (wants(side)) {
            Tensor into = gradient(side);
            Engine.kernels().elementwise().addScaled(slope.shape().count(), share, slope.array(), slope.offset(),
                    into.array(), into.offset());
        }
    }
}
