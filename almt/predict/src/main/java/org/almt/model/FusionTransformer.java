package org.almt.model;

import java.util.List;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.model.variant.Fusion;
import org.almt.model.variant.FusionQuery;
import org.almt.model.variant.Rows;
import org.almt.nn.init.Initialiser;
import org.almt.nn.layer.BlockSizes;
import org.almt.nn.layer.CrossTransformer;
import org.almt.nn.layer.TransformerBlock;

/**
 * The fusion Transformer (paper, section 3.4): language, as target, reads the hyper-modality, as source.
 *
 * <p>A token is put before both; parameters {@code pos_embedding_s}, {@code pos_embedding_t} [1, T+1, D], drawn from
 * N(0,1), and {@code extra_token} [1, 1, D], zeros; child {@code CrossTransformerEncoder}. With {@link
 * FusionQuery#HYPER} target and source change places. B batch, T tokens, D width.
 */
public final class FusionTransformer extends Fusion {
    private final FusionQuery query;
    private final Tensor sourcePositions;
    private final Tensor targetPositions;
    private final Tensor token;
    private final CrossTransformer transformer;

    FusionTransformer(
            FusionQuery query, int hyperRows, int languageRows, int depth, boolean shared, BlockSizes sizes) {
        super(sizes.width());
        this.query = query;
        int sourceRows = query == FusionQuery.LANGUAGE ? hyperRows : languageRows;
        int targetRows = query == FusionQuery.LANGUAGE ? languageRows : hyperRows;
        sourcePositions = parameter("pos_embedding_s", Initialiser.normal(1), 1, sourceRows + 1, sizes.width());
        targetPositions = parameter("pos_embedding_t", Initialiser.normal(1), 1, targetRows + 1, sizes.width());
        token = parameter("extra_token", Initialiser.zeros(), 1, 1, sizes.width());
        transformer = child("CrossTransformerEncoder",
                shared ? CrossTransformer.shared(depth, sizes) : new CrossTransformer(depth, sizes));
    }

    /** hyper and language [B, T, D] give the fused rows [B, T+1, D], the token's first. */
    @Override
    public Tensor forward(Tensor hyper, Tensor language) {
        Tensor asks = query == FusionQuery.LANGUAGE ? language : hyper; // [B, T, D]
        Tensor target = withToken(asks, targetPositions); // [B, T+1, D]
        return transformer.forward(target, source(hyper, language)); // [B, T+1, D]
    }

    /** The token's target row, which is the same for every sample: [1, 1, D]. */
    Tensor tokenTarget() {
        return Ops.add(token, Ops.slice(targetPositions, 1, 0, 1)); // [1, 1, D]
    }

    /** Whether the rows that answer are those of the hyper-modality. */
    boolean readsHyper() {
        return query == FusionQuery.LANGUAGE;
    }

    List<TransformerBlock> layers() {
        return transformer.layers();
    }

    Tensor source(Tensor hyper, Tensor language) {
        Tensor answers = query == FusionQuery.LANGUAGE ? hyper : language; // [B, T, D]
        return withToken(answers, sourcePositions); // [B, T+1, D]
    }

    private Tensor withToken(Tensor rows, Tensor positions) {
        int batch = rows.shape().size(0);
        int width = rows.shape().size(2);
        Tensor all = Ops.concat(1, Ops.expand(token, batch, 1, width), rows); // [B, T+1, D]
        return Ops.add(all, Rows.first(positions, all.shape().size(1))); // [B, T+1, D]
    }
}
