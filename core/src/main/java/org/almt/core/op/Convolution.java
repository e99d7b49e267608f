package org.almt.core.op;

import org.almt.core.Engine;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.parallel.Slabs;
import org.jspecify.annotations.Nullable;

/**
 * A convolution over sequences or pictures whose channels lie last. A window slides over pixels. At each place, the
 * same linear map is applied to the pixels in the window.
 *
 * <pre>
 * forward   y[oh, ow, o] = b[o] + sum over kh, kw, c of W[o, c, kh, kw] x[i, j, c]
 *           i = oh sh + kh dh - ph,  j = ow sw + kw dw - pw;  x is 0 outside
 * backward  dx[i, j, c] += sum over all o, kh, kw, oh, ow that lead to i, j of W[o, c, kh, kw] dy[oh, ow, o]
 *           dW[o, c, kh, kw] += sum over samples, oh, ow of x[i, j, c] dy[oh, ow, o]
 *           db[o] += sum over samples, oh, ow of dy[oh, ow, o]
 * saved     x, with its padding if there is some; W
 * cost      O KH KW C / groups multiply-adds a pixel of y; twice as many backward
 * letters   oh, ow row and column of y; kh, kw of the window, of sizes KH, KW. sh, sw stride; dh, dw dilation;
 *           ph, pw padding. o of O channels of y; c of C channels of x, counted within the group of o
 * </pre>
 *
 * Shapes: x [B, H, W, C] or [B, L, C], W [O, C / groups, KH, KW] or [O, C / groups, K] as in PyTorch, b [O] or none, y
 * [B, OH, OW, O] or [B, OL, O] with OL = (L + 2 padding - dilation (K - 1) - 1) / stride + 1, rounded down.
 *
 * <p>In PyTorch, the channels stand before the pixels. Here they lie last, as in all layers of this library. The part
 * of a row inside a window is then one run of memory. {@code ConvLoops} multiplies without copying windows.
 *
 * <p>Threads: one at a time.
 */
public final class Convolution extends Op {
    private final Tensor x;
    private final Tensor weight;
    private final @Nullable Tensor bias;
    private final Tensor y;
    private final Windows windows;
    private final ConvLoops loops;
    private final Tensor padded;
    private final int out;
    /** Used if there is no bias. */
    private final float[] zeros;

    /** {@code dimensions} is 1 or 2. {@code bias} may be null. */
    Convolution(Tensor x, Tensor weight, @Nullable Tensor bias, ConvOptions options, int dimensions) {
        super("conv" + dimensions + "d", Checks.present(x, weight, bias));
        String name = "conv" + dimensions + "d";
        this.x = Checks.given(name, "the input", x);
        this.weight = Checks.given(name, "the weight", weight);
        this.bias = bias;
        Shape sw = weight.shape();
        if (sw.rank() != 2 + dimensions) {
            throw new IllegalArgumentException(name + ": the weight has shape " + sw + "; "
                    + (dimensions == 1 ? "[out, in / groups, window]" : "[out, in / groups, height, width]")
                    + " is needed");
        }
        out = sw.size(0);
        windows = Windows.over(name, x.shape(), dimensions, sw.size(-2), sw.size(-1), options);
        int groups = options.groups();
        if (windows.channels() % groups != 0 || out % groups != 0 || sw.size(1) != windows.channels() / groups) {
            throw new IllegalArgumentException(name + ": the weight " + sw + " does not fit the " + windows.channels()
                    + " channels of " + x.shape() + " in " + groups
                    + " groups; [out, channels / groups, ...] is needed,"
                    + " and the groups must divide both");
        }
        if (bias != null) {
            Checks.hasShape(name, "bias", bias, "to match the weight " + sw, out);
        }
        zeros = new float[bias == null ? out : 0];
        y = output(windows.result(out));
        loops = new ConvLoops(windows, out);
        Shape wider = Shape.of(windows.batch(), windows.paddedH(), windows.paddedW(), windows.channels());
        padded = windows.isPadded() ? buffer(wider) : x;
        readsInBackward(x, weight);
    }

    @Override
    protected long flop() {
        return 2L * y.shape().count() * (weight.shape().count() / Math.max(1, out));
    }

    @Override
    protected void forward() {
        if (windows.isPadded()) {
            loops.pad(x.array(), x.offset(), padded.array(), padded.offset());
        }
        loops.packWeight(weight.array(), weight.offset(), false);
        loops.forward(padded.array(), padded.offset(), y.array(), y.offset(),
                bias == null ? zeros : bias.array(), bias == null ? 0 : bias.offset());
    }

    /** Sets every pixel to the bias, or to zeros. */
    static void fillWithBias(@Nullable Tensor bias, Tensor y, int out) {
        if (bias == null) {
            y.fill(0);
            return;
        }
        Slabs.overRows(y.shape().rows(), out, Slabs.CHEAP, (from, n) -> {
            for (int i = from; i < from + n; i++) {
                System.arraycopy(bias.array(), bias.offset(), y.array(), y.offset() + i * out, out);
            }
        });
    }

    @Override
    protected void backward() {
        Tensor dy = gradient(y);
        if (wants(x)) {
            loops.packWeight(weight.array(), weight.offset(), true);
            Tensor dx = gradient(x);
            if (windows.isPadded()) {
                loops.intoInside(dy.array(), dy.offset(), dx.array(), dx.offset());
            } else {
                loops.intoInput(dy.array(), dy.offset(), dx.array(), dx.offset());
            }
        }
        if (wants(weight)) {
            Tensor dweight = gradient(weight);
            loops.intoWeight(padded.array(), padded.offset(), dy.array(), dy.offset(), dweight.array(),
                    dweight.offset());
        }
        if (bias != null && wants(bias)) {
            Tensor db = gradient(bias);
            ColumnSums.add(Engine.kernels(), y.shape().rows(), out, dy.array(), dy.offset(), db.array(), db.offset());
        }
    }
}
