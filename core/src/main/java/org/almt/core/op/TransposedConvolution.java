package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The transpose of a {@link Convolution} over sequences. Each row of the input is multiplied by the weight and added to
 * a window of the output. With a stride it makes sequences longer (Zeiler et al., 2010).
 *
 * <pre>
 * forward   y[t, o] = b[o] + sum over all i, k, c with i s + k d - p = t of W[c, o, k] x[i, c]
 * backward  dx[i, c] += sum over o, k of W[c, o, k] dy[i s + k d - p, o]
 *           dW[c, o, k] += sum over samples, i of x[i, c] dy[i s + k d - p, o]
 *           db[o] += sum over samples, t of dy[t, o]
 * saved     x, W
 * cost      C K O / groups multiply-adds a row of x; twice as many backward
 * letters   t row of y, i row of x; k place in the window, of size K. s stride, d dilation, p padding.
 *           c of C channels of x; o of O channels of y, counted within the group of c
 * </pre>
 *
 * Shapes: x [B, L, C], W [C, O / groups, K] as in PyTorch, b [O] or none, y [B, OL, O] with OL = (L - 1) stride - 2
 * padding + dilation (K - 1) + 1 + more; {@code more} is smaller than the stride. It selects one of the output lengths
 * that a convolution of this stride maps to the same L.
 *
 * <p>Threads: one at a time.
 */
public final class TransposedConvolution extends Op {
    private final Tensor x;
    private final Tensor weight;
    private final @Nullable Tensor bias;
    private final Tensor y;
    /** The windows of the convolution from y to x. */
    private final Windows windows;
    private final ConvLoops loops;
    /** Null without padding. */
    private final @Nullable Tensor paddedGradient;
    private final int out;

    TransposedConvolution(Tensor x, Tensor weight, @Nullable Tensor bias, ConvOptions options, int more) {
        super("convTranspose1d", Checks.present(x, weight, bias));
        this.x = Checks.given("convTranspose1d", "the input", x);
        this.weight = Checks.given("convTranspose1d", "the weight", weight);
        this.bias = bias;
        Shape sx = x.shape();
        Shape sw = weight.shape();
        int groups = options.groups();
        if (sx.rank() != 3 || sw.rank() != 3 || sw.size(0) != sx.width() || sx.width() % groups != 0) {
            throw new IllegalArgumentException("convTranspose1d: an input [batch, length, channels] and a weight"
                    + " [channels, out / groups, window] are needed, with groups that divide the channels, not " + sx
                    + ", "
                    + sw + " and " + groups + " groups");
        }
        if (more < 0 || more >= options.strideW()) {
            throw new IllegalArgumentException("convTranspose1d: " + more + " more rows; 0 to less than the stride "
                    + options.strideW() + " is needed");
        }
        out = sw.size(1) * groups;
        if (bias != null) {
            Checks.hasShape("convTranspose1d", "bias", bias, "to match the weight " + sw, out);
        }
        int length = (sx.size(1) - 1) * options.strideW() - 2 * options.paddingW()
                + options.dilationW() * (sw.size(2) - 1) + 1 + more;
        if (length < 1 || sx.size(1) < 1) {
            throw new IllegalArgumentException("convTranspose1d: nothing is left of " + sx + " with " + options);
        }
        y = output(Shape.of(sx.size(0), length, out));
        windows = Windows.over("convTranspose1d", y.shape(), 1, 1, sw.size(2), options);
        loops = new ConvLoops(windows, sx.width());
        Shape wider = Shape.of(windows.batch(), windows.paddedW(), out);
        paddedGradient = windows.isPadded() ? scratch(wider) : null;
        readsInBackward(x, weight);
    }

    @Override
    protected long flop() {
        return 2L * x.shape().count() * (weight.shape().count() / Math.max(1, weight.shape().size(0)));
    }

    @Override
    protected void forward() {
        loops.packWeight(weight.array(), weight.offset(), true);
        Convolution.fillWithBias(bias, y, out);
        if (windows.isPadded()) {
            loops.intoInside(x.array(), x.offset(), y.array(), y.offset());
        } else {
            loops.intoInput(x.array(), x.offset(), y.array(), y.offset());
        }
    }

    @Override
    protected void backward() {
        Tensor dy = gradient(y);
        Tensor wide = dy;
        if (paddedGradient != null) {
            wide = paddedGradient;
            loops.pad(dy.array(), dy.offset(), wide.array(), wide.offset());
        }
        if (wants(x)) {
            Tensor dx = gradient(x);
            loops.packWeight(weight.array(), weight.offset(), false);
            loops.forward(wide.array(), wide.offset(), dx.array(), dx.offset(), null, 0);
        }
        if (wants(weight)) {
            Tensor dweight = gradient(weight);
            loops.intoWeight(wide.array(), wide.offset(), x.array(), x.offset(), dweight.array(), dweight.offset());
        }
        if (bias != null && wants(bias)) {
            Tensor db = gradient(bias);
            ColumnSums.add(Engine.kernels(), y.shape().rows(), out, dy.array(), dy.offset(), db.array(), db.offset());
        }
    }
}
