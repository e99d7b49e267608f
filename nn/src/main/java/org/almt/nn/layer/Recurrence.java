package org.almt.nn.layer;

import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.reshape;
import static org.almt.core.op.Ops.slice;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.RecurrentWeights;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.jspecify.annotations.Nullable;

/**
 * A gated recurrent layer: {@link Lstm} and {@link Gru} share it. Each layer runs whole sequences as one op, so that
 * its arithmetic is its cost.
 *
 * <p>Parameters have PyTorch's names and initialiser (uniform within 1/sqrt H). G gates of width H stand one below the
 * other: {@code weight_ih_l0} [G*H, I], {@code weight_hh_l0} [G*H, H], {@code bias_ih_l0} and {@code bias_hh_l0} [G*H].
 * Further layers have {@code _l1} and so on, and their input has the width D*H. The second direction has {@code
 * _reverse}.
 *
 * <p>{@link #forward} and {@link #read} read whole sequences. {@link #start} and {@link #step} read one time after the
 * other, for streams and for sequences that are generated while they are read.
 *
 * <p>B batch, T times, I input width, H width of the state, D directions, N layers.
 *
 * @param <S> the state that goes from one time to the next
 */
abstract class Recurrence<S> extends Layer {
    private final RecurrentConfig config;
    private final int stateCount;
    /** The weights of each layer, of one direction or two. */
    private final List<RecurrentWeights[]> layers = new ArrayList<>();
    private final Dropout dropout;

    /** A layer with {@code gates} gates, and {@code stateCount} vectors in its state. */
    Recurrence(int gates, int stateCount, RecurrentConfig config) {
        this.config = config;
        this.stateCount = stateCount;
        for (int n = 0; n < config.layers(); n++) {
            RecurrentWeights[] directions = new RecurrentWeights[config.directions()];
            for (int d = 0; d < directions.length; d++) {
                directions[d] = weights(gates, n == 0 ? config.in() : directions.length * config.width(),
                        "_l" + n + (d == 0 ? "" : "_reverse"));
            }
            layers.add(directions);
        }
        dropout = child("dropout", new Dropout(config.dropout()));
    }

    private RecurrentWeights weights(int gates, int in, String suffix) {
        Initialiser draw = Initialiser.linear(config.width());
        int rows = gates * config.width();
        return new RecurrentWeights(parameter("weight_ih" + suffix, draw, rows, in),
                parameter("weight_hh" + suffix, draw, rows, config.width()),
                parameter("bias_ih" + suffix, draw, rows), parameter("bias_hh" + suffix, draw, rows));
    }

    // ------------------------------------------------------------------ the op and its state, by the subclass

    /** One layer; {@code start} holds tensors [D, B, H], or nulls. */
    abstract Tensor apply(
            Tensor x, @Nullable Tensor[] start, @Nullable Indices lengths, RecurrentWeights... directions);

    /** The tensors [N*D, B, H] of a state. */
    abstract Tensor[] parts(S state);

    /** The state of such tensors. */
    abstract S state(Tensor... parts);

    // ------------------------------------------------------------------ one time

    /** The state before the first time: zeros. */
    public abstract S start(int batch);

    /** Zeros [N*D, B, H]. */
    final Tensor zeros(int batch) {
        return Tensor.zeros(config.layers() * config.directions(), batch, config.width());
    }

    /** The output of a state: the hidden state of the last layer, [B, D*H]. */
    public final Tensor hidden(S state) {
        Tensor h = parts(state)[0];
        int batch = h.shape().size(1);
        int first = h.shape().size(0) - config.directions();
        Tensor[] directions = new Tensor[config.directions()];
        for (int d = 0; d < directions.length; d++) {
            directions[d] = reshape(slice(h, 0, first + d, first + d + 1), batch, config.width());
        }
        return directions.length == 1 ? directions[0] : concat(1, directions); // [B, D*H]
    }

    /**
     * Reads one time: x [B, I] and the state before it give the state after it.
     *
     * @throws IllegalStateException if the layer reads from both ends
     */
    public final S step(Tensor x, S before) {
        requireWidth(x, config.in());
        if (config.directions() != 1) {
            throw new IllegalStateException(described() + ": it reads from both ends, so that it needs whole"
                    + " sequences; call read(), or make it with one direction");
        }
        return read(reshape(x, x.shape().rows(), 1, config.in()), before, null).last();
    }

    // ------------------------------------------------------------------ all times

    /** x [B, T, I] gives the hidden state of the last layer after the last time, [B, D*H]. */
    public final Tensor forward(Tensor x) {
        return hidden(read(x).last());
    }

    /** x [B, T, I] gives the hidden state of the last layer after each time, [B, T, D*H]. */
    public final Tensor states(Tensor x) {
        return read(x).states();
    }

    /** Reads x [B, T, I] from a state of zeros. */
    public final RecurrentOutput<S> read(Tensor x) {
        return read(x, null, null);
    }

    /**
     * Reads x [B, T, I] from a state. Samples of different lengths give the same results as each sample alone. After
     * its last time, the state of a sample stays unchanged. The second direction starts there. Rows of x beyond a
     * length must be finite, but have no effect.
     *
     * @param start null for zeros
     * @param lengths number of times of each sample, from 0 to T; null if all have T
     */
    public final RecurrentOutput<S> read(Tensor x, @Nullable S start, @Nullable Indices lengths) {
        requireWidth(x, config.in());
        if (x.shape().rank() != 3 || x.shape().size(1) < 1) {
            throw new IllegalArgumentException(described() + ": an input [batch, times, " + config.in()
                    + "] of at least one time is needed, not " + x.shape());
        }
        int batch = x.shape().size(0);
        int times = x.shape().size(1);
        int directions = config.directions();
        Tensor[] given = start == null ? null : parts(start);
        Tensor[][] last = new Tensor[stateCount][layers.size()];
        Tensor states = x;
        for (int n = 0; n < layers.size(); n++) {
            @Nullable Tensor[] from = new Tensor[last.length];
            for (int i = 0; given != null && i < from.length; i++) {
                from[i] = slice(given[i], 0, n * directions, (n + 1) * directions);
            }
            Tensor read = apply(n == 0 ? x : dropout.forward(states), from, lengths, layers.get(n));
            int rows = directions * batch * times;
            states = reshape(slice(read, 0, 0, rows), batch, times, directions * config.width());
            for (int i = 0; i < last.length; i++) {
                int at = rows + i * directions * batch;
                last[i][n] =
                        reshape(slice(read, 0, at, at + directions * batch), directions, batch, config.width());
            }
        }
        Tensor[] ends = new Tensor[last.length];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = layers.size() == 1 ? last[i][0] : concat(0, last[i]); // [N*D, B, H]
        }
        return new RecurrentOutput<>(states, state(ends));
    }

    /** I. */
    public final int in() {
        return config.in();
    }

    /** H. */
    public final int width() {
        return config.width();
    }

    /** For example {@code Lstm(768 -> 128)}. */
    @Override
    public final String toString() {
        return super.toString() + "(" + config.in() + " -> " + config.width()
                + (config.layers() == 1 ? "" : ", " + config.layers() + " layers")
                + (config.directions() == 1 ? ")" : ", both directions)");
    }
}
