package org.almt.nn.layer;

import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.Checks;
import org.almt.core.op.Ops;
import org.jspecify.annotations.Nullable;

/**
 * Which keys each query sees. The mask also chooses the operation that computes the attention:
 *
 * <table>
 *   <caption>Masks</caption>
 *   <tr><th>mask</th><th>a query sees</th><th>rows</th><th>scores in memory</th></tr>
 *   <tr><td>{@link #NONE}</td><td>all keys of its sample</td><td>[B, N, D]</td><td>none; with dropout, all</td></tr>
 * <tr><td>{@link #causal}</td><td>keys up to its own position</td><td>[B, N, D]</td><td>none; all with
 * dropout</td></tr>
 * <tr><td>{@link #of}</td><td>keys given by a matrix, the same for all samples</td><td>[B, N, D]</td><td>all</td></tr>
 *   <tr><td>{@link #keys}</td><td>the keys that are not padding</td><td>[B, N, D]</td><td>none</td></tr>
 *   <tr><td>{@link #ragged}</td><td>all keys of its sample</td><td>[R, D], without padding</td><td>all</td></tr>
 * </table>
 *
 * <p>B samples, N queries and M keys of each, R rows of all samples, D width.
 *
 * <p>Threads: one at a time, {@link #NONE} by many.
 */
public abstract class AttentionMask {
    /** Each query sees all keys of its sample. */
    public static final AttentionMask NONE = new AttentionMask() {
        @Override
        Tensor attend(Tensor q, Tensor k, Tensor v, int heads, float scale, Dropout dropout) {
            return dropout.acts()
                    ? Ops.maskedAttention(q, k, v, heads, scale, null, dropout.p(), dropout.source())
                    : Ops.attention(q, k, v, heads, scale);
        }
    };

    /** For a single last query. It sees all keys, with the bits of {@link #causal}. */
    static final AttentionMask LAST = new AttentionMask() {
        @Override
        Tensor attend(Tensor q, Tensor k, Tensor v, int heads, float scale, Dropout dropout) {
            return Ops.attention(q, k, v, heads, scale);
        }
    };

    private AttentionMask() {}

    /**
     * Scores to add, the same for all samples.
     *
     * @param scores [N, M], 0 for a key that is seen, -infinity for one that is hidden
     */
    public static AttentionMask of(Tensor scores) {
        Checks.given("AttentionMask.of", "scores", scores);
        return new AttentionMask() {
            @Override
            Tensor attend(Tensor q, Tensor k, Tensor v, int heads, float scale, Dropout dropout) {
                return dropout.acts()
                        ? Ops.maskedAttention(q, k, v, heads, scale, scores, dropout.p(), dropout.source())
                        : Ops.maskedAttention(q, k, v, heads, scale, scores);
            }
        };
    }

    /**
     * A query sees the keys up to its own position, and the last query sees all keys: key j is hidden from query i if j
     * - i &gt; M - N. For models that predict the next row.
     */
    public static AttentionMask causal() {
        return new Causal();
    }

    private static final class Causal extends AttentionMask {
        /** The mask of the last sizes. Most models request the same sizes again for each block. */
        private Tensor scores = Tensor.zeros(0, 0);

        @Override
        Tensor attend(Tensor q, Tensor k, Tensor v, int heads, float scale, Dropout dropout) {
            if (!dropout.acts()) {
                return Ops.causalAttention(q, k, v, heads, scale);
            }
            int queries = q.shape().size(1);
            int keys = k.shape().size(1);
            Tensor triangle = scores;
            if (triangle.shape().size(0) != queries || triangle.shape().size(1) != keys) {
                triangle = triangle(queries, keys);
                scores = triangle;
            }
            return of(triangle).attend(q, k, v, heads, scale, dropout);
        }
    }

    private static Tensor triangle(int queries, int keys) {
        float[] scores = new float[queries * keys];
        for (int i = 0; i < queries; i++) {
            for (int j = Math.max(0, i + keys - queries + 1); j < keys; j++) {
                scores[i * keys + j] = Float.NEGATIVE_INFINITY;
            }
        }
        return Tensor.of(scores, queries, keys);
    }

    /**
     * Some keys of each sample are hidden from all its queries, such as padding. Dropout of probabilities is not
     * possible.
     *
     * @param scores [B, M], 0 for a key that is seen, -infinity for one that is hidden
     */
    public static AttentionMask keys(Tensor scores) {
        Checks.given("AttentionMask.keys", "scores", scores);
        return new AttentionMask() {
            @Override
            Tensor attend(Tensor q, Tensor k, Tensor v, int heads, float scale, Dropout dropout) {
                if (dropout.acts()) {
                    throw new IllegalStateException("attention: a mask of keys cannot be used with dropout of the"
                            + " probabilities, p = " + dropout.p() + "; set that to 0, or use ragged rows");
                }
                return Ops.attention(q, k, v, heads, scale, scores);
            }
        };
    }

    /**
     * Samples of any length, with their rows one after another and without padding. For self-attention only.
     *
     * @param starts the number of the first row of each sample, and at the end the number of the row after the last one
     * @param longest the most rows of a sample
     * @param keyScores [R], 0 for a key that is seen, -infinity for one that is hidden; null if all are seen
     * @param rowNumbers [R], the number of each row, which alone decides what dropout does to the row; null means 0, 1,
     *     2, …
     */
    public static AttentionMask ragged(
            Indices starts, int longest, @Nullable Tensor keyScores, @Nullable Indices rowNumbers) {
        Checks.given("AttentionMask.ragged", "starts", starts);
        return new AttentionMask() {
            @Override
            Tensor attend(Tensor q, Tensor k, Tensor v, int heads, float scale, Dropout dropout) {
                return dropout.acts()
                        ? Ops.packedAttention(q, k, v, starts, longest, heads, scale, keyScores, dropout.p(),
                                dropout.source(), rowNumbers)
                        : Ops.packedAttention(q, k, v, starts, longest, heads, scale, keyScores);
            }

            @Override
            Tensor drop(Dropout dropout, Tensor rows) {
                return rowNumbers == null ? dropout.forward(rows) : dropout.forward(rows, rowNumbers);
            }
        };
    }

    /** softmax(scale q k^T) v of each head, over the keys that are seen. {@code dropout} is applied to the softmax. */
    abstract Tensor attend(Tensor q, Tensor k, Tensor v, int heads, float scale, Dropout dropout);

    /** Dropout of rows. */
    Tensor drop(Dropout dropout, Tensor rows) {
        return dropout.forward(rows);
    }
}
