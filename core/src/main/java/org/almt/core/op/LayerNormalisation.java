package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;
import org.jspecify.annotations.Nullable;

/**
 * Layer normalisation over the last axis (Ba, Kiros and Hinton, 2016).
 *
 * <pre>
 * forward   xhat = (x - mean) rstd,  y = xhat gamma + beta      rstd = 1 / sqrt(variance + eps), variance biased
 * backward  g = dy gamma
 *           dx += rstd (g - mean(g) - xhat mean(g xhat))        (means over the row)
 *           dgamma += sum over rows of dy xhat,  dbeta += sum over rows of dy
 * saved     x, gamma, mean, rstd
 * cost      about 6 operations an element of x forward, 10 backward
 * </pre>
 *
 * Two rare kinds of rows behave as in PyTorch. If the squares of x - mean overflow (beyond 1e19), rstd is 0 and y is
 * beta; float64 would still give numbers. If the mean is M times the deviation, xhat is wrong by up to M 2^-23. That is
 * the precision of x itself in 32 bits.
 *
 * <p>Shapes: x, y [..., D]; gamma, beta [D], or neither of them; mean, rstd [rows].
 *
 * <p>Rows are cut into slabs whose number follows from the shape. Each slab sums its own dgamma and dbeta. These sums
 * are then added in the order of the slabs.
 *
 * <p>Threads: one at a time.
 */
public final class LayerNormalisation extends Op {
    /** With more slabs, adding their sums would cost more than the slabs save. */
    private static final int MOST_SLABS = 16;

    private static final float[] NOTHING = {};

    private final Tensor x;
    private final @Nullable Tensor gamma;
    private final @Nullable Tensor beta;
    private final float eps;
    private final Tensor y;
    private final Tensor mean;
    private final Tensor rstd;
    /** dgamma and dbeta of each slab, [slabs, 2, D]. */
    private final Tensor partial;

    private final int rows;
    private final int width;
    private final int rowsPerSlab;

    LayerNormalisation(Tensor x, @Nullable Tensor gamma, @Nullable Tensor beta, float eps) {
        super("layerNorm", Checks.present(x, gamma, beta));
        this.x = Checks.given("layerNorm", "the input", x);
        this.gamma = gamma;
        this.beta = beta;
        this.eps = eps;
        Checks.hasAxes("layerNorm", x.shape(), 1);
        rows = x.shape().rows();
        width = x.shape().width();
        String rule = "to match the last axis of " + x.shape();
        if (gamma != null) {
            Checks.hasShape("layerNorm", "gamma", gamma, rule, width);
        }
        if (beta != null) {
            Checks.hasShape("layerNorm", "beta", beta, rule, width);
        }
        if ((gamma == null) != (beta == null)) {
            throw new IllegalArgumentException(
                    "layerNorm: " + (gamma == null ? "beta without gamma" : "gamma without beta")
                            + " for " + x.shape() + "; give both or neither");
        }
        int slabs = (int) Math.max(1, Math.min((long) rows * width / Slabs.COSTLY, MOST_SLABS));
        rowsPerSlab = Math.max(1, Slabs.count(rows, slabs));
        y = output(x.shape());
        mean = buffer(Shape.of(rows));
        rstd = buffer(Shape.of(rows));
        partial = scratch(Shape.of(Slabs.count(rows, rowsPerSlab), 2, width));
        if (gamma == null) {
            readsInBackward(x);
        } else {
            readsInBackward(x, gamma);
        }
    }

    @Override
    protected Object attributes() {
        return eps;
    }

    @Override
    protected long flop() {
        return 6L * x.shape().count();
    }

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        Slabs.overRows(rows, width, Slabs.COSTLY, (from, n) -> kernels.layerNorm().forward(
                n, width, eps, x.array(), x.offset() + from * width, array(gamma), offset(gamma),
                beta == null ? NOTHING : beta.array(), offset(beta), y.array(), y.offset() + from * width, mean.array(),
                mean.offset() + from, rstd.array(),
                rstd.offset() + from));
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        Tensor dx = wants(x) ? gradient(x) : null;
        Tensor dgamma = gamma != null && wants(gamma) ? gradient(gamma) : null;
        Tensor dbeta = beta != null && wants(beta) ? gradient(beta) : null;
        Tensor dy = gradient(y);
        if (dgamma != null || dbeta != null) {
            partial.fill(0);
        }
        Slabs.over(rows, rowsPerSlab, (from, n) -> {
            int at = from * width;
            if (dx != null && isFirst(x)) {
                Arrays.fill(dx.array(), dx.offset() + at, dx.offset() + at + n * width, 0);
            }
            int sums = partial.offset() + from / rowsPerSlab * 2 * width;
            kernels.layerNorm().backward(n, width, x.array(), x.offset() + at, array(gamma), offset(gamma),
                    mean.array(),
                    mean.offset() + from, rstd.array(), rstd.offset() + from, dy.array(), dy.offset() + at,
                    array(dx), dx == null ? 0 : dx.offset() + at, dgamma == null ? null : partial.array(), sums,
                    dbeta == null ? null : partial.array(), sums + width);
        });
        addSums(kernels, 0, dgamma);
        addSums(kernels, width, dbeta);
    }

    @Override
    protected boolean writesGradient(Tensor input) {
        return input == x;
    }

    /**
     * Adds the sums of all slabs to a gradient. They begin {@code from} elements after the start of each slab's pair.
     */
    private void addSums(Kernels kernels, int from, @Nullable Tensor into) {
        if (into != null) {
            kernels.reductions().columnSum(partial.shape().size(0), width, partial.array(), partial.offset() + from,
                    2 * width,
                    into.array(), into.offset());
        }
    }

    private static float @Nullable [] array(@Nullable Tensor tensor) {
        return tensor == null ? null : tensor.array();
    }

    private static int offset(@Nullable Tensor tensor) {
        return tensor == null ? 0 : tensor.offset();
    }
}
