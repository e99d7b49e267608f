package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Engine;
import org.almt.core.Indices;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;

/**
 * The mean cross-entropy between rows of scores and their classes, with label smoothing s (Szegedy et al., 2016).
 * Softmax and logarithm are one step, which neither overflows nor holds the probabilities.
 *
 * <pre>
 * forward   l_r = log sum_j exp(x_rj) - (1 - s) x_r[class] - s / C sum_j x_rj
 *           loss = (sum l_r) / n     over the n rows whose class is not the ignored one; 0 if there are none
 * backward  dx_rj += dloss / n (softmax(x_r)_j - (1 - s) [j = class] - s / C)
 * saved     x, classes, log sum exp of each row
 * cost      R C exponentials; as many backward
 * letters   R rows, r one of them; C classes, j one of them; s the label smoothing
 * </pre>
 *
 * Shapes: x [..., C] of R rows, R classes from 0 to C - 1, loss a scalar.
 *
 * <p>Threads: one at a time.
 */
public final class CrossEntropy extends Op {
    /** Ignores no class. */
    static final int NONE = Integer.MIN_VALUE;

    private final Tensor x;
    private final Indices classes;
    private final int ignored;
    private final float smoothing;
    private final Tensor loss;
    private final Tensor logSums;
    private final Tensor rowLosses;
    private final int rows;
    private final int width;
    private int counted;

    CrossEntropy(Tensor x, Indices classes, int ignored, float smoothing) {
        super("crossEntropy", x);
        this.x = x;
        this.classes = Checks.given("crossEntropy", "the array of classes", classes);
        this.ignored = ignored;
        this.smoothing = smoothing;
        Checks.hasAxes("crossEntropy", x.shape(), 1);
        rows = x.shape().rows();
        width = x.shape().width();
        if (classes.length() != rows) {
            throw new IllegalArgumentException("crossEntropy: " + classes.length() + " classes for " + x.shape()
                    + "; one for each of the " + rows + " rows is needed");
        }
        if (!(smoothing >= 0 && smoothing <= 1)) {
            throw new IllegalArgumentException("crossEntropy: a smoothing of " + smoothing + "; 0 to 1 is needed");
        }
        loss = output(Shape.SCALAR);
        logSums = buffer(Shape.of(rows));
        rowLosses = buffer(Shape.of(rows));
        readsInBackward(x);
        readsInBackward(classes);
    }

    @Override
    protected boolean dependsOnInputsAlone() {
        return false;
    }

    @Override
    protected void forward() {
        Kernels kernels = Engine.kernels();
        counted = 0;
        for (int r = 0; r < rows; r++) {
            int c = classes.get(r);
            if (c != ignored && (c < 0 || c >= width)) {
                throw new IllegalArgumentException("crossEntropy: class " + c + " in row " + r + "; 0 to " + (width - 1)
                        + " fit scores " + x.shape() + (ignored == NONE && c == -1
                                ? "; to leave rows out, give the class to ignore: crossEntropy(scores, classes, -1, 0)"
                                : ""));
            }
            counted += c == ignored ? 0 : 1;
        }
        Slabs.overRows(rows, width, least(), (from, n) -> {
            kernels.softmax().logSumExp(n, width, x.array(), x.offset() + from * width,
                    logSums.array(), logSums.offset() + from);
            for (int r = from; r < from + n; r++) {
                rowLosses.array()[rowLosses.offset() + r] = classes.get(r) == ignored ? 0 : loss(kernels, r);
            }
        });
        float sum = kernels.reductions().sum(rows, rowLosses.array(), rowLosses.offset());
        loss.array()[loss.offset()] = counted == 0 ? 0 : sum / counted;
    }

    /**
     * Least number of elements of a slab. A slab has several rows, because a row is read while the one before it is
     * summed. There must still be enough slabs.
     */
    private int least() {
        return Math.max(Slabs.COSTLY, Math.min(16, rows / 32) * width);
    }

    private float loss(Kernels kernels, int r) {
        int at = x.offset() + r * width;
        float sum = logSums.array()[logSums.offset() + r];
        float right = x.array()[at + classes.get(r)];
        if (smoothing == 0) {
            return sum - right;
        }
        return Math.fma(-(1 - smoothing), right, sum)
                - smoothing / width * kernels.reductions().sum(width, x.array(), at);
    }

    @Override
    protected boolean writesGradient(Tensor input) {
        return true;
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        Tensor dx = gradient(x);
        if (counted == 0) {
            if (isFirst(x)) {
                dx.fill(0);
            }
            return;
        }
        float share = gradient(loss).item() / counted;
        Slabs.overRows(rows, width, least(), (from, n) -> {
            for (int r = from; r < from + n; r++) {
                int to = dx.offset() + r * width;
                if (isFirst(x)) {
                    Arrays.fill(dx.array(), to, to + width, 0);
                }
                if (classes.get(r) == ignored) {
                    continue;
                }
                kernels.softmax().addExp(width, share, x.array(), x.offset() + r * width,
                        logSums.array()[logSums.offset() + r], dx.array(), to);
                dx.array()[to + classes.get(r)] -= (1 - smoothing) * share;
                if (smoothing != 0) {
                    kernels.elementwise().shift(width, -(smoothing / width * share), dx.array(), to, dx.array(), to);
                }
            }
        });
    }
}
