package org.almt.model;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.expand;
import static org.almt.core.op.Ops.linear;
import static org.almt.core.op.Ops.reshape;
import static org.almt.core.op.Ops.slice;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Tensor;
import org.almt.model.variant.EmbeddingStage;
import org.almt.nn.Initialiser;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.TransformerBlock;
import org.almt.nn.layer.TransformerStack;

/**
 * Modality embedding (paper, section 3.2). A Transformer over T learned tokens and the frames of one modality condenses
 * the frames into the tokens.
 *
 * <pre>
 * x = concat(token, W u + b) + positions      [B, T+L, D]
 * H_m^1 = the first T rows of E_m^0(x)        [B, T, D]      (1)
 * </pre>
 *
 * <p>Parameters: {@code 0.weight} [D, F], {@code 0.bias} [D], {@code 1.pos_embedding} [1, T+L, D], drawn from N(0,1),
 * and {@code 1.extra_token} [1, T, D], zeros. (In the paper the tokens are random; here the first T positions, which
 * are random, have the same effect.) Child: {@code 1.encoder}. B batch, L frames, F features of a frame, T tokens, D
 * width.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class ModalityEmbedding extends EmbeddingStage {
    private final int length;
    private final int features;
    private final int tokens;
    private final Tensor weight;
    private final Tensor bias;
    private final Tensor positions;
    private final Tensor token;
    private final TransformerStack encoder;

    /** An embedding for up to {@code length} frames of {@code features} features, with {@code depth} blocks. */
    public ModalityEmbedding(int length, int features, int tokens, int depth, BlockConfig config) {
        super(tokens);
        this.length = length;
        this.features = features;
        this.tokens = tokens;
        int width = config.width();
        weight = parameter("0.weight", Initialiser.linear(features), width, features);
        bias = parameter("0.bias", Initialiser.linear(features), width);
        positions = parameter("1.pos_embedding", Initialiser.normal(1), 1, tokens + length, width);
        token = parameter("1.extra_token", Initialiser.zeros(), 1, tokens, width);
        encoder = child("1.encoder", new TransformerStack(depth, config));
    }

    /** Equation (1): the tokens' rows [B, T, D] for frames u [B, L, F], with L at most the configured length. */
    @Override
    public Tensor forward(Tensor u) {
        Tensor x = encoder.forward(rows(u)); // [B, T+L, D]
        return slice(x, 1, 0, tokens); // [B, T, D]
    }

    @Override
    public Tensor folded(Tensor u) {
        return FoldedEmbedding.forward(this, u); // [B, T, D]
    }

    /** Checks that u is [B, L, F] with L at most the configured length. */
    void check(Tensor u) {
        check(u, length, features);
    }

    /** The rows [B, T+L, D] that the Transformer reads: tokens, then projected frames, with positions. */
    Tensor rows(Tensor u) {
        check(u);
        Tensor frames = linear(u, weight, bias); // [B, L, D]
        Tensor first = expand(token, u.shape().size(0), tokens, weight.shape().size(0)); // [B, T, D]
        Tensor all = concat(1, first, frames); // [B, T+L, D]
        return add(all, slice(positions, 1, 0, all.shape().size(1))); // [B, T+L, D]
    }

    /** The tokens with their positions [1, T, D], the same for every sample. */
    Tensor tokenRows() {
        return add(token, slice(positions, 1, 0, tokens)); // [1, T, D]
    }

    /** The part of each row that does not depend on the sample, for L frames: token or bias, plus position. [T+L, D] */
    Tensor sharedRows(int frames) {
        int width = bias.shape().size(0);
        Tensor base = concat(0, reshape(token, tokens, width), expand(bias, frames, width)); // [T+L, D]
        Tensor rows = reshape(slice(positions, 1, 0, tokens + frames), tokens + frames, width); // [T+L, D]
        return add(base, rows); // [T+L, D]
    }

    /** W, the projection of a frame to the model's width: [D, F]. */
    Tensor weight() {
        return weight;
    }

    /** T. */
    int tokens() {
        return tokens;
    }

    List<TransformerBlock> blocks() {
        return encoder.blocks();
    }

    TransformerBlock lastBlock() {
        return encoder.last();
    }

    @Override
    public List<Tensor> attentionWeights(Tensor u) {
        Tensor x = rows(u); // [B, n, D]
        List<Tensor> weights = new ArrayList<>();
        for (TransformerBlock block : blocks().subList(0, blocks().size() - 1)) {
            weights.add(AttentionWeights.of(block, x, x)); // [B, H, n, n]
            x = block.forward(x); // [B, n, D]
        }
        Tensor read = slice(x, 1, 0, tokens); // [B, T, D]
        weights.add(AttentionWeights.of(lastBlock(), read, x)); // [B, H, T, n]
        return weights;
    }
}
