package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;
import org.jspecify.annotations.Nullable;

/**
 * Root mean square normalisation of rows (Zhang and Sennrich, 2019): {@link LayerNormalisation} without the mean.
 *
 * <pre>
 * forward   r = 1 / sqrt((sum_j x_j²) / W + eps),  h = x r,  y = h gamma
 * backward  g = dy gamma,  dx += r (g - h (sum_j g_j h_j) / W),  dgamma += sum over rows of dy h
 * saved     x, gamma, r, h
 * cost      about 4 operations an element of x forward, 5 backward
 * letters   W elements of a row, j one of them
 * </pre>
 *
 * Shapes: x, y [..., W], gamma [W] or none.
 *
 * <p>Threads: one at a time.
 */
public final class RmsNorm extends Op {
    private final Tensor x;
    private final @Nullable Tensor gamma;
    private final Tensor y;
    private final Tensor factors;
    private final Tensor normalised;
    private final Tensor slope;
    private final int rows;
    private final int width;
    private final float eps;

    /** {@code gamma} may be null. */
    RmsNorm(Tensor x, @Nullable Tensor gamma, float eps) {
        super("rmsNorm", Checks.present(x, gamma));
        this.x = Checks.given("rmsNorm", "the input", x);
        this.gamma = gamma;
        this.eps = eps;
        Checks.hasAxes("rmsNorm", x.shape(), 1);
        rows = x.shape().rows();
        width = x.shape().width();
        if (gamma != null) {
            Checks.hasShape("rmsNorm", "gamma", gamma, "for rows of " + x.shape(), width);
        }
        y = output(x.shape());
        factors = buffer(Shape.of(rows));
        normalised = buffer(x.shape());
        slope = scratch(x.shape());
        readsInBackward(Checks.present(x, gamma));
    }

    @Override
    protected long flop() {
        return 4L * x.shape().count();
    }

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        Slabs.overRows(rows, width, Slabs.CHEAP, (from, n) -> {
            for (int r = from; r < from + n; r++) {
                int at = x.offset() + r * width;
                int to = y.offset() + r * width;
                int h = normalised.offset() + r * width;
                float mean = kernels.reductions().dot(width, x.array(), at, x.array(), at) / width;
                float factor = 1 / (float) Math.sqrt(mean + eps);
                factors.array()[factors.offset() + r] = factor;
                kernels.elementwise().scale(width, factor, x.array(), at, normalised.array(), h);
                if (gamma == null) {
                    System.arraycopy(normalised.array(), h, y.array(), to, width);
                } else {
                    kernels.elementwise().multiply(width, normalised.array(), h, gamma.array(), gamma.offset(),
                            y.array(),
                            to);
                }
            }
        });
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        Tensor dy = gradient(y);
        if (gamma != null && wants(gamma)) {
            Tensor dgamma = gradient(gamma);
            kernels.elementwise().multiply(rows * width, dy.array(), dy.offset(), normalised.array(),
                    normalised.offset(),
                    slope.array(), slope.offset());
            ColumnSums.add(kernels, rows, width, slope.array(), slope.offset(), dgamma.array(), dgamma.offset());
        }
        if (!wants(x)) {
            return;
        }
        Tensor dx = gradient(x);
        Slabs.overRows(rows, width, Slabs.CHEAP, (from, n) -> {
            for (int r = from; r < from + n; r++) {
                float[] g = slope.array();
                int at = slope.offset() + r * width;
                int h = normalised.offset() + r * width;
                int dyo = dy.offset() + r * width;
                if (gamma == null) {
                    System.arraycopy(dy.array(), dyo, g, at, width);
                } else {
                    kernels.elementwise().multiply(width, dy.array(), dyo, gamma.array(), gamma.offset(), g, at);
                }
                float mean = kernels.reductions().dot(width, g, at, normalised.array(), h) / width;
                kernels.elementwise().addScaled(width, -mean, normalised.array(), h, g, at);
                kernels.elementwise().addScaled(width, factors.array()[factors.offset() + r], g, at, dx.array(),
                        dx.offset() + r * width);
            }
        });
    }
}
