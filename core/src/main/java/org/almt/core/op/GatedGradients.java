package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Engine;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.Products;
import org.almt.core.kernel.Reductions;
import org.almt.core.kernel.Scratch;
import org.almt.core.parallel.Slabs;

/**
 * The backward pass of a {@link GatedSequence}, in three steps. The first goes through time, slab by slab, and replaces
 * gates by the gradients of their inputs. The second computes the gradient of x, separately for each time. The third
 * computes the gradients of the weights, cut by their rows. Sums run over directions, slabs, times and samples in
 * ascending order.
 */
final class GatedGradients {
    /** Rows of a weight whose gradient one thread computes. They are enough to pay for packing the rows of x. */
    private static final int WEIGHT_ROWS = 128;

    /** Columns (samples and times) that one product sums over. */
    private static final int COLUMNS = 128;

    private static final Scratch ROWS = new Scratch();
    private static final Scratch STATES = new Scratch();
    private static final Scratch CELLS = new Scratch();
    private static final Scratch PACKED = new Scratch();
    private static final Scratch WEIGHT = new Scratch();
    private static final Scratch SUMS = new Scratch();

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

    /** A sample that has ended passes its gradient on unchanged. Its gates have no gradient. */
    private void passBy(GatedSlab slab, int t, int j, float[] dh, float[] dc, int now, int next) {
        slab.copyColumn(width, dh, now, next, j);
        slab.copyColumn(width, dc, now, next, j);
        for (int r = 0; r < GatedSlab.GATES * width; r++) {
            gates()[gates(slab, t, r) + j] = 0;
        }
    }

    /**
     * W_hh^T [H, G*H], made once for all times, in blocks of some columns. Rows lie {@link Products#ROW_STEP} apart.
     */
    private float[] transposedHiddenWeight(GatedSlab slab) {
        Tensor w = directions[slab.direction].hidden();
        float[] transposed = WEIGHT.floats(Slabs.count(gateRows, COLUMNS) * width * Products.ROW_STEP);
        for (int r = 0; r < gateRows; r++) {
            for (int f = 0; f < width; f++) {
                transposed[transposed(f, r)] = w.array()[w.offset() + r * width + f];
            }
        }
        return transposed;
    }

    private int transposed(int f, int r) {
        return (r / COLUMNS * width + f) * Products.ROW_STEP + r % COLUMNS;
    }

    /** dh += W_hh^T dgates. */
    private void throughHiddenWeight(Products products, GatedSlab slab, int t, float[] weight, float[] dh, int next) {
        int end;
        for (int r = 0; r < gateRows; r = end) {
            end = Math.min(r - r % COLUMNS + COLUMNS, r < shared ? shared : gateRows);
            products.gemm(false, false, width, slab.n, end - r, weight, transposed(0, r), Products.ROW_STEP,
                    gates(), gates(slab, t, r < shared ? r : r + width), slab.n, dh, next, slab.n, true);
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

    /**
     * Computes some rows of the gradients of one direction's weights and biases. Several times are taken together, with
     * their gates side by side. The weights' gradients are then read and written once for some hundred columns.
     */
    private void intoWeights(int direction, int from, int to) {
        RecurrentWeights w = directions[direction];
        int split = Math.max(from, Math.min(to, shared));
        for (GatedSlab slab : op.slabs()) {
            int together = Math.max(1, COLUMNS / Math.max(1, slab.n));
            for (int t = 0; slab.direction == direction && t < slab.longest(); t += together) {
                int times = Math.min(together, slab.longest() - t);
                float[] d = sideBySide(slab, t, times, from, to);
                inputRows(w, slab, t, times, d, from, to);
                hiddenRows(w, slab, t, times, d, from, split);
                if (split < to) {
                    d = sideBySide(slab, t, times, split + width, to + width);
                    hiddenRows(w, slab, t, times, d, split, to);
                }
                for (int i = t; i < t + times; i++) {
                    intoBiases(w, slab, i, from, split, to);
                }
            }
        }
    }

    /** The gradients [to - from, times * n] of some rows of gates. Rows lie {@link Products#ROW_STEP} apart. */
    private float[] sideBySide(GatedSlab slab, int t, int times, int from, int to) {
        float[] rows = ROWS.floats(WEIGHT_ROWS * step(slab));
        for (int i = 0; i < times; i++) {
            for (int r = from; r < to; r++) {
                System.arraycopy(gates(), gates(slab, t + i, r), rows, (r - from) * step(slab) + i * slab.n, slab.n);
            }
        }
        return rows;
    }

    private static int step(GatedSlab slab) {
        return Math.max(Products.ROW_STEP, slab.n);
    }

    /** dW_ih += dgates x, over times and samples in ascending order. */
    private void inputRows(RecurrentWeights w, GatedSlab slab, int t, int times, float[] d, int from, int to) {
        if (!op.wanted(w.input())) {
            return;
        }
        Products products = Engine.kernels().products();
        Tensor x = op.x();
        int in = x.shape().size(2);
        int stride = x.shape().size(1) * in;
        int n = slab.n;
        float[] packed = PACKED.floats(Products.packedSize(in, times * n));
        for (int i = 0; i < times; i++) {
            products.pack(false, in, times * n, i * n, n,
                    x.array(), x.offset() + slab.x(0, t + i) - i * n * stride, stride, packed);
        }
        Tensor into = op.gradientOf(w.input());
        products.gemmPacked(false, to - from, in, times * n, d, 0, step(slab), packed,
                into.array(), into.offset() + from * in, in, true);
    }

    /** dW_hh += dgates h^T, in the same order. */
    private void hiddenRows(RecurrentWeights w, GatedSlab slab, int t, int times, float[] d, int from, int to) {
        if (from >= to || !op.wanted(w.hidden())) {
            return;
        }
        Products products = Engine.kernels().products();
        Tensor h = op.states(0);
        int n = slab.n;
        float[] packed = PACKED.floats(Products.packedSize(width, times * n));
        for (int i = 0; i < times; i++) {
            products.pack(true, width, times * n, i * n, n,
                    h.array(), h.offset() + slab.before(t + i) - i * n, n, packed);
        }
        Tensor into = op.gradientOf(w.hidden());
        products.gemmPacked(false, to - from, width, times * n, d, 0, step(slab), packed,
                into.array(), into.offset() + from * width, width, true);
    }

    /**
     * Up to {@code split} the two biases have one gradient. After it, the gradient of the state's bias lies further
     * down.
     */
    private void intoBiases(RecurrentWeights w, GatedSlab slab, int t, int from, int split, int to) {
        float[] sums = SUMS.floats(WEIGHT_ROWS);
        Reductions reductions = Engine.kernels().reductions();
        reductions.rowSums(to - from, slab.n, gates(), gates(slab, t, from), slab.n, sums, 0);
        addTo(w.inputBias(), from, to, sums);
        if (split < to) {
            reductions.rowSums(to - split, slab.n, gates(), gates(slab, t, split + width), slab.n, sums, split - from);
        }
        addTo(w.hiddenBias(), from, to, sums);
    }

    private void addTo(Tensor bias, int from, int to, float[] sums) {
        if (op.wanted(bias)) {
            Tensor into = op.gradientOf(bias);
            int at = into.offset() + from;
            for (int i = 0; i < to - from; i++) {
                into.array()[at + i] += sums[i];
            }
        }
    }
}
