package org.almt.model;

import static org.almt.core.op.Ops.add;

import java.util.List;
import org.almt.core.Tensor;
import org.almt.model.variant.FirstRows;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.TransformerBlock;
import org.almt.nn.layer.TransformerStack;

/**
 * Language at several scales (paper, section 3.3). The tokens of language are refined block by block, and each state
 * guides one hyper-modality layer.
 *
 * <p>Parameter: {@code pos_embedding} [1, T, D], drawn from N(0,1); the paper does not mention it. Child:
 * {@code encoder}. B batch, T tokens, D width.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class LanguageScales extends Layer {
    private final Tensor positions;
    private final TransformerStack encoder;

    /**
     * {@code depth} blocks over {@code tokens} tokens. If {@code shared}, they are one block that is applied
     * {@code depth} times.
     */
    public LanguageScales(int tokens, int depth, boolean shared, BlockConfig config) {
        positions = parameter("pos_embedding", Initialiser.normal(1), 1, tokens, config.width());
        encoder = child("encoder",
                shared ? TransformerStack.shared(depth, config) : new TransformerStack(depth, config));
    }

    /** The depth + 1 states [B, T, D] of the embedded language h [B, T, D]: H_l^1 with positions, H_l^2, H_l^3. */
    public List<Tensor> forward(Tensor h) {
        Tensor x = add(h, FirstRows.of(positions, h.shape().size(1))); // [B, T, D]
        return encoder.states(x); // each [B, T, D]
    }

    List<TransformerBlock> blocks() {
        return encoder.blocks();
    }
}
