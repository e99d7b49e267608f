package org.almt.model;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.expand;
import static org.almt.core.op.Ops.slice;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Tensor;
import org.almt.model.variant.FirstRows;
import org.almt.model.variant.FusionQuery;
import org.almt.model.variant.FusionReads;
import org.almt.model.variant.FusionStage;
import org.almt.nn.Initialiser;
import org.almt.nn.layer.AttentionMask;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.TransformerBlock;
import org.almt.nn.layer.TransformerStack;

/**
 * The fusion Transformer (paper, section 3.4): language is the target and attends to the hyper-modality, the source.
 *
 * <p>A learned token is put before both. Parameters: {@code pos_embedding_s} and {@code pos_embedding_t} [1, T+1, D],
 * drawn from N(0,1), and {@code extra_token} [1, 1, D], zeros. Child: {@code CrossTransformerEncoder}. With
 * {@link FusionQuery#HYPER}, target and source are exchanged. B batch, T tokens, D width.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class FusionTransformer extends FusionStage {
    private final FusionQuery query;
    private final FusionReads reads;
    private final Tensor sourcePositions;
    private final Tensor targetPositions;
    private final Tensor token;
    private final TransformerStack transformer;

    /** A fusion with a given query side, rows that the head reads, rows of both sides, and {@code depth} blocks. */
    public FusionTransformer(
            FusionQuery query, FusionReads reads, int hyperRows, int languageRows, int depth, boolean shared,
            BlockConfig config) {
        super(config.width());
        this.query = query;
        this.reads = reads;
        int sourceRows = query == FusionQuery.LANGUAGE ? hyperRows : languageRows;
        int targetRows = query == FusionQuery.LANGUAGE ? languageRows : hyperRows;
        sourcePositions = parameter("pos_embedding_s", Initialiser.normal(1), 1, sourceRows + 1, config.width());
        targetPositions = parameter("pos_embedding_t", Initialiser.normal(1), 1, targetRows + 1, config.width());
        token = parameter("extra_token", Initialiser.zeros(), 1, 1, config.width());
        transformer = child("CrossTransformerEncoder",
                shared ? TransformerStack.shared(depth, config) : new TransformerStack(depth, config));
    }

    /** The fused rows [B, T+1, D] of hyper and language [B, T, D], the token's row first. */
    @Override
    public Tensor forward(Tensor hyper, Tensor language) {
        Tensor asks = query == FusionQuery.LANGUAGE ? language : hyper; // [B, T, D]
        Tensor target = withToken(asks, targetPositions); // [B, T+1, D]
        return transformer.forward(target, source(hyper, language)); // [B, T+1, D]
    }

    /**
     * The token's row [B, 1, D], if the head reads no other. Rows of the target do not attend to one another, so no
     * other target row is needed. Every block reads the same source [B, T+1, D].
     */
    @Override
    public Tensor folded(Tensor hyper, Tensor language) {
        if (reads != FusionReads.TOKEN) {
            return forward(hyper, language);
        }
        Tensor source = source(hyper, language); // [B, T+1, D]
        int batch = source.shape().size(0);
        Tensor target = tokenRow(); // [1, 1, D], and [B, 1, D] after the first block
        Tensor rows = FoldedAttention.normalised(source); // [B, T+1, D]
        for (TransformerBlock block : transformer.blocks()) {
            Tensor answer = FoldedAttention.pays(1, source.shape().size(1), block)
                    ? FoldedAttention.forward(block, target, rows)
                    : block.attend(expand(target, batch, 1, width()), source, AttentionMask.NONE); // [B, 1, D]
            target = FoldedEmbedding.around(block, target, answer); // [B, 1, D]
        }
        return target;
    }

    /** The token's target row [1, 1, D], the same for every sample. */
    private Tensor tokenRow() {
        return add(token, slice(targetPositions, 1, 0, 1)); // [1, 1, D]
    }

    private Tensor source(Tensor hyper, Tensor language) {
        Tensor answers = query == FusionQuery.LANGUAGE ? hyper : language; // [B, T, D]
        return withToken(answers, sourcePositions); // [B, T+1, D]
    }

    private Tensor withToken(Tensor rows, Tensor positions) {
        Tensor first = expand(token, rows.shape().size(0), 1, width()); // [B, 1, D]
        Tensor all = concat(1, first, rows); // [B, T+1, D]
        return add(all, FirstRows.of(positions, all.shape().size(1))); // [B, T+1, D]
    }

    @Override
    public List<Tensor> attentionToHyper(Tensor hyper, Tensor language) {
        if (query != FusionQuery.LANGUAGE) {
            return List.of();
        }
        Tensor source = source(hyper, language); // [B, 1 + rows, D]
        Tensor target = expand(tokenRow(), source.shape().size(0), 1, width()); // [B, 1, D]
        List<Tensor> weights = new ArrayList<>();
        for (TransformerBlock block : transformer.blocks()) {
            weights.add(AttentionWeights.of(block, target, source)); // [B, H, 1, 1 + rows]
            target = block.forward(target, source); // [B, 1, D]
        }
        return weights;
    }
}
