package org.almt.nn.layer;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.sigmoid;
import static org.almt.core.op.Ops.sub;
import static org.almt.core.op.Ops.tanh;

import org.almt.core.Tensor;

/**
 * A gated recurrent unit (Cho et al., "Learning phrase representations using RNN encoder-decoder for statistical
 * machine translation", 2014): reads a sequence row by row into a state h.
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
 * {@code weight_hh_l0} [3 H, H], {@code bias_ih_l0} and {@code bias_hh_l0} [3 H], all uniform within 1 / sqrt(H). One
 * layer, one direction. As in PyTorch, and unlike the paper, the reset gate acts after the state's affine map.
 *
 * <p>Use it as {@link Lstm}, with a quarter fewer weights and one state vector instead of two.
 *
 * <p>Cost: 3 H (I + H) multiply-adds a row.
 */
public final class Gru extends Recurrence<Tensor> {
    /** From inputs of width {@code in} to a state of width {@code width}. */
    public Gru(int in, int width) {
        super("Gru", 3, in, width);
    }

    @Override
    public Tensor start(int batch) {
        return zeros(batch);
    }

    /** The state itself. */
    @Override
    public Tensor hidden(Tensor state) {
        return state;
    }

    @Override
    Tensor next(Tensor fromInput, Tensor fromHidden, Tensor before) {
        Tensor reset = sigmoid(add(gate(fromInput, 0), gate(fromHidden, 0))); // [B, H]
        Tensor update = sigmoid(add(gate(fromInput, 1), gate(fromHidden, 1))); // [B, H]
        Tensor candidate = tanh(add(gate(fromInput, 2), mul(reset, gate(fromHidden, 2)))); // [B, H]
        return add(candidate, mul(update, sub(before, candidate))); // [B, H]
    }
}
