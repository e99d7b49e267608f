package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Indices;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * Long short-term memory over whole sequences (Hochreiter and Schmidhuber, 1997; forget gate of Gers et al., 2000).
 *
 * <pre>
 * forward   [i f g o] = W_ih x_t + b_ih + W_hh h + b_hh        the affine map first, then
 *           i, f, o = sigmoid, g = tanh
 *           c = f c + i g;  h = o tanh(c)                      the states before t give those after t
 * backward  from the last time to the first, with d = dc + dh o (1 - tanh(c)²):
 *           di = d g i (1 - i)        df = d c_before f (1 - f)
 *           dg = d i (1 - g²)         do = dh tanh(c) o (1 - o)
 *           dc_before = d f           dh_before = W_hh^T [di df dg do]
 *           dx_t += W_ih^T [di df dg do];  dW_ih += [di df dg do] x_t^T;  dW_hh += [di df dg do] h_before^T
 * saved     x, W_ih, W_hh, the gates, h, c, tanh(c)
 * cost      4 B T D H (I + H) multiply-adds; twice as many backward
 * letters   B samples, T times, D directions, I columns of x, H of h; i input gate, f forget gate, g candidate,
 *           o output gate
 * </pre>
 *
 * <p>Shapes: x [B, T, I]; first states [D, B, H], zeros if absent. The result is [D*B*T + 2*D*B, H]: the rows of [B, T,
 * D*H], then those of the last h [D, B, H], then those of the last c. A sample of length n keeps its state from time n
 * on, and its output there is zero. The second direction starts at time n - 1. Rows of x beyond a length must be
 * finite.
 *
 * <p>Threads: one at a time.
 */
public final class LstmSequence extends GatedSequence {
    private final Tensor shown;

    LstmSequence(Tensor x, @Nullable Tensor startH, @Nullable Tensor startC, @Nullable Indices lengths,
            RecurrentWeights... directions) {
        super("lstm", x, directions, new Tensor[] {startH, startC}, lengths, 4, 4);
        shown = buffer(Shape.of(directions.length * x.shape().size(0), x.shape().size(1), width()));
    }

    @Override
    boolean hasCells() {
        return true;
    }

    @Override
    void cell(Kernels kernels, GatedSlab slab, int t) {
        Tensor h = states(0);
        Tensor c = states(1);
        kernels.cells().lstm(width() * slab.n, gates().array(), gates().offset() + slab.gates(t),
                c.array(), c.offset() + slab.before(t), c.array(), c.offset() + slab.after(t),
                shown.array(), shown.offset() + slab.each(t), h.array(), h.offset() + slab.after(t));
    }

    @Override
    void cellBackward(Kernels kernels, GatedSlab slab, int t, float[] dh, float[] dc, int now, int next) {
        Tensor c = states(1);
        int size = width() * slab.n;
        kernels.cells().lstmBackward(size, gates().array(), gates().offset() + slab.gates(t),
                c.array(), c.offset() + slab.before(t), shown.array(), shown.offset() + slab.each(t),
                dh, now, dc, now, dc, next);
        Arrays.fill(dh, next, next + size, 0);
    }
}
