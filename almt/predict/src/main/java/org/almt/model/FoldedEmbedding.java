package org.almt.model;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.slice;

import java.util.List;
import org.almt.core.Tensor;
import org.almt.nn.layer.AttentionMask;
import org.almt.nn.layer.TransformerBlock;

/**
 * The fast forms of a {@link ModalityEmbedding}. {@link FoldedAlmt} explains why they are the same function.
 *
 * <p>B batch, L frames, F features of a frame, n = T + L rows, T tokens, D width.
 */
final class FoldedEmbedding {
    private FoldedEmbedding() {}

    /** The form in which the rows are computed. */
    enum Way {
        /** Without computing the rows of the last block; see {@link FactoredEmbedding}. */
        FACTORED,
        /** Without projecting keys and values; see {@link FoldedAttention}. */
        FOLDED,
        /** As in the plain form, but with queries for the tokens only. */
        PRUNED
    }

    /** The cheapest way for frames u [B, L, F]. */
    static Way way(ModalityEmbedding embedding, Tensor u) {
        int rows = embedding.tokens() + u.shape().size(1);
        if (embedding.blocks().size() > 1 || !FoldedAttention.pays(embedding.tokens(), rows, embedding.lastBlock())) {
            return Way.PRUNED;
        }
        return FactoredEmbedding.pays(embedding, u) ? Way.FACTORED : Way.FOLDED;
    }

    /** The tokens' rows [B, T, D] for frames u [B, L, F]. */
    static Tensor forward(ModalityEmbedding embedding, Tensor u) {
        embedding.check(u);
        return switch (way(embedding, u)) {
            case PRUNED -> pruned(embedding, u);
            case FOLDED -> {
                Tensor targets = embedding.tokenRows(); // [1, T, D]
                Tensor rows = FoldedAttention.normalised(embedding.rows(u)); // [B, n, D]
                Tensor answers = FoldedAttention.forward(embedding.lastBlock(), targets, rows); // [B, T, D]
                yield around(embedding.lastBlock(), targets, answers);
            }
            case FACTORED -> {
                Tensor targets = embedding.tokenRows(); // [1, T, D]
                Tensor answers = FactoredEmbedding.attention(embedding, targets, u); // [B, T, D]
                yield around(embedding.lastBlock(), targets, answers);
            }
        };
    }

    private static Tensor pruned(ModalityEmbedding embedding, Tensor u) {
        List<TransformerBlock> blocks = embedding.blocks();
        Tensor x = embedding.rows(u); // [B, n, D]
        for (TransformerBlock block : blocks.subList(0, blocks.size() - 1)) {
            x = block.forward(x); // [B, n, D]
        }
        Tensor read = slice(x, 1, 0, embedding.tokens()); // [B, T, D]
        return embedding.lastBlock().forward(read, x); // [B, T, D]
    }

    /**
     * The rest of a block [B, N, D], after its attention: from the attention's output [B, N, D] and the targets [B, N,
     * D] or [1, N, D].
     */
    static Tensor around(TransformerBlock block, Tensor targets, Tensor answers) {
        Tensor x = add(answers, targets); // [B, N, D]
        return block.feedForward(x, AttentionMask.NONE); // [B, N, D]
    }
}
