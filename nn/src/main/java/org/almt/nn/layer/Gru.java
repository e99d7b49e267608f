package org.almt.nn.layer;

import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.Checks;
import org.almt.core.op.Ops;
import org.almt.core.op.RecurrentWeights;
import org.jspecify.annotations.Nullable;

/**
 * A gated recurrent unit (Cho et al., "Learning phrase representations using RNN encoder-decoder for statistical
 * machine translation", 2014). It reads a sequence row by row into a state h.
 *
 * <pre>
 * [ri zi ni] = W_ih x + b_ih        [rh zh nh] = W_hh h + b_hh          x [B, I]; h, and each gate [B, H]
 * r  = sigmoid(ri + rh)             how much of the state the candidate sees
 * z  = sigmoid(zi + zh)             how much of the state stays
 * n  = tanh(ni + r nh)              the candidate
 * h' = n + z (h - n)
 * </pre>
 *
 * <p>Parameters as in PyTorch, with the gates one below the other in the order r, z, n: {@code weight_ih_l0} [3 H, I],
 * {@code weight_hh_l0} [3 H, H], {@code bias_ih_l0} and {@code bias_hh_l0} [3 H]. All are uniform within 1 / sqrt(H).
 * Layers and directions are those of {@link Lstm}. As in PyTorch, and unlike the paper, the reset gate acts after the
 * affine map of the state.
 *
 * <p>Use it like {@link Lstm}. It has a quarter fewer weights, and one state vector instead of two.
 *
 * <p>Cost: 3 H (I + H) multiply-adds a row in each direction.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class Gru extends Recurrence<Tensor> {
    /** One layer that reads in one direction, from inputs of width {@code in} to a state of width {@code width}. */
    public Gru(int in, int width) {
        this(RecurrentConfig.of(in, width));
    }

    /** With several layers, or from both ends. */
    public Gru(RecurrentConfig config) {
        super(3, 1, Checks.given("Gru", "config", config));
    }

    /** Zeros [N*D, B, H], in the order of {@link Lstm.State}. */
    @Override
    public Tensor start(int batch) {
        return zeros(batch);
    }

    @Override
    Tensor apply(
            Tensor x, @Nullable Tensor[] start, @Nullable Indices lengths, RecurrentWeights... directions) {
        return Ops.gru(x, start[0], lengths, directions);
    }

    @Override
    Tensor[] parts(Tensor state) {
        return new Tensor[] {state};
    }

    @Override
    Tensor state(Tensor... parts) {
        return parts[0];
    }
}
