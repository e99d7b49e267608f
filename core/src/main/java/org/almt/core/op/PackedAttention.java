package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Engine;
import org.almt.core.Indices;
import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.Scratch;

/**
 * Multi-head self-attention of samples of different lengths whose rows lie one after another, so that nothing is
 * computed for padding; with dropout of the probabilities (Vaswani et al., 2017) where asked for.
 *
 * <pre>
 * R rows, B samples, L the most rows of a sample, H heads, E features of a query and key head, F of a value head
 *
 * forward   S = scale q k^T + mask    P = softmax(S) over keys    A = P M    out = A v    for each sample and head
 * backward  dv += A^T dout
 *           dP = M (dout v^T),  dS = scale P (dP - rowsum(P dP))
 *           dq += dS k,  dk += dS^T q
 * saved     q, k, v, P, starts, rowNumbers; the dropout mask M is drawn again, M = 1 without dropout
 * cost      H (E + F) multiply-adds and H exponentials forward for each pair of rows of a sample; 2 H (E + F) backward
 * </pre>
 *
 * Shapes: q, k [R, H*E], v [R, H*F], out [R, H*F], starts B+1, mask [R] or none, P [R, H, L].
 *
 * <p>Sample b has the rows starts[b] to starts[b+1]-1, perhaps none. Rows from starts[B] on belong to no sample, and
 * their result is 0: a {@link org.almt.core.Program} traced for R rows serves all batches that have no more. The mask is
 * added to the scores of a key: 0, or -infinity to hide it, which leaves the bits of a shorter sample; it receives no
 * gradient. A sample whose keys are all hidden gives NaN.
 *
 * <p>Unlike {@link Attention}, which recomputes P, this holds P: with a text's few hundred rows it is smaller than
 * what surrounds it. The mask M of query row r, head h and key j is that of index (n H + h) L + j, see {@link
 * DropoutSource}, n being the number of the row as in {@link Dropout}.
 */
public final class PackedAttention extends Op {
    private static final Scratch SCORES = new Scratch();
    private static final Scratch SCORE_GRADIENTS = new Scratch();
    private static final Scratch DROPOUT = new Scratch();

    private final Tensor q;
    private final Tensor k;
    private final Tensor v;
    private final Tensor mask;
    private final Indices starts;
    private final Indices rowNumbers;
    private final float scale;
    private final DropoutMask random;
    private final Tensor out;
    private final Tensor probabilities;
    private final int rows;
    private final int samples;
    private final int longest;
    private final int heads;
    private final int size;
    private final int valueSize;

    /** {@code random} and {@code rowNumbers} are null without dropout, {@code mask} where no key is hidden. */
    PackedAttention(
            Tensor q, Tensor k, Tensor v, Indices starts, int longest, int heads, float scale, Tensor mask,
            DropoutMask random, Indices rowNumbers) {
        super("packedAttention", Checks.present(q, k, v, mask));
        this.q = q;
        this.k = k;
        this.v = v;
        this.mask = mask;
        this.starts = starts;
        this.rowNumbers = rowNumbers;
        this.longest = longest;
        this.heads = heads;
        this.scale = scale;
        this.random = random;
        check(q.shape(), k.shape(), v.shape(), heads);
        rows = q.shape().size(0);
        samples = starts.length() - 1;
        size = q.shape().size(1) / heads;
        valueSize = v.shape().size(1) / heads;
        if (samples < 0 || longest < 1) {
            throw new IllegalArgumentException("packedAttention: " + starts + " with samples of at most " + longest
                    + " rows; one start more than there are samples, and a row or more, are needed");
        }
        if (mask != null) {
            Checks.hasShape("packedAttention", "the key mask", mask, "for rows " + k.shape(), rows);
            if (mask.requiresGrad()) {
                throw new IllegalArgumentException("packedAttention: the key mask gets no gradient; detach it");
            }
        }
        if (rowNumbers != null && rowNumbers.length() != rows) {
            throw new IllegalArgumentException("packedAttention: " + rowNumbers.length() + " row numbers for "
                    + q.shape() + "; give each row one");
        }
        out = output(v.shape());
        probabilities = buffer(Shape.of(rows, heads, longest));
        readsInBackward(q, k, v);
        if (rowNumbers == null) {
            readsInBackward(starts);
        } else {
            readsInBackward(starts, rowNumbers);
        }
    }

    private static void check(Shape q, Shape k, Shape v, int heads) {
        String shapes = q + ", " + k + ", " + v;
        if (q.rank() != 2 || k.rank() != 2 || v.rank() != 2) {
            throw new IllegalArgumentException("packedAttention: q, k, v need two axes [rows, features]: " + shapes);
        }
        if (q.size(0) != k.size(0) || k.size(0) != v.size(0)) {
            throw new IllegalArgumentException("packedAttention: q, k, v have different numbers of rows: " + shapes
                    + "; each row is a query, a key and a value");
        }
        if (q.size(1) != k.size(1)) {
            throw new IllegalArgumentException("packedAttention: feature sizes of q and k differ: " + shapes
                    + "; their dot products need equal last axes");
        }
        if (heads < 1 || q.size(1) % heads != 0 || v.size(1) % heads != 0) {
            throw new IllegalArgumentException(
                    "packedAttention: " + heads + " heads do not divide the last axes of " + shapes);
        }
    }

    /** The starts are no tensor, and another batch has others. */
    @Override
    protected boolean dependsOnInputsAlone() {
        return false;
    }

    @Override
    protected void forward() {
        checkStarts();
        if (random != null) {
            random.toPresentStep();
        }
        recompute();
    }

    private void checkStarts() {
        int[] start = starts.array();
        for (int b = 0; b < samples; b++) {
            if (start[b + 1] < start[b] || start[b + 1] - start[b] > longest) {
                throw new IllegalArgumentException("packedAttention: sample " + b + " has the rows " + start[b] + " to "
                        + start[b + 1] + " (exclusive); 0 to " + longest + " rows are needed");
            }
        }
        if (start[0] < 0 || start[samples] > rows) {
            throw new IllegalArgumentException("packedAttention: samples begin at row " + start[0] + " and end before "
                    + start[samples] + ", outside the " + rows + " rows of " + q.shape());
        }
    }

    @Override
    protected void recompute() {
        Kernels kernels = Engine.kernels();
        int[] start = starts.array();
        int vs = heads * valueSize;
        Arrays.fill(out.array(), out.offset(), out.offset() + start[0] * vs, 0);
        Arrays.fill(out.array(), out.offset() + start[samples] * vs, out.offset() + rows * vs, 0);
        HeadSlabs.over(samples, heads, work(), (b, h) -> forward(kernels, start[b], start[b + 1] - start[b], h));
    }

    /** One head of the sample of n rows from {@code first} on. */
    private void forward(Kernels kernels, int first, int n, int h) {
        int qs = heads * size;
        int vs = heads * valueSize;
        int ps = heads * longest;
        float[] p = probabilities.array();
        kernels.products().gemm(false, true, n, n, size, q.array(), at(q, first, h), qs, k.array(), at(k, first, h), qs,
                p, row(first, h), ps, false);
        for (int r = first; r < first + n; r++) {
            int at = row(r, h);
            kernels.elementwise().scale(n, scale, p, at, p, at);
            if (mask != null) {
                kernels.elementwise().add(n, p, at, mask.array(), mask.offset() + first, p, at);
            }
            kernels.softmax().forward(1, n, p, at, p, at);
        }
        if (random == null) {
            kernels.products().gemm(false, false, n, valueSize, n, p, row(first, h), ps, v.array(), at(v, first, h), vs,
                    out.array(), at(out, first, h), vs, false);
        } else {
            float[] a = SCORES.floats(n * n);
            dropped(kernels, first, n, h, a);
            kernels.products().gemm(false, false, n, valueSize, n, a, 0, n, v.array(), at(v, first, h), vs,
                    out.array(), at(out, first, h), vs, false);
        }
    }

    /** a = P M, [n, n]. */
    private void dropped(Kernels kernels, int first, int n, int h, float[] a) {
        for (int i = 0; i < n; i++) {
            random.draw(index(first + i, h), n, a, i * n);
            kernels.elementwise().multiply(n, probabilities.array(), row(first + i, h), a, i * n, a, i * n);
        }
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        int[] start = starts.array();
        HeadSlabs.Head head = (b, h) -> backward(kernels, start[b], start[b + 1] - start[b], h);
        if (!(overlap(q, k) || overlap(k, v) || overlap(q, v))) {
            HeadSlabs.over(samples, heads, work(), head);
            return;
        }
        // Two heads at the same time must not add to one place.
        for (int b = 0; b < samples; b++) {
            for (int h = 0; h < heads; h++) {
                head.run(b, h);
            }
        }
    }

    private void backward(Kernels kernels, int first, int n, int h) {
        int qs = heads * size;
        int vs = heads * valueSize;
        int ps = heads * longest;
        float[] p = probabilities.array();
        Tensor dout = gradient(out);
        if (wants(v)) {
            Tensor dv = gradient(v);
            float[] a = p;
            if (random != null) {
                a = SCORES.floats(n * n);
                dropped(kernels, first, n, h, a);
            }
            kernels.products().gemm(true, false, n, valueSize, n, a, random == null ? row(first, h) : 0,
                    random == null ? ps : n,
                    dout.array(), at(dout, first, h), vs, dv.array(), at(dv, first, h), vs, true);
        }
        if (!wants(q) && !wants(k)) {
            return;
        }
        float[] dp = SCORES.floats(n * n);
        float[] ds = SCORE_GRADIENTS.floats(n * n);
        kernels.products().gemm(false, true, n, n, valueSize, dout.array(), at(dout, first, h), vs, v.array(),
                at(v, first, h), vs,
                dp, 0, n, false);
        Arrays.fill(ds, 0, n * n, 0);
        for (int i = 0; i < n; i++) {
            if (random != null) {
                float[] m = DROPOUT.floats(n);
                random.draw(index(first + i, h), n, m, 0);
                kernels.elementwise().multiply(n, dp, i * n, m, 0, dp, i * n);
            }
            kernels.softmax().backward(1, n, p, row(first + i, h), dp, i * n, ds, i * n);
        }
        kernels.elementwise().scale(n * n, scale, ds, 0, ds, 0);
        if (wants(q)) {
            Tensor dq = gradient(q);
            kernels.products().gemm(false, false, n, size, n, ds, 0, n, k.array(), at(k, first, h), qs,
                    dq.array(), at(dq, first, h), qs, true);
        }
        if (wants(k)) {
            Tensor dk = gradient(k);
            kernels.products().gemm(true, false, n, size, n, ds, 0, n, q.array(), at(q, first, h), qs,
                    dk.array(), at(dk, first, h), qs, true);
        }
    }

    /** Multiply-adds of one head of the longest sample, forward. */
    private long work() {
        return (long) longest * longest * (size + valueSize);
    }

    /** Where head h of a row begins. */
    private int at(Tensor tensor, int row, int h) {
        int width = tensor.shape().size(1);
        return tensor.offset() + row * width + h * (width / heads);
    }

    /** Where the probabilities of a query row and head begin. */
    private int row(int row, int h) {
        return probabilities.offset() + (row * heads + h) * longest;
    }

    /** The index of the first of their dropout masks. */
    private long index(int row, int h) {
        long number = rowNumbers == null ? row : rowNumbers.array()[row];
        return (number * heads + h) * longest;
    }

    private boolean overlap(Tensor a, Tensor b) {
        if (!wants(a) || !wants(b)) {
            return false;
        }
        Tensor da = gradient(a);
        Tensor db = gradient(b);
        return da.array() == db.array() && da.offset() < db.offset() + db.shape().count()
                && db.offset() < da.offset() + da.shape().count();
    }
}
