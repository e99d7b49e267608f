package org.almt.nn.layer;

import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.Checks;
import org.almt.core.op.Ops;
import org.almt.core.op.RecurrentWeights;
import org.jspecify.annotations.Nullable;

/**
 * Long short-term memory (Hochreiter and Schmidhuber, "Long short-term memory", 1997; with the forget gate of Gers et
 * al., 2000). It reads a sequence row by row into a state of two vectors. It outputs h, and keeps c inside.
 *
 * <pre>
 * [i f g o] = W_ih x + b_ih + W_hh h + b_hh          x [B, I]; h, c, and each gate [B, H]
 * c' = sigmoid(f) c + sigmoid(i) tanh(g)             forget some of the memory, write something new
 * h' = sigmoid(o) tanh(c')                           show some of it
 * </pre>
 *
 * <p>Parameters as in PyTorch, with the gates one below the other in the order i, f, g, o: {@code weight_ih_l0} [4 H,
 * I], {@code weight_hh_l0} [4 H, H], {@code bias_ih_l0} and {@code bias_hh_l0} [4 H]. All are uniform within 1 /
 * sqrt(H). Further layers, named {@code _l1} and so on, read the states of the layer before. A second direction, named
 * {@code _reverse}, reads each sample from its last time to its first. The states of both directions stand side by
 * side.
 *
 * <p>Use it for sequences that are read as they arrive, such as signals, with a state of fixed size. {@link Gru} has
 * three quarters of the weights and no c. On most tasks the two are equally good. {@link TransformerStack} sees all
 * rows at once, trains faster, and needs memory for all of them.
 *
 * <p>Cost: 4 H (I + H) multiply-adds a row in each direction. Times run one after another. Samples and directions run
 * on all threads.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class Lstm extends Recurrence<Lstm.State> {
    /**
     * The state that passes from one time to the next, for N layers of D directions. The order is that of PyTorch:
     * layer by layer, with the direction from the first time on before the other.
     *
     * @param hidden h [N*D, B, H]
     * @param cell c [N*D, B, H]
     */
    public record State(Tensor hidden, Tensor cell) {}

    /** One layer that reads in one direction, from inputs of width {@code in} to a state of width {@code width}. */
    public Lstm(int in, int width) {
        this(RecurrentConfig.of(in, width));
    }

    /** With several layers, or from both ends. */
    public Lstm(RecurrentConfig config) {
        super(4, 2, Checks.given("Lstm", "config", config));
    }

    @Override
    public State start(int batch) {
        return new State(zeros(batch), zeros(batch));
    }

    @Override
    Tensor apply(
            Tensor x, @Nullable Tensor[] start, @Nullable Indices lengths, RecurrentWeights... directions) {
        return Ops.lstm(x, start[0], start[1], lengths, directions);
    }

    @Override
    Tensor[] parts(State state) {
        return new Tensor[] {state.hidden, state.cell};
    }

    @Override
    State state(Tensor... parts) {
        return new State(parts[0], parts[1]);
    }
}
