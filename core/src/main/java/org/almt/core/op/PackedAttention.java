package org.almt.core.op;

import java.util.Arrays;
import org.almt.core.Engine;
import org.almt.core.Indices;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * Multi-head self-attention of samples of different lengths. Their rows lie one after another, so nothing is computed
 * for padding. It can apply dropout to the probabilities (Vaswani et al., 2017).
 *
 * <pre>
 * forward   S = scale q k^T + mask    P = softmax(S) over keys    A = P D    out = A v    for each sample and head
 * backward  dv += A^T dout
 *           dP = D (dout v^T),  dS = scale P (dP - rowsum(P dP))
 *           dq += dS k,  dk += dS^T q
 * saved     q, k, v, P, starts, rowNumbers; the dropout mask D is drawn again, D = 1 without dropout
 * cost      H (E + F) multiply-adds and H exponentials for each pair of rows of a sample; 2 H (E + F) backward
 * letters   as for Attention; R rows, L the most rows of a sample, D the dropout mask
 * </pre>
 *
 * Shapes: q, k [R, H*E], v [R, H*F], out [R, H*F], starts B+1, mask [R] or none, P [R, H, L].
 *
 * <p>Sample b has the rows starts[b] to starts[b+1]-1, which may be none. Rows from starts[B] on belong to no sample,
 * and their result is 0. A {@link org.almt.core.Program} traced for R rows thus serves all batches of at most R rows.
 * The mask is added to the scores of a key: 0, or -infinity to hide it. Hiding a key gives the same bits as a sample
 * without it. The mask receives no gradient. A sample whose keys are all hidden is refused.
 *
 * <p>{@link Attention} recomputes P, but this op holds it. For the few hundred rows of a text, P is smaller than the
 * values around it. The dropout mask D of query row r, head h and key j has index (n H + h) L + j, see {@link
 * DropoutSource}. Here n is the number of row r, as in {@link ElementDropout}.
 *
 * <p>Threads: one at a time.
 */
public final class PackedAttention extends ScoredAttention {
    private final Indices starts;
    private final @Nullable Indices rowNumbers;
    private final Tensor probabilities;
    private final int rows;
    private final int samples;
    private final int longest;

    /** {@code random} and {@code rowNumbers} are null without dropout. {@code mask} is null if no key is hidden. */
    PackedAttention(
            Tensor q, Tensor k, Tensor v, Indices starts, int longest, int heads, float scale, @Nullable Tensor mask,
            @Nullable DropoutMask random, @Nullable Indices rowNumbers) {
        super("packedAttention", 2, q, k, v, mask, heads, scale, random);
        this.starts = Checks.given("packedAttention", "the array of starts", starts);
        this.rowNumbers = rowNumbers;
        this.longest = longest;
        rows = q.shape().size(0);
        samples = starts.length() - 1;
        if (samples < 0 || longest < 1) {
            throw new IllegalArgumentException("packedAttention: " + starts + " with samples of at most " + longest
                    + " rows; one start more than there are samples, and a row or more, are needed");
        }
        checkMask("packedAttention", "the key mask", "for rows " + k.shape(), rows);
        if (rowNumbers != null && rowNumbers.length() != rows) {
            throw new IllegalArgumentException("packedAttention: " + rowNumbers.length() + " row numbers for "
                    + q.shape() + "; give each row one");
        }
        probabilities = buffer(Shape.of(rows, heads, longest));
        readsInBackward(q, k, v);
        if (rowNumbers == null) {
            readsInBackward(starts);
        } else {
            readsInBackward(starts, rowNumbers);
        }
    }

    /** The starts are no tensor, and they differ between batches. */
    @Override
    protected boolean dependsOnInputsAlone() {
        return false;
    }

    @Override
    int maskAt(int row, int keyRow) {
        return keyRow;
    }

    @Override
    long dropoutIndex(int row, int head) {
        long number = rowNumbers == null ? row : rowNumbers.array()[row];
        return (number * heads + head) * longest;
    }

    @Override
    protected long flop() {
        return 2L * heads * work(rows, longest);
    }

    @Override
    protected void forward() {
        checkStarts();
        if (mask != null) {
            requireScores("packedAttention");
            for (int b = 0; b < samples; b++) {
                int n = starts.array()[b + 1] - starts.array()[b];
                if (n > 0) {
                    requireKey("packedAttention", "sample", b, starts.array()[b], n);
                }
            }
        }
        super.forward();
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
        int vs = valueWidth();
        Arrays.fill(out.array(), out.offset(), out.offset() + start[0] * vs, 0);
        Arrays.fill(out.array(), out.offset() + start[samples] * vs, out.offset() + rows * vs, 0);
        HeadSlabs.over(samples, heads, work(longest, longest), (b, h) -> {
            int row = start[b];
            int n = start[b + 1] - row;
            float[] p = probabilities.array();
            probabilities(kernels, h, row, n, row, n, p, probabilitiesAt(row, h), heads * longest);
            results(kernels, h, row, n, row, n, p, probabilitiesAt(row, h), heads * longest);
        });
    }

    @Override
    protected void backward() {
        Kernels kernels = Engine.kernels();
        int[] start = starts.array();
        eachHead(samples, work(longest, longest), (b, h) -> {
            int row = start[b];
            int n = start[b + 1] - row;
            gradients(kernels, h, row, n, row, n, probabilities.array(), probabilitiesAt(row, h), heads * longest);
        });
    }

    /** The place where the probabilities of a query row and head begin. */
    private int probabilitiesAt(int row, int h) {
        return probabilities.offset() + (row * heads + h) * longest;
    }
}
