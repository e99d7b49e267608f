package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Engine;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.Products;
import org.almt.core.kernel.Scratch;
import org.almt.core.parallel.Slabs;

/**
 * The backward pass of a {@link GatedSequence} in three steps: through time, slab by slab, which turns gates into
 * gradients of what entered them; the gradient of x, for each time by itself; the gradients of the weights, cut by
 * their rows. Sums run over directions, slabs, times and samples in ascending order.
 */
final class GatedGradients {
    /** Rows of a weight whose gradient one thread computes: enough to pay for packing the rows of x. */
    private static final int WEIGHT_ROWS = 128;

    private static final Scratch STATES = new Scratch();
    private static final Scratch CELLS = new Scratch();
    private static final Scratch PACKED = new Scratch();
    private static final Scratch WEIGHT = new Scratch();

    private final GatedSequence op;
    private final RecurrentWeights[] directions;
    private final int gateRows;
    private final int shared;
    private final int width;

    GatedGradients(GatedSequence op, RecurrentWeights[] directions, int gateCount, int shared) {
        this.op = op;
        this.directions = directions;
        this.shared = shared;
        width = op.width();
        gateRows = gateCount * width;
    }

    void run() {
        GatedSlab[] slabs = op.slabs();
        Slabs.over(slabs.length, 1, (from, count) -> {
            for (int i = from; i < from + count; i++) {
                throughTime(slabs[i]);
            }
        });
        if (op.wanted(op.x()) && slabs.length > 0) {
            intoInput(slabs.length / directions.length, op.x().shape().size(1));
        }
        int chunks = Slabs.count(gateRows, WEIGHT_ROWS);
        Slabs.over(directions.length * chunks, 1, (from, count) -> {
            for (int i = from; i < from + count; i++) {
                int first = i % chunks * WEIGHT_ROWS;
                intoWeights(i / chunks, first, Math.min(gateRows, first + WEIGHT_ROWS));
            }
        });
    }

    private float[] gates() {
        return op.gates().array();
    }

    private int gates(GatedSlab slab, int t, int row) {
        return op.gates().offset() + slab.gates(t) + row * slab.n;
    }

    // ------------------------------------------------------------------ through time

    private void throughTime(GatedSlab slab) {
        Kernels kernels = Engine.kernels();
        int size = width * slab.n;
        float[] dh = STATES.floats(2 * size);
        float[] dc = CELLS.floats(2 * size);
        beginAtTheEnd(slab, 0, dh);
        if (op.hasCells()) {
            beginAtTheEnd(slab, 1, dc);
        }
        float[] weight = transposedHiddenWeight(slab);
        Tensor dy = op.gradientOf(op.result());
        int now = 0;
        for (int step = slab.longest() - 1; step >= 0; step--) {
            int t = slab.time(step);
            int next = size - now;
            for (int j = 0; j < slab.n; j++) {
                if (t < slab.length(j)) {
                    slab.addRow(dy.array(), dy.offset() + slab.shown(j, t), dh, now, j);
                }
            }
            op.cellBackward(kernels, slab, t, dh, dc, now, next);
            for (int j = 0; j < slab.n; j++) {
                if (t >= slab.length(j)) {
                    passBy(slab, t, j, dh, dc, now, next);
                }
            }
            throughHiddenWeight(kernels.products(), slab, t, weight, dh, next);
            now = next;
        }
        intoStart(slab, 0, dh, now);
        if (op.hasCells()) {
            intoStart(slab, 1, dc, now);
        }
    }

    private void beginAtTheEnd(GatedSlab slab, int i, float[] gradient) {
        Tensor dy = op.gradientOf(op.result());
        Arrays.fill(gradient, 0, width * slab.n, 0);
        for (int j = 0; j < slab.n; j++) {
            slab.addRow(dy.array(), dy.offset() + op.ends() + slab.state(i, j), gradient, 0, j);
        }
    }

    /** A sample that has ended hands its gradient on; its gates have none. */
    private void passBy(GatedSlab slab, int t, int j, float[] dh, float[] dc, int now, int next) {
        slab.copyColumn(width, dh, now, next, j);
        slab.copyColumn(width, dc, now, next, j);
        for (int r = 0; r < GatedSlab.GATES * width; r++) {
            gates()[gates(slab, t, r) + j] = 0;
        }
    }

    /** W_hh^T [H, G*H], once for all times. */
    private float[] transposedHiddenWeight(GatedSlab slab) {
        Tensor w = directions[slab.direction].hidden();
        float[] transposed = WEIGHT.floats(width * gateRows);
        for (int r = 0; r < gateRows; r++) {
            for (int f = 0; f < width; f++) {
                transposed[f * gateRows + r] = w.array()[w.offset() + r * width + f];
            }
        }
        return transposed;
    }

    /** dh += W_hh^T dgates. */
    private void throughHiddenWeight(Products products, GatedSlab slab, int t, float[] weight, float[] dh, int next) {
        int n = slab.n;
        products.gemm(false, false, width, n, shared, weight, 0, gateRows,
                gates(), gates(slab, t, 0), n, dh, next, n, true);
        if (shared < gateRows) {
            products.gemm(false, false, width, n, gateRows - shared, weight, shared, gateRows,
                    gates(), gates(slab, t, shared + width), n, dh, next, n, true);
        }
    }

    private void intoStart(GatedSlab slab, int i, float[] gradient, int now) {
        Tensor start = op.start(i);
        if (start == null || !op.wanted(start)) {
            return;
        }
        Tensor into = op.gradientOf(start);
        for (int j = 0; j < slab.n; j++) {
            int to = into.offset() + slab.state(0, j);
            for (int f = 0; f < width; f++) {
                into.array()[to + f] += gradient[now + f * slab.n + j];
            }
        }
    }

    // ------------------------------------------------------------------ into the inputs

    /** dx_t += dgates^T W_ih. */
    private void intoInput(int slabs, int times) {
        int in = op.x().shape().size(2);
        int size = Products.packedSize(in, gateRows);
        float[] packed = PACKED.floats(size);
        for (int d = 0; d < directions.length; d++) {
            int direction = d;
            Tensor w = directions[d].input();
            Engine.kernels().products().pack(false, in, gateRows, 0, gateRows, w.array(), w.offset(), in, packed);
            Tensor dx = op.gradientOf(op.x());
            long work = Math.max(1, (long) gateRows * in * op.slabs()[0].n);
            Slabs.over(slabs * times, (int) Math.max(1, Gemm.SLAB_WORK / work), (from, count) -> {
                for (int i = from; i < from + count; i++) {
                    GatedSlab slab = op.slabs()[direction * slabs + i / times];
                    int t = i % times;
                    if (t < slab.longest()) {
                        Engine.kernels().products().gemmPacked(true, slab.n, in, gateRows, gates(), gates(slab, t, 0),
                                slab.n, packed, dx.array(), dx.offset() + slab.x(0, t), times * in, true);
                    }
                }
            });
        }
    }

    /** Some rows of the gradients of one direction's weights and biases. */
    private void intoWeights(int direction, int from, int to) {
        RecurrentWeights w = directions[direction];
        for (GatedSlab slab : op.slabs()) {
            for (int t = 0; slab.direction == direction && t < slab.longest(); t++) {
                inputRows(w, slab, t, from, to);
                hiddenRows(w, slab, t, Math.min(from, shared), Math.min(to, shared), 0);
                hiddenRows(w, slab, t, Math.max(from, shared), Math.max(to, shared), width);
            }
        }
    }

    private void inputRows(RecurrentWeights w, GatedSlab slab, int t, int from, int to) {
        int at = gates(slab, t, from);
        if (op.wanted(w.input())) {
            Tensor x = op.x();
            int in = x.shape().size(2);
            Tensor into = op.gradientOf(w.input());
            Engine.kernels().products().gemm(false, false, to - from, in, slab.n, gates(), at, slab.n,
                    x.array(), x.offset() + slab.x(0, t), x.shape().size(1) * in,
                    into.array(), into.offset() + from * in, in, true);
        }
        addRows(w.inputBias(), slab, at, from, to);
    }

    /** Rows of W_hh, whose gates lie {@code further} rows down. */
    private void hiddenRows(RecurrentWeights w, GatedSlab slab, int t, int from, int to, int further) {
        if (from >= to) {
            return;
        }
        int at = gates(slab, t, from + further);
        if (op.wanted(w.hidden())) {
            Tensor into = op.gradientOf(w.hidden());
            Tensor h = op.states(0);
            Engine.kernels().products().gemm(false, true, to - from, width, slab.n, gates(), at, slab.n,
                    h.array(), h.offset() + slab.before(t), slab.n, into.array(), into.offset() + from * width, width,
                    true);
        }
        addRows(w.hiddenBias(), slab, at, from, to);
    }

    private void addRows(Tensor bias, GatedSlab slab, int at, int from, int to) {
        if (op.wanted(bias)) {
            Tensor into = op.gradientOf(bias);
            for (int r = from; r < to; r++) {
                into.array()[into.offset() + r] +=
                        Engine.kernels().reductions().sum(slab.n, gates(), at + (r - from) * slab.n);
            }
        }
    }
}
