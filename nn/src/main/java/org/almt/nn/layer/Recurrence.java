package org.almt.nn.layer;

import static org.almt.core.op.Ops.linear;
import static org.almt.core.op.Ops.reshape;
import static org.almt.core.op.Ops.slice;
import static org.almt.core.op.Ops.transpose;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Tensor;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;

/**
 * A gated recurrent layer of one direction: what {@link Lstm} and {@link Gru} share. At each time the gates read an
 * affine map of the input, made for all times at once, and one of the hidden state.
 *
 * <p>Parameters, with G gates of width H one below the other, as PyTorch names and draws them (uniform within 1/sqrt
 * H): {@code weight_ih_l0} [G*H, I], {@code weight_hh_l0} [G*H, H], {@code bias_ih_l0} and {@code bias_hh_l0} [G*H].
 *
 * <p>{@link #forward} reads whole sequences from a state of zeros. {@link #start} and {@link #step} read one time after
 * the other, for streams and for sequences that are made while they are read.
 *
 * <p>B batch, T times, I input width, H width of the hidden state. All samples have T times.
 *
 * @param <S> the state that goes from one time to the next
 */
abstract class Recurrence<S> extends Layer {
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

    // ------------------------------------------------------------------ one time

    /** The state before the first time: zeros. */
    public abstract S start(int batch);

    /** The hidden state [B, H] in a state. */
    public abstract Tensor hidden(S state);

    /** One time: x [B, I] and the state before it give the state after it. */
    public final S step(Tensor x, S before) {
        requireWidth(x, in);
        return next(linear(x, inputWeight, inputBias), before);
    }

    private S next(Tensor fromInput, S before) {
        return next(fromInput, linear(hidden(before), hiddenWeight, hiddenBias), before);
    }

    /**
     * The gates' parts of the input and of the hidden state, both [B, G*H], and the state before give the state after.
     */
    abstract S next(Tensor fromInput, Tensor fromHidden, S before);

    /** The columns of gate number {@code index}, [B, H] of [B, G*H]. */
    final Tensor gate(Tensor gates, int index) {
        return slice(gates, 1, index * width, (index + 1) * width);
    }

    /** Zeros [B, H]. */
    final Tensor zeros(int batch) {
        return Tensor.zeros(batch, width);
    }

    // ------------------------------------------------------------------ all times

    /** x [B, T, I] gives the hidden state after the last time, [B, H]. */
    public final Tensor forward(Tensor x) {
        List<Tensor> states = states(x);
        return states.get(states.size() - 1);
    }

    /** x [B, T, I] gives the hidden state after each time, [B, H]. */
    public final List<Tensor> states(Tensor x) {
        requireWidth(x, in);
        if (x.shape().rank() != 3 || x.shape().size(1) < 1) {
            throw new IllegalArgumentException(described() + ": an input [batch, times, " + in
                    + "] of at least one time is needed, not " + x.shape());
        }
        int batch = x.shape().size(0);
        Tensor fromInputs = linear(transpose(x, 0, 1), inputWeight, inputBias); // [T, B, G*H]
        S state = start(batch);
        List<Tensor> hidden = new ArrayList<>();
        for (int t = 0; t < x.shape().size(1); t++) {
            state = next(reshape(slice(fromInputs, 0, t, t + 1), batch, -1), state);
            hidden.add(hidden(state));
        }
        return hidden;
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
