package org.almt.nn.layer;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;

/**
 * A gated recurrent layer of one direction: what {@link Lstm} and {@link Gru} share. At each time the gates see an
 * affine map of the input, made for all times at once, and one of the hidden state.
 *
 * <p>Parameters, with G gates of width H one below the other, as PyTorch names and draws them (uniform within 1/sqrt H):
 * {@code weight_ih_l0} [G*H, I], {@code weight_hh_l0} [G*H, H], {@code bias_ih_l0} and {@code bias_hh_l0} [G*H].
 *
 * <p>B batch, T times, I input width, H width of the hidden state. All samples have T times; the state starts as zeros.
 */
abstract class Recurrence extends Layer {
    private final int in;
    private final int width;
    private final Tensor inputWeight;
    private final Tensor hiddenWeight;
    private final Tensor inputBias;
    private final Tensor hiddenBias;

    Recurrence(String name, int gates, int in, int width) {
        if (in < 1 || width < 1) {
            throw new IllegalArgumentException(name + ": " + in + " -> " + width + "; both widths must be 1 or more");
        }
        this.in = in;
        this.width = width;
        Initialiser draw = Initialiser.linear(width);
        inputWeight = parameter("weight_ih_l0", draw, gates * width, in);
        hiddenWeight = parameter("weight_hh_l0", draw, gates * width, width);
        inputBias = parameter("bias_ih_l0", draw, gates * width);
        hiddenBias = parameter("bias_hh_l0", draw, gates * width);
    }

    /** What goes from one time to the next; cell is null where there is none. Both [B, H]. */
    record State(Tensor hidden, Tensor cell) {}

    /** One time: the gates' shares of the input and of the hidden state, both [B, G*H], and the state before. */
    abstract State step(Tensor fromInput, Tensor fromHidden, State before);

    /** x [B, T, I] gives the hidden state after the last time, [B, H]. */
    public final Tensor forward(Tensor x) {
        List<Tensor> states = states(x);
        return states.get(states.size() - 1);
    }

    /** x [B, T, I] gives the hidden state after each time, [B, H]. */
    public final List<Tensor> states(Tensor x) {
        if (x.shape().rank() != 3 || x.shape().size(1) < 1) {
            throw new IllegalArgumentException(
                    this + ": an input [batch, times, " + in + "] of at least one time is needed, not " + x.shape());
        }
        int batch = x.shape().size(0);
        Tensor shares = Ops.linear(Ops.transpose(x, 0, 1), inputWeight, inputBias); // [T, B, G*H]
        State state = new State(Tensor.zeros(batch, width), Tensor.zeros(batch, width));
        List<Tensor> hidden = new ArrayList<>();
        for (int t = 0; t < x.shape().size(1); t++) {
            Tensor fromInput = Ops.reshape(Ops.slice(shares, 0, t, t + 1), batch, -1); // [B, G*H]
            Tensor fromHidden = Ops.linear(state.hidden, hiddenWeight, hiddenBias); // [B, G*H]
            state = step(fromInput, fromHidden, state);
            hidden.add(state.hidden);
        }
        return hidden;
    }

    /** The columns of gate number {@code index}, [B, H] of [B, G*H]. */
    final Tensor gate(Tensor gates, int index) {
        return Ops.slice(gates, 1, index * width, (index + 1) * width);
    }

    /** I. */
    public final int in() {
        return in;
    }

    /** H. */
    public final int width() {
        return width;
    }

    /** For example {@code Lstm(768 -> 128)}. */
    @Override
    public final String toString() {
        return super.toString() + "(" + in + " -> " + width + ")";
    }
}
