package org.almt.core.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.almt.core.Engine;
import org.almt.core.Indices;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.Products;
import org.almt.core.kernel.Scratch;
import org.almt.core.parallel.Slabs;
import org.jspecify.annotations.Nullable;

/**
 * A gated recurrent layer over whole sequences, in one direction or both. {@link LstmSequence} and {@link GruSequence}
 * share it. {@link GatedGradients} has the backward pass.
 *
 * <p>Samples are cut into slabs. One thread computes all times of a slab, so no thread waits for another between two
 * times. Within a slab all matrices are transposed: a row for each feature, a column for each sample. The product of a
 * time is then {@code gates [G*H, n] = W_hh [G*H, H] h [H, n]}. Each gate is one run of memory, and vectors are full
 * whatever H is.
 *
 * <p>Letters: B samples, T times, I input width, H state width, D directions, G gates.
 */
abstract class GatedSequence extends Op {
    private static final Scratch BOTH = new Scratch();
    private static final Scratch PACKED = new Scratch();
    private static final float[] NOTHING = {};

    /** Most samples in a slab. */
    private static final int WIDEST = 32;

    private final String name;
    private final Tensor x;
    private final RecurrentWeights[] directions;
    /** The first states, [D, B, H] each: h and, for an LSTM, c. Null means zeros. */
    private final @Nullable Tensor[] start;
    private final @Nullable Indices lengths;
    private final Tensor y;
    private final Tensor gates;
    private final Tensor[] states;
    private final int gateCount;
    private final int shared;
    private final int times;
    private final int in;
    private final int width;
    private final GatedSlab[] slabs;
    private final GatedGradients gradients;

    /**
     * The state after each time.
     *
     * @param gateCount gates of the weights
     * @param sharedGates the number of gates, from the first on, that sum input and state; the other gates keep the two
     *     apart
     */
    GatedSequence(
            String name, Tensor x, RecurrentWeights[] directions, @Nullable Tensor[] start, @Nullable Indices lengths,
            int gateCount,
            int sharedGates) {
        super(name, inputs(name, x, directions, start));
        this.name = name;
        this.x = x;
        this.directions = directions.clone();
        this.start = start.clone();
        this.lengths = lengths;
        this.gateCount = gateCount;
        check();
        int samples = x.shape().size(0);
        times = x.shape().size(1);
        in = x.shape().size(2);
        width = directions[0].width();
        shared = sharedGates * width;
        int columns = directions.length * samples;
        y = output(Shape.of(columns * (times + start.length), width));
        gates = buffer(Shape.of(columns, times, GatedSlab.GATES * width));
        states = new Tensor[start.length];
        for (int i = 0; i < states.length; i++) {
            states[i] = buffer(Shape.of(columns, times + 1, width));
        }
        slabs = slabs(samples);
        gradients = new GatedGradients(this, this.directions, gateCount, shared);
        readsInBackward(reads());
        if (lengths != null) {
            readsInBackward(lengths);
        }
    }

    private static Tensor[] inputs(String name, Tensor x, RecurrentWeights[] directions, @Nullable Tensor[] start) {
        List<Tensor> inputs = new ArrayList<>(List.of(Checks.given(name, "the input", x)));
        for (RecurrentWeights each : Checks.given(name, "the array of weights", directions)) {
            inputs.addAll(Arrays.asList(each.input(), each.hidden(), each.inputBias(), each.hiddenBias()));
        }
        inputs.addAll(List.of(Checks.present(start)));
        return inputs.toArray(Tensor[]::new);
    }

    private Tensor[] reads() {
        List<Tensor> reads = new ArrayList<>(List.of(x));
        for (RecurrentWeights each : directions) {
            reads.addAll(List.of(each.input(), each.hidden()));
        }
        return reads.toArray(Tensor[]::new);
    }

    private void check() {
        Shape sx = x.shape();
        if (sx.rank() != 3 || sx.size(1) < 1) {
            throw new IllegalArgumentException(
                    name + ": an input [batch, times, width] of at least one time is needed, not " + sx);
        }
        if (directions.length < 1 || directions.length > 2) {
            throw new IllegalArgumentException(name + ": weights of " + directions.length
                    + " directions; give those of one direction or of two");
        }
        int h = directions[0].width();
        for (RecurrentWeights each : directions) {
            each.check(name, gateCount, sx.size(2));
            Checks.hasShape(name, "hidden weight", each.hidden(), "in both directions", gateCount * h, h);
        }
        for (Tensor state : Checks.present(start)) {
            Checks.hasShape(name, "first state", state, "as [directions, batch, width]", directions.length, sx.size(0),
                    h);
        }
        if (lengths != null && lengths.length() != sx.size(0)) {
            throw new IllegalArgumentException(name + ": " + lengths.length() + " lengths for " + sx
                    + "; one for each of the " + sx.size(0) + " samples is needed");
        }
    }

    private GatedSlab[] slabs(int samples) {
        int each = Slabs.count(samples, WIDEST);
        GatedSlab[] all = new GatedSlab[directions.length * each];
        for (int i = 0; i < all.length; i++) {
            int first = i % each * WIDEST;
            all[i] = new GatedSlab(i / each, directions.length, first, Math.min(WIDEST, samples - first), samples,
                    times,
                    in, width, lengths);
        }
        return all;
    }

    // ------------------------------------------------------------------ one time of one slab, by the subclass

    /** Whether the state has a second vector, c. */
    abstract boolean hasCells();

    /** Computes the gates from their inputs, and the states after time t from those before it. */
    abstract void cell(Kernels kernels, GatedSlab slab, int t);

    /**
     * Replaces the gates of time t by the gradients of their inputs. From the gradients of the states after t, in
     * {@code dh} and {@code dc} at {@code now}, it computes those before t, at {@code next}. The part that passes
     * through W_hh is not included.
     */
    abstract void cellBackward(Kernels kernels, GatedSlab slab, int t, float[] dh, float[] dc, int now, int next);

    final Tensor gates() {
        return gates;
    }

    /** h for 0, c for 1. */
    final Tensor states(int i) {
        return states[i];
    }

    final int width() {
        return width;
    }

    // ------------------------------------------------------------------ for the gradients

    final Tensor x() {
        return x;
    }

    final Tensor result() {
        return y;
    }

    final @Nullable Tensor start(int i) {
        return start[i];
    }

    final GatedSlab[] slabs() {
        return slabs;
    }

    /** The place where the last states begin in the result. */
    final int ends() {
        return directions.length * x.shape().size(0) * times * width;
    }

    final boolean wanted(Tensor input) {
        return wants(input);
    }

    final Tensor gradientOf(Tensor tensor) {
        return gradient(tensor);
    }

    // ------------------------------------------------------------------ forward

    @Override
    protected final boolean dependsOnInputsAlone() {
        return lengths == null;
    }

    @Override
    protected long flop() {
        return 2L * x.shape().size(0) * times * directions.length * gateCount * width * (in + width);
    }

    @Override
    protected final void forward() {
        for (int b = 0; lengths != null && b < lengths.length(); b++) {
            if (lengths.get(b) < 0 || lengths.get(b) > times) {
                throw new IllegalArgumentException(name + ": sample " + b + " has a length of " + lengths.get(b)
                        + "; it must be from 0 to the " + times + " times of " + x.shape());
            }
        }
        Slabs.over(slabs.length, 1, (from, count) -> {
            for (int i = from; i < from + count; i++) {
                read(slabs[i]);
            }
        });
    }

    private void read(GatedSlab slab) {
        Kernels kernels = Engine.kernels();
        slab.measure();
        float[] both = sideBySide(directions[slab.direction]);
        for (int i = 0; i < states.length; i++) {
            begin(slab, i);
        }
        for (int step = 0; step < slab.longest(); step++) {
            int t = slab.time(step);
            enterGates(kernels.products(), slab, t, both);
            cell(kernels, slab, t);
            for (int j = 0; j < slab.n; j++) {
                if (t < slab.length(j)) {
                    slab.toRow(states[0].array(), at(0, slab.after(t)), j, y.array(), y.offset() + slab.shown(j, t));
                } else {
                    for (int i = 0; i < states.length; i++) { // after its end a sample keeps its state
                        slab.copyColumn(width, states[i].array(), at(i, slab.before(t)), at(i, slab.after(t)), j);
                    }
                }
            }
        }
        for (int j = 0; j < slab.n; j++) {
            for (int t = slab.length(j); t < times; t++) {
                int from = y.offset() + slab.shown(j, t);
                Arrays.fill(y.array(), from, from + width, 0);
            }
            for (int i = 0; i < states.length; i++) {
                slab.toRow(states[i].array(), at(i, slab.end()), j, y.array(), y.offset() + ends() + slab.state(i, j));
            }
        }
    }

    private int at(int state, int position) {
        return states[state].offset() + position;
    }

    private void begin(GatedSlab slab, int i) {
        int to = at(i, slab.start());
        Arrays.fill(states[i].array(), to, to + width * slab.n, 0);
        for (int j = 0; j < slab.n && start[i] != null; j++) {
            slab.addRow(start[i].array(), start[i].offset() + slab.state(0, j), states[i].array(), to, j);
        }
    }

    /** W_ih and W_hh side by side, [gates, I + H], if all gates sum input and state. One product then replaces two. */
    private float[] sideBySide(RecurrentWeights w) {
        int rows = gateCount * width;
        if (shared < rows) {
            return NOTHING;
        }
        int step = step();
        float[] both = BOTH.floats(rows * step);
        for (int r = 0; r < rows; r++) {
            System.arraycopy(w.input().array(), w.input().offset() + r * in, both, r * step, in);
            System.arraycopy(w.hidden().array(), w.hidden().offset() + r * width, both, r * step + in, width);
        }
        return both;
    }

    /** Distance from one row of {@link #sideBySide} to the next. */
    private int step() {
        return Math.max(Products.ROW_STEP, in + width);
    }

    /** gates = biases + W_ih x_t + W_hh h. */
    private void enterGates(Products products, GatedSlab slab, int t, float[] both) {
        RecurrentWeights w = directions[slab.direction];
        float[] g = gates.array();
        int go = gates.offset() + slab.gates(t);
        int n = slab.n;
        int rows = gateCount * width;
        for (int r = 0; r < rows; r++) {
            float fromInput = w.inputBias().array()[w.inputBias().offset() + r];
            float fromState = w.hiddenBias().array()[w.hiddenBias().offset() + r];
            Arrays.fill(g, go + r * n, go + (r + 1) * n, r < shared ? fromInput + fromState : fromInput);
            if (r >= shared) {
                Arrays.fill(g, go + (r + width) * n, go + (r + width + 1) * n, fromState);
            }
        }
        if (shared == rows) {
            float[] packed = PACKED.floats(Products.packedSize(n, in + width));
            products.pack(true, n, in + width, 0, in, x.array(), x.offset() + slab.x(0, t), times * in, packed);
            products.pack(false, n, in + width, in, width, states[0].array(), at(0, slab.before(t)) - in * n, n,
                    packed);
            products.gemmPacked(false, rows, n, in + width, both, 0, step(), packed, g, go, n, true);
            return;
        }
        products.gemm(false, true, rows, n, in, w.input().array(), w.input().offset(), in,
                x.array(), x.offset() + slab.x(0, t), times * in, g, go, n, true);
        float[] h = states[0].array();
        int ho = at(0, slab.before(t));
        float[] wh = w.hidden().array();
        int wo = w.hidden().offset();
        products.gemm(false, false, shared, n, width, wh, wo, width, h, ho, n, g, go, n, true);
        if (shared < rows) {
            products.gemm(false, false, rows - shared, n, width, wh, wo + shared * width, width, h, ho, n,
                    g, go + (shared + width) * n, n, true);
        }
    }

    @Override
    protected final void backward() {
        gradients.run();
    }
}
