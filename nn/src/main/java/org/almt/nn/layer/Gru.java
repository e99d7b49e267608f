package org.almt.nn.layer;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.sigmoid;
import static org.almt.core.op.Ops.sub;
import static org.almt.core.op.Ops.tanh;

import org.almt.core.Tensor;

/**
 * A gated recurrent unit (Cho et al., 2014), one layer, one direction, in PyTorch's form, where the reset gate acts
 * after the hidden state's affine map. For an input x and the state h before it:
 *
 * <pre>
 * [ri zi ni] = W_ih x + b_ih        [rh zh nh] = W_hh h + b_hh
 * z  = sigmoid(zi + zh)
 * n  = tanh(ni + sigmoid(ri + rh) nh)
 * h' = n + z (h - n)
 * </pre>
 *
 * Parameters as in PyTorch: see {@link Recurrence}, with the gates in the order r, z, n.
 */
public final class Gru extends Recurrence {
    /** From inputs of width {@code in} to a state of width {@code width}. */
    public Gru(int in, int width) {
        super("gru", 3, in, width);
    }

    @Override
    State step(Tensor fromInput, Tensor fromHidden, State before) {
        Tensor reset = sigmoid(add(gate(fromInput, 0), gate(fromHidden, 0))); // [B, H]
        Tensor update = sigmoid(add(gate(fromInput, 1), gate(fromHidden, 1))); // [B, H]
        Tensor candidate = tanh(add(gate(fromInput, 2), mul(reset, gate(fromHidden, 2)))); // [B, H]
        return new State(add(candidate, mul(update, sub(before.hidden(), candidate))), null);
    }
}
