package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Indices;
import org.almt.core.Op;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;
import org.jspecify.annotations.Nullable;

/**
 * Inverted dropout (Srivastava et al., 2014): each element is set to zero with probability p. The others are scaled so
 * that the expectation stays the same.
 *
 * <pre>
 * forward   y = x mask          mask = 0 with probability p, else 1 / (1 - p)
 * backward  dx += dy mask
 * saved     mask
 * cost      n random numbers of 24 bits; n multiply-adds backward
 * letters   p the probability
 * </pre>
 *
 * <p>Element j of row r has the mask of index r D + j, where D is the width of a row; see {@link DropoutSource}. If
 * rows have their own numbers, these replace r. A row then has the same mask whatever rows surround it.
 *
 * <p>Threads: one at a time.
 */
public final class ElementDropout extends Op {
    private final Tensor x;
    private final Tensor y;
    private final Tensor mask;
    private final DropoutMask random;
    private final @Nullable Indices rowNumbers;
    private final int rows;
    private final int width;

    /** {@code rowNumbers} holds one number for each row. Null means 0, 1, 2, … */
    ElementDropout(Tensor x, float p, DropoutSource source, @Nullable Indices rowNumbers) {
        super("dropout", x);
        this.x = x;
        this.rowNumbers = rowNumbers;
        random = new DropoutMask("dropout", p, source);
        rows = rowNumbers == null ? 1 : x.shape().rows();
        width = rowNumbers == null ? x.shape().count() : x.shape().width();
        if (rowNumbers != null && rowNumbers.length() != rows) {
            throw new IllegalArgumentException("dropout: " + rowNumbers.length() + " row numbers for " + x.shape()
                    + ", which has " + rows + " rows; give each row one");
        }
        y = output(x.shape());
        mask = buffer(x.shape());
    }

    @Override
    protected void forward() {
        random.toPresentStep();
        recompute();
    }

    @Override
    protected void recompute() {
        Kernels kernels = Engine.kernels();
        if (rowNumbers == null) {
            Slabs.over(width, Slabs.COSTLY, (from, n) -> forward(kernels, from, n, from));
        } else {
            Slabs.overRows(rows, width, Slabs.COSTLY, (from, n) -> {
                for (int r = from; r < from + n; r++) {
                    forward(kernels, r * width, width, (long) rowNumbers.array()[r] * width);
                }
            });
        }
    }

    /** Computes n elements from {@code at} on. Their masks have the indices from {@code first} on. */
    private void forward(Kernels kernels, int at, int n, long first) {
        random.draw(first, n, mask.array(), mask.offset() + at);
        kernels.elementwise().multiply(
                n, x.array(), x.offset() + at, mask.array(), mask.offset() + at, y.array(), y.offset() + at);
    }

    @Override
    protected boolean dependsOnInputsAlone() {
        return false;
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        Tensor dx = gradient(x);
        Tensor dy = gradient(y);
        Slabs.over(x.shape().count(), Slabs.CHEAP, (from, n) -> kernels.elementwise().addProduct(
                n, dy.array(), dy.offset() + from, mask.array(), mask.offset() + from, dx.array(), dx.offset() + from));
    }
}
