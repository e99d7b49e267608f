package org.almt.core.op;

import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * A gated recurrent unit over whole sequences (Cho et al., 2014), in PyTorch's form: the reset gate acts after the
 * affine map of the state.
 *
 * <pre>
 * forward   [ri zi ci] = W_ih x_t + b_ih;  [rh zh m] = W_hh h + b_hh
 *           r = sigmoid(ri + rh);  z = sigmoid(zi + zh);  c = tanh(ci + r m)
 *           h = c + z (h - c)                                  the state before t gives that after t
 * backward  from the last time to the first:
 *           dc = dh (1 - z) (1 - c²)     dr = dc m r (1 - r)     dz = dh (h_before - c) z (1 - z)     dm = dc r
 *           dh_before = dh z + W_hh^T [dr dz dm]
 *           dx_t += W_ih^T [dr dz dc];  dW_ih += [dr dz dc] x_t^T;  dW_hh += [dr dz dm] h_before^T
 * saved     x, W_ih, W_hh, r, z, c, m, h
 * cost      3 B T D H (I + H) multiply-adds; twice as many backward
 * letters   B samples, T times, D directions, I columns of x, H of h; r reset gate, z update gate, c candidate
 * </pre>
 *
 * <p>Shapes: x [B, T, I]; first state [D, B, H], zeros if absent. The result is [D*B*T + D*B, H]: the rows of [B, T,
 * D*H], then those of the last h [D, B, H]. Lengths have the same effect as in {@link LstmSequence}.
 *
 * <p>Threads: one at a time.
 */
public final class GruSequence extends GatedSequence {
    GruSequence(Tensor x, @Nullable Tensor startH, @Nullable Indices lengths, RecurrentWeights... directions) {
        super("gru", x, directions, new Tensor[] {startH}, lengths, 3, 2);
    }

    @Override
    boolean hasCells() {
        return false;
    }

    @Override
    void cell(Kernels kernels, GatedSlab slab, int t) {
        Tensor h = states(0);
        kernels.cells().gru(width() * slab.n, gates().array(), gates().offset() + slab.gates(t),
                h.array(), h.offset() + slab.before(t), h.array(), h.offset() + slab.after(t));
    }

    @Override
    void cellBackward(Kernels kernels, GatedSlab slab, int t, float[] dh, float[] dc, int now, int next) {
        Tensor h = states(0);
        kernels.cells().gruBackward(width() * slab.n, gates().array(), gates().offset() + slab.gates(t),
                h.array(), h.offset() + slab.before(t), dh, now, dh, next);
    }
}
