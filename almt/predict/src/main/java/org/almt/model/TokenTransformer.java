package org.almt.model;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Layer;
import org.almt.nn.init.Initialiser;
import org.almt.nn.layer.BlockSizes;
import org.almt.nn.layer.TransformerEncoder;

/**
 * A Transformer over T learned tokens followed by the frames, of which only the tokens' rows are kept.
 *
 * <p>Parameters {@code pos_embedding} [1, T+L, D], drawn from N(0,1), and {@code extra_token} [1, T, D], zeros (the paper
 * says random; the first T positions make up for it); child {@code encoder}. B batch, L frames, T tokens, D width.
 */
public final class TokenTransformer extends Layer {
    private final int tokens;
    private final Tensor positions;
    private final Tensor token;
    private final TransformerEncoder encoder;

    TokenTransformer(int length, int tokens, int depth, BlockSizes sizes) {
        this.tokens = tokens;
        positions = parameter("pos_embedding", Initialiser.normal(1), 1, tokens + length, sizes.width());
        token = parameter("extra_token", Initialiser.zeros(), 1, tokens, sizes.width());
        encoder = child("encoder", new TransformerEncoder(depth, sizes));
    }

    /** x [B, L, D] gives [B, T, D]. */
    Tensor forward(Tensor x) {
        Tensor rows = encoder.forward(withTokens(x)); // [B, T+L, D]
        return Ops.slice(rows, 1, 0, tokens); // [B, T, D]
    }

    /** The tokens before the frames, positions added: [B, T+L, D]. */
    Tensor withTokens(Tensor x) {
        int batch = x.shape().size(0);
        int width = x.shape().size(2);
        Tensor all = Ops.concat(1, Ops.expand(token, batch, tokens, width), x); // [B, T+L, D]
        return Ops.add(all, Ops.slice(positions, 1, 0, all.shape().size(1))); // [B, T+L, D]
    }

    /** The tokens with their positions, which are the same for every sample: [1, T, D]. */
    Tensor tokensAlone() {
        return Ops.add(token, Ops.slice(positions, 1, 0, tokens)); // [1, T, D]
    }

    /** What a row holds that is not its sample's: tokens, or {@code bias} [D], with positions, for L frames: [T+L, D]. */
    Tensor table(Tensor bias, int frames) {
        int width = bias.shape().size(0);
        Tensor base = Ops.concat(0, Ops.reshape(token, tokens, width), Ops.expand(bias, frames, width)); // [T+L, D]
        Tensor rows = Ops.reshape(Ops.slice(positions, 1, 0, tokens + frames), tokens + frames, width); // [T+L, D]
        return Ops.add(base, rows); // [T+L, D]
    }

    int tokens() {
        return tokens;
    }

    TransformerEncoder encoder() {
        return encoder;
    }
}
