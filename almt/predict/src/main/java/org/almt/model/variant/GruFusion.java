package org.almt.model.variant;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.layer.Gru;

/**
 * Fusion by a gated recurrent unit (paper, Table 7): it reads the rows of language, then those of the hyper-modality, and
 * its last state [B, 1, D] is the fused row. The paper does not say in which order; the hyper-modality comes last because
 * it is what language, read first, is to be completed by.
 *
 * <p>Child {@code gru}.
 */
public final class GruFusion extends Fusion {
    private final Gru gru;

    /** For rows of {@code width} numbers, D. */
    public GruFusion(int width) {
        super(width);
        gru = child("gru", new Gru(width, width));
    }

    @Override
    public Tensor forward(Tensor hyper, Tensor language) {
        return Pooled.row(gru.forward(Ops.concat(1, language, hyper))); // [B, 1, D]
    }
}
