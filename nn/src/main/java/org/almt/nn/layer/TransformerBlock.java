package org.almt.nn.layer;

import static org.almt.core.op.Ops.add;

import org.almt.core.Tensor;
import org.almt.core.op.Checks;
import org.almt.nn.Layer;

/**
 * A Transformer block (Vaswani et al., 2017): attention between rows, then a small network on each single row. Each
 * half is added to its input.
 *
 * <pre>
 * pre-norm    x = target + Attention(LN_q(target), LN_k(source), LN_v(source))
 *             y = x + W_2 gelu(W_1 LN(x) + b_1) + b_2
 *
 * post-norm   x = LN(target + Attention(target, source, source))
 *             y = LN(x + W_2 gelu(W_1 x + b_1) + b_2)
 * </pre>
 *
 * <p>Self-attention is the case source = target. LN_q, LN_k and LN_v are one norm, unless {@link
 * BlockConfig#normForEachInput} was called. Dropout is applied to the output of each half, to the hidden layer and to
 * the attention weights, each with its own probability.
 *
 * <p>Pre-norm trains without warm-up and to great depth (Xiong et al., "On layer normalization in the Transformer
 * architecture", 2020); BERT and the first Transformer have post-norm. A row of y depends on its own row of the target
 * and on all of the source. To compute only some rows, give only these as target.
 *
 * <table>
 *   <caption>Blocks in this project</caption>
 *   <tr><th>model</th><th>norms</th><th>input biases</th><th>mask</th><th>names</th></tr>
 *   <tr><td>GPT</td><td>pre, one</td><td>yes</td><td>causal</td><td>{@link BlockNames#PLAIN}</td></tr>
 *   <tr><td>ALMT</td><td>pre, three</td><td>no</td><td>none</td><td>{@link BlockNames#VIT}</td></tr>
 *   <tr><td>BERT</td><td>post</td><td>yes</td><td>ragged</td><td>{@link BlockNames#BERT}</td></tr>
 * </table>
 *
 * <p>B batch, N target rows, M source rows, D width. Cost: the cost of {@link MultiHeadAttention}, and 2 D
 * multiply-adds for each element of the hidden layer.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class TransformerBlock extends Layer {
    private final BlockConfig config;
    private final LayerNorm normQ;
    private final LayerNorm normK;
    private final LayerNorm normV;
    private final MultiHeadAttention attention;
    private final LayerNorm norm;
    private final Linear in;
    private final Linear out;
    private final Dropout dropout;
    private final Dropout hiddenDropout;

    /** The block that {@code config} describes. Parameters are registered in the order in which they act. */
    public TransformerBlock(BlockConfig config) {
        Checks.given("TransformerBlock", "config", config);
        this.config = config;
        BlockNames names = config.names();
        normQ = config.norm();
        normK = config.hasNormForEachInput() ? config.norm() : normQ;
        normV = config.hasNormForEachInput() ? config.norm() : normQ;
        norm = config.norm();
        if (config.isPostNorm()) {
            attention = child(names.attention(), new MultiHeadAttention(config));
            child(names.queryNorm(), normQ);
        } else {
            child(names.queryNorm(), normQ);
            if (config.hasNormForEachInput()) {
                child(names.keyNorm(), normK);
                child(names.valueNorm(), normV);
            }
            attention = child(names.attention(), new MultiHeadAttention(config));
            child(names.norm(), norm);
        }
        in = child(names.in(), config.linear(config.width(), config.hidden()));
        out = child(names.out(), config.linear(config.hidden(), config.width()));
        if (config.isPostNorm()) {
            child(names.norm(), norm);
        }
        dropout = child("dropout", new Dropout(config.dropout()));
        hiddenDropout = child("hidden_dropout", new Dropout(config.hiddenDropout()));
    }

    /** Self-attention without a mask: x [B, N, D] gives [B, N, D]. */
    public Tensor forward(Tensor x) {
        return forward(x, x, AttentionMask.NONE);
    }

    /** Cross-attention without a mask: target [B, N, D] and source [B, M, D] give [B, N, D]. */
    public Tensor forward(Tensor target, Tensor source) {
        return forward(target, source, AttentionMask.NONE);
    }

    /** target [B, N, D] and source [B, M, D] give [B, N, D]. With a ragged mask, all are [R, D]. */
    public Tensor forward(Tensor target, Tensor source, AttentionMask mask) {
        Checks.given("TransformerBlock.forward", "mask", mask);
        if (config.isPostNorm()) {
            Tensor x = normQ.forward(add(target, attended(target, source, source, mask))); // [B, N, D]
            return norm.forward(add(x, network(x, mask))); // [B, N, D]
        }
        Tensor x = add(target, attend(target, source, mask)); // [B, N, D]
        return feedForward(x, mask); // [B, N, D]
    }

    /**
     * Reads the next rows [B, N, D] of growing sequences. The result [B, N, D] is what {@link AttentionMask#causal}
     * gives for the whole sequences. For use without gradients and in evaluation.
     */
    public Tensor step(Tensor rows, KeyValueCache cache) {
        Checks.given("TransformerBlock.step", "cache", cache);
        if (config.isPostNorm()) {
            Tensor x = normQ.forward(add(rows, attention.step(rows, cache))); // [B, N, D]
            return norm.forward(add(x, network(x, AttentionMask.NONE))); // [B, N, D]
        }
        if (normK != normQ) {
            throw new IllegalStateException(this + ": a block with a norm for each input has no steps");
        }
        Tensor x = add(rows, attention.step(normQ.forward(rows), cache)); // [B, N, D]
        return feedForward(x, AttentionMask.NONE); // [B, N, D]
    }

    /** The first half of a pre-norm block, without the sum: [B, N, D] and [B, M, D] give [B, N, D]. */
    public Tensor attend(Tensor target, Tensor source, AttentionMask mask) {
        Checks.given("TransformerBlock.attend", "mask", mask);
        requirePreNorm();
        Tensor q = normQ.forward(target); // [B, N, D]
        Tensor k = normK == normQ && source == target ? q : normK.forward(source); // [B, M, D]
        Tensor v = normV == normK ? k : normV.forward(source); // [B, M, D]
        return attended(q, k, v, mask); // [B, N, D]
    }

    /** The second half of a pre-norm block, with the sum: x [..., D] gives [..., D]. */
    public Tensor feedForward(Tensor x, AttentionMask mask) {
        Checks.given("TransformerBlock.feedForward", "mask", mask);
        requirePreNorm();
        return add(x, network(norm.forward(x), mask)); // [..., D]
    }

    private Tensor attended(Tensor q, Tensor k, Tensor v, AttentionMask mask) {
        return mask.drop(dropout, attention.forward(q, k, v, mask)); // [B, N, D]
    }

    /** W_2 gelu(W_1 x + b_1) + b_2: [..., D] gives [..., D]. */
    private Tensor network(Tensor x, AttentionMask mask) {
        Tensor hidden = mask.drop(hiddenDropout, config.activation().apply(in.forward(x))); // [..., hidden]
        return mask.drop(dropout, out.forward(hidden)); // [..., D]
    }

    private void requirePreNorm() {
        if (config.isPostNorm()) {
            throw new IllegalStateException(this + ": the halves of a post-norm block have no use alone; call forward");
        }
    }

    /** LN_q. In a post-norm block it is the norm after attention. */
    public LayerNorm normQ() {
        return normQ;
    }

    /** LN_k. */
    public LayerNorm normK() {
        return normK;
    }

    /** LN_v. */
    public LayerNorm normV() {
        return normV;
    }

    /** The attention layer. */
    public MultiHeadAttention attention() {
        return attention;
    }
}
