package org.almt.model.variant;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.layer.LowRankFusion;

/**
 * Low-rank fusion (paper, Table 7, "LMF"): as {@link OuterProductFusion}, but the product is never made, and mapped to D
 * numbers by a weight of rank {@value #RANK}, [B, 1, D].
 *
 * <p>Child {@code lmf} with {@code hyper_factor}, {@code language_factor}, {@code fusion_weights} and {@code fusion_bias}.
 */
public final class RankedFusion extends Fusion {
    /** MMSA's for CMU-MOSEI and CH-SIMS; 3 for CMU-MOSI. The paper does not say. */
    private static final int RANK = 4;

    private final LowRankFusion fusion;

    /** For rows of {@code width} numbers, D. */
    public RankedFusion(int width) {
        super(width);
        fusion = child("lmf", new LowRankFusion(
                RANK, width, new LowRankFusion.Part("hyper", width), new LowRankFusion.Part("language", width)));
    }

    @Override
    public Tensor forward(Tensor hyper, Tensor language) {
        return Pooled.row(fusion.forward(Ops.mean(hyper, 1), Ops.mean(language, 1))); // [B, 1, D]
    }
}
