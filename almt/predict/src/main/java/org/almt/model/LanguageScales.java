package org.almt.model;

import java.util.List;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.model.variant.Rows;
import org.almt.nn.Layer;
import org.almt.nn.init.Initialiser;
import org.almt.nn.layer.BlockSizes;
import org.almt.nn.layer.TransformerBlock;
import org.almt.nn.layer.TransformerEncoder;

/**
 * Language at several scales (paper, section 3.3): the tokens of language, refined block by block. Each state guides one
 * hyper-modality layer.
 *
 * <p>Parameter {@code pos_embedding} [1, T, D], drawn from N(0,1), which the paper does not mention; child {@code
 * encoder}. B batch, T tokens, D width.
 */
public final class LanguageScales extends Layer {
    private final Tensor positions;
    private final TransformerEncoder encoder;

    LanguageScales(int tokens, int depth, boolean shared, BlockSizes sizes) {
        positions = parameter("pos_embedding", Initialiser.normal(1), 1, tokens, sizes.width());
        encoder = child("encoder",
                shared ? TransformerEncoder.shared(depth, sizes) : new TransformerEncoder(depth, sizes));
    }

    /** h [B, T, D], the embedded language, gives depth + 1 states [B, T, D]: H_l^1 with positions, H_l^2, H_l^3. */
    public List<Tensor> forward(Tensor h) {
        return encoder.states(Ops.add(h, Rows.first(positions, h.shape().size(1)))); // each [B, T, D]     (2) H_l^i = E_l^i(H_l^(i-1))
    }

    List<TransformerBlock> blocks() {
        return encoder.layers();
    }
}
