package org.almt.nn.layer;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.sigmoid;
import static org.almt.core.op.Ops.tanh;

import org.almt.core.Tensor;

/**
 * Long short-term memory (Hochreiter and Schmidhuber, 1997; with the forget gate of Gers et al., 2000), one layer, one
 * direction. For an input x and the state (h, c) before it:
 *
 * <pre>
 * [i f g o] = W_ih x + b_ih + W_hh h + b_hh
 * c' = sigmoid(f) c + sigmoid(i) tanh(g)
 * h' = sigmoid(o) tanh(c')
 * </pre>
 *
 * Parameters as in PyTorch: see {@link Recurrence}, with the gates in the order i, f, g, o.
 */
public final class Lstm extends Recurrence {
    /** From inputs of width {@code in} to a state of width {@code width}. */
    public Lstm(int in, int width) {
        super("lstm", 4, in, width);
    }

    @Override
    State step(Tensor fromInput, Tensor fromHidden, State before) {
        Tensor gates = add(fromInput, fromHidden); // [B, 4H]
        Tensor kept = mul(sigmoid(gate(gates, 1)), before.cell()); // [B, H]
        Tensor entered = mul(sigmoid(gate(gates, 0)), tanh(gate(gates, 2))); // [B, H]
        Tensor cell = add(kept, entered);
        return new State(mul(sigmoid(gate(gates, 3)), tanh(cell)), cell);
    }
}
