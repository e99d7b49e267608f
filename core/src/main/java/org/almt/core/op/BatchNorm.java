package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * Batch normalisation (Ioffe and Szegedy, 2015). Each column gets the mean 0 and the variance 1: in training over the
 * rows of a batch, in evaluation over all rows seen so far.
 *
 * <pre>
 * forward   xhat = (x - mean) rstd,  y = xhat gamma + beta      rstd = 1 / sqrt(variance + eps), variance biased
 *           running mean     += momentum (mean - running mean)
 *           running variance += momentum (variance N / (N - 1) - running variance)
 * backward  dgamma += sum over rows of dy xhat,  dbeta += sum over rows of dy
 *           dx += gamma rstd (dy - mean(dy) - xhat mean(dy xhat))        (means over the column)
 *           dx += gamma rstd dy                                          with given mean and variance
 * saved     x, gamma, mean, rstd
 * cost      about 6 operations an element of x forward, 10 backward
 * letters   N rows
 * </pre>
 *
 * Shapes: x, y [N, D]; gamma, beta and all statistics [D]. Rows are summed in their order, on one thread. This
 * suffices, because such layers stand at the inputs of small networks.
 *
 * <p>Threads: one at a time.
 */
public final class BatchNorm extends Op {
    private final Tensor x;
    private final Tensor gamma;
    private final Tensor beta;
    private final float eps;
    private final Tensor runningMean;
    private final Tensor runningVariance;
    /** Null if the statistics are given. */
    private final @Nullable Float momentum;
    private final Tensor y;
    private final Tensor mean;
    private final Tensor variance;
    private final Tensor rstd;
    /** Sums of dy and of dy xhat, then a row of xhat: [3, D]. */
    private final Tensor work;

    private final int rows;
    private final int width;

    /** {@code momentum} is null if the op uses the running statistics and does not change them. */
    BatchNorm(
            Tensor x, Tensor gamma, Tensor beta, float eps, Tensor runningMean, Tensor runningVariance,
            @Nullable Float momentum) {
        super("batchNorm", inputs(x, gamma, beta, runningMean, runningVariance, momentum == null));
        this.x = x;
        this.gamma = gamma;
        this.beta = beta;
        this.eps = eps;
        this.runningMean = runningMean;
        this.runningVariance = runningVariance;
        this.momentum = momentum;
        if (x.shape().rank() != 2) {
            throw new IllegalArgumentException("batchNorm: " + x.shape() + " is not [rows, columns]; reshape it");
        }
        rows = x.shape().size(0);
        width = x.shape().size(1);
        String rule = "to match the columns of " + x.shape();
        Checks.hasShape("batchNorm", "gamma", gamma, rule, width);
        Checks.hasShape("batchNorm", "beta", beta, rule, width);
        Checks.hasShape("batchNorm", "the mean", runningMean, rule, width);
        Checks.hasShape("batchNorm", "the variance", runningVariance, rule, width);
        if (momentum != null && rows < 2) {
            throw new IllegalArgumentException("batchNorm: " + x.shape() + " has " + rows + " rows, which have no"
                    + " variance; give two or more, or a mean and a variance");
        }
        y = output(x.shape());
        mean = buffer(Shape.of(width));
        variance = buffer(Shape.of(width));
        rstd = buffer(Shape.of(width));
        work = scratch(Shape.of(3, width));
        readsInBackward(x, gamma);
    }

    /** Running statistics that the op itself changes are not among its inputs. */
    private static Tensor[] inputs(
            Tensor x, Tensor gamma, Tensor beta, Tensor runningMean, Tensor runningVariance, boolean given) {
        Checks.given("batchNorm", "the mean", runningMean);
        Checks.given("batchNorm", "the variance", runningVariance);
        if (runningMean.requiresGrad() || runningVariance.requiresGrad()) {
            throw new IllegalArgumentException("batchNorm: mean and variance get no gradient; detach them");
        }
        return given
                ? new Tensor[] {x, gamma, beta, runningMean, runningVariance}
                : new Tensor[] {x, gamma, beta};
    }

    @Override
    protected boolean dependsOnInputsAlone() {
        return momentum == null;
    }

    @Override
    protected long flop() {
        return 6L * x.shape().count();
    }

    @Override
    protected void forward() {
        recompute();
        if (momentum != null) {
            float unbiased = (float) rows / (rows - 1);
            for (int j = 0; j < width; j++) {
                move(runningMean, j, momentum, mean.array()[mean.offset() + j]);
                move(runningVariance, j, momentum, unbiased * variance.array()[variance.offset() + j]);
            }
            runningMean.markModified();
            runningVariance.markModified();
        }
    }

    private static void move(Tensor running, int j, float momentum, float now) {
        float[] values = running.array();
        int at = running.offset() + j;
        values[at] += momentum * (now - values[at]);
    }

    @Override
    protected void recompute() {
        Kernels kernels = Engine.kernels();
        statistics(kernels);
        float[] out = y.array();
        for (int i = 0; i < rows; i++) {
            int at = y.offset() + i * width;
            normalise(kernels, i, out, at);
            kernels.elementwise().multiply(width, out, at, gamma.array(), gamma.offset(), out, at);
            kernels.elementwise().add(width, out, at, beta.array(), beta.offset(), out, at);
        }
    }

    private void statistics(Kernels kernels) {
        float[] m = mean.array();
        float[] v = variance.array();
        if (momentum == null) {
            System.arraycopy(runningMean.array(), runningMean.offset(), m, mean.offset(), width);
            System.arraycopy(runningVariance.array(), runningVariance.offset(), v, variance.offset(), width);
        } else {
            Arrays.fill(m, mean.offset(), mean.offset() + width, 0);
            ColumnSums.add(kernels, rows, width, x.array(), x.offset(), m, mean.offset());
            kernels.elementwise().scale(width, 1f / rows, m, mean.offset(), m, mean.offset());
            Arrays.fill(v, variance.offset(), variance.offset() + width, 0);
            for (int i = 0; i < rows; i++) {
                int at = y.offset() + i * width; // y holds x - mean for a moment
                kernels.elementwise().subtract(width, x.array(), x.offset() + i * width, m, mean.offset(), y.array(),
                        at);
                kernels.elementwise().addProduct(width, y.array(), at, y.array(), at, v, variance.offset());
            }
            kernels.elementwise().scale(width, 1f / rows, v, variance.offset(), v, variance.offset());
        }
        for (int j = 0; j < width; j++) {
            rstd.array()[rstd.offset() + j] = (float) (1 / Math.sqrt(v[variance.offset() + j] + eps));
        }
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        float[] w = work.array();
        int sum = work.offset();
        int product = sum + width;
        int xhat = product + width;
        Tensor dy = gradient(y);
        Arrays.fill(w, sum, xhat, 0);
        ColumnSums.add(kernels, rows, width, dy.array(), dy.offset(), w, sum);
        for (int i = 0; i < rows; i++) {
            normalise(kernels, i, w, xhat);
            kernels.elementwise().addProduct(width, dy.array(), dy.offset() + i * width, w, xhat, w, product);
        }
        addTo(kernels, beta, sum);
        addTo(kernels, gamma, product);
        if (!wants(x)) {
            return;
        }
        boolean own = momentum != null;
        kernels.elementwise().scale(width, 1f / rows, w, sum, w, sum);
        kernels.elementwise().scale(width, 1f / rows, w, product, w, product);
        Tensor dx = gradient(x);
        for (int i = 0; i < rows; i++) {
            int at = dy.offset() + i * width;
            if (own) {
                normalise(kernels, i, w, xhat);
                kernels.elementwise().multiply(width, w, xhat, w, product, w, xhat);
                kernels.elementwise().add(width, w, xhat, w, sum, w, xhat);
                kernels.elementwise().subtract(width, dy.array(), at, w, xhat, w, xhat);
            } else {
                System.arraycopy(dy.array(), at, w, xhat, width);
            }
            kernels.elementwise().multiply(width, w, xhat, rstd.array(), rstd.offset(), w, xhat);
            kernels.elementwise().addProduct(width, w, xhat, gamma.array(), gamma.offset(), dx.array(),
                    dx.offset() + i * width);
        }
    }

    /** xhat of row i. */
    private void normalise(Kernels kernels, int i, float[] to, int at) {
        kernels.elementwise().subtract(width, x.array(), x.offset() + i * width, mean.array(), mean.offset(), to, at);
        kernels.elementwise().multiply(width, to, at, rstd.array(), rstd.offset(), to, at);
    }

    private void addTo(Kernels kernels, Tensor parameter, int sums) {
        if (wants(parameter)) {
            Tensor into = gradient(parameter);
            kernels.elementwise().add(width, into.array(), into.offset(), work.array(), sums, into.array(),
                    into.offset());
        }
    }
}
