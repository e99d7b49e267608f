package org.almt.nn.layer;

/**
 * The names of the parts of a {@link TransformerBlock} in checkpoints. Each name may contain dots.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param queryNorm the norm before attention, or the norm of queries alone; in a post-norm block the norm after
 *     attention
 * @param keyNorm the norm of keys; used with three norms only
 * @param valueNorm the norm of values; used with three norms only
 * @param attention the prefix of the names of attention's parameters
 * @param attentionParts the names of attention's parameters
 * @param norm the norm before the feed-forward half; in a post-norm block the norm after it
 * @param in the first layer of the feed-forward half
 * @param out its second layer
 */
public record BlockNames(
        String queryNorm, String keyNorm, String valueNorm, String attention, AttentionNames attentionParts,
        String norm, String in, String out) {

    /**
     * The names of this library: {@code attention_norm}, {@code attention.query}, …, {@code mlp_norm}, {@code mlp.in},
     * {@code mlp.out}.
     */
    public static final BlockNames PLAIN = new BlockNames(
            "attention_norm", "key_norm", "value_norm", "attention", AttentionNames.PLAIN, "mlp_norm", "mlp.in",
            "mlp.out");

    /**
     * The names of a Vision Transformer that many PyTorch programs have copied. Its two halves are {@code 0} and {@code
     * 1}: {@code 0.norm_q}, {@code 0.fn.to_q}, {@code 0.fn.to_out.0}, {@code 1.norm}, {@code 1.fn.net.0}, {@code
     * 1.fn.net.3}.
     */
    public static final BlockNames VIT = new BlockNames(
            "0.norm_q", "0.norm_k", "0.norm_v", "0.fn", AttentionNames.separate("to_q", "to_k", "to_v", "to_out.0"),
            "1.norm", "1.fn.net.0", "1.fn.net.3");

    /** The names of PyTorch's {@code TransformerEncoderLayer}: {@code self_attn.in_proj_weight}, …, {@code norm2}. */
    public static final BlockNames TORCH = new BlockNames(
            "norm1", "", "", "self_attn", AttentionNames.TORCH, "norm2", "linear1", "linear2");

    /** Hugging Face's names for BERT: {@code attention.self.query}, …, {@code output.LayerNorm}. */
    public static final BlockNames BERT = new BlockNames(
            "attention.output.LayerNorm", "", "", "attention",
            AttentionNames.separate("self.query", "self.key", "self.value", "output.dense"), "output.LayerNorm",
            "intermediate.dense", "output.dense");

    /** The same, with other names for attention's parameters. */
    public BlockNames withAttention(AttentionNames other) {
        return new BlockNames(queryNorm, keyNorm, valueNorm, attention, other, norm, in, out);
    }
}
