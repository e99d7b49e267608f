package org.almt.nn.layer;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.sigmoid;
import static org.almt.core.op.Ops.tanh;

import org.almt.core.Tensor;

/**
 * Long short-term memory (Hochreiter and Schmidhuber, "Long short-term memory", 1997; with the forget gate of Gers et
 * al., 2000): reads a sequence row by row into a state of two vectors, h, which it shows, and c, which it keeps.
 *
 * <pre>
 * [i f g o] = W_ih x + b_ih + W_hh h + b_hh          x [B, I]; h, c, and each gate [B, H]
 * c' = sigmoid(f) c + sigmoid(i) tanh(g)             forget some of the memory, write something new
 * h' = sigmoid(o) tanh(c')                           show some of it
 * </pre>
 *
 * <p>Parameters as in PyTorch, with the gates one below the other in the order i, f, g, o: {@code weight_ih_l0} [4 H,
 * I], {@code weight_hh_l0} [4 H, H], {@code bias_ih_l0} and {@code bias_hh_l0} [4 H], all uniform within 1 / sqrt(H).
 * One layer, one direction.
 *
 * <p>Use it for sequences that are read as they come, such as signals, with a state of fixed size. {@link Gru} has
 * three quarters of the weights and no c; on most tasks the two are equally good. {@link TransformerStack} sees all
 * rows at once, trains faster, and needs memory for all of them.
 *
 * <p>Cost: 4 H (I + H) multiply-adds a row. The part of the inputs is one matrix product for all times; that of the
 * state waits for the time before.
 */
public final class Lstm extends Recurrence<Lstm.State> {
    /**
     * What goes from one time to the next.
     *
     * @param hidden h [B, H]
     * @param cell c [B, H]
     */
    public record State(Tensor hidden, Tensor cell) {}

    /** From inputs of width {@code in} to a state of width {@code width}. */
    public Lstm(int in, int width) {
        super("Lstm", 4, in, width);
    }

    @Override
    public State start(int batch) {
        return new State(zeros(batch), zeros(batch));
    }

    @Override
    public Tensor hidden(State state) {
        return state.hidden;
    }

    @Override
    State next(Tensor fromInput, Tensor fromHidden, State before) {
        Tensor gates = add(fromInput, fromHidden); // [B, 4H]
        Tensor kept = mul(sigmoid(gate(gates, 1)), before.cell); // [B, H]
        Tensor entered = mul(sigmoid(gate(gates, 0)), tanh(gate(gates, 2))); // [B, H]
        Tensor cell = add(kept, entered); // [B, H]
        return new State(mul(sigmoid(gate(gates, 3)), tanh(cell)), cell);
    }
}
