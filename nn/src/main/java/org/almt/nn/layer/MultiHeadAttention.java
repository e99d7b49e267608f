package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.core.op.Checks;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;

/**
 * Multi-head attention (Vaswani et al., "Attention is all you need", 2017): each query row receives a weighted mean of
 * the value rows. Rows whose keys resemble the query have the largest weights.
 *
 * <pre>
 * q = W_q x_q + b_q      k = W_k x_k + b_k      v = W_v x_v + b_v       [B, N, H E], [B, M, H E], [B, M, H E]
 * head h  = softmax(q_h k_h^T / sqrt(E)) v_h                             q_h: columns h E to h E + E - 1
 * y       = W_o (head 1 | … | head H) + b_o                              [B, N, D]
 * </pre>
 *
 * <p>W_q, W_k, W_v are [H E, D], and W_o is [D, H E]. H E need not be D. {@link AttentionMask} states which keys a
 * query sees. Cost: 4 D H E multiply-adds a row, and 2 H E for each pair of a query and a key.
 *
 * <p>A bias of keys adds the same number to all scores of a query, and softmax cancels it. Its gradient is only
 * rounding noise.
 *
 * <p>B batch, N query rows, M key and value rows, D width, H heads, E width of a head.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class MultiHeadAttention extends Layer {
    private static final int QUERY = 0;
    private static final int KEY = 1;
    private static final int VALUE = 2;

    private final BlockConfig config;
    /** Weights of queries, keys and values. Or a single weight with all three, one below the other. */
    private final Tensor[] weights;
    /** Their biases, in the same form. Empty without input biases. */
    private final Tensor[] biases;
    private final Linear out;
    private final Dropout dropout;

    /**
     * Attention with the choices of {@code config}: width, heads, width of a head, biases, dropout of probabilities,
     * names.
     */
    public MultiHeadAttention(BlockConfig config) {
        Checks.given("MultiHeadAttention", "config", config);
        this.config = config;
        AttentionNames names = config.names().attentionParts();
        int matrices = names.isPacked() ? 1 : 3;
        int rows = (names.isPacked() ? 3 : 1) * config.inner();
        Initialiser weight = config.weights(config.width());
        Initialiser bias = config.biases(config.width());
        weights = new Tensor[matrices];
        biases = new Tensor[config.inputBiases() ? matrices : 0];
        for (int i = 0; i < matrices; i++) {
            weights[i] = parameter(names.weights().get(i), weight, rows, config.width());
            if (config.inputBiases()) {
                biases[i] = parameter(names.biases().get(i), bias, rows);
            }
        }
        out = child(names.out(), config.linear(config.inner(), config.width()));
        dropout = child("probability_dropout", new Dropout(config.attentionDropout()));
    }

    /** Self-attention without a mask: x [B, N, D] gives [B, N, D]. */
    public Tensor forward(Tensor x) {
        return forward(x, x, x, AttentionMask.NONE);
    }

    /** query [B, N, D], key and value [B, M, D] give [B, N, D]. */
    public Tensor forward(Tensor query, Tensor key, Tensor value, AttentionMask mask) {
        Checks.given("MultiHeadAttention.forward", "mask", mask);
        Tensor q = placed(queries(query), 0); // [B, N, H*E]
        Tensor k = placed(keys(key), 0); // [B, M, H*E]
        Tensor v = values(value); // [B, M, H*E]
        return out.forward(attended(mask, q, k, v)); // [B, N, D]
    }

    /** [B, N, H*E]. */
    private Tensor attended(AttentionMask mask, Tensor q, Tensor k, Tensor v) {
        try {
            return mask.attend(q, k, v, heads(), scale(), dropout);
        } catch (IllegalArgumentException e) {
            throw refused(e);
        }
    }

    /**
     * Reads the next rows [B, N, D] of growing sequences. Each row sees the rows before it. The result [B, N, D] is
     * what {@link AttentionMask#causal} gives for the whole sequences. For use without gradients.
     *
     * @param cache keys and values of the rows before, of width H E; those of these rows are added to it
     */
    public Tensor step(Tensor rows, KeyValueCache cache) {
        Checks.given("MultiHeadAttention.step", "cache", cache);
        if (rows != null && rows.shape().rank() != 3) {
            throw new IllegalArgumentException(described() + ": rows [batch, rows, width] are needed, not "
                    + rows.shape());
        }
        Tensor q = placed(queries(rows), cache.length()); // [B, N, H*E]
        cache.append(placed(keys(rows), cache.length()), values(rows));
        AttentionMask mask = rows.shape().size(1) == 1 ? AttentionMask.LAST : AttentionMask.causal();
        return out.forward(attended(mask, q, cache.keys(), cache.values()));
    }

    /** Adds rotary positions to queries or keys, if the block has them. */
    private Tensor placed(Tensor x, int from) {
        if (config.rotaryBase() == 0) {
            return x;
        }
        if (x.shape().rank() != 3) {
            throw new IllegalArgumentException(described() + ": rotary positions need rows [batch, rows, width], not "
                    + x.shape());
        }
        return Rotary.rotate(x, heads(), from, config.rotaryBase());
    }

    /** W_q x + b_q: [..., D] gives [..., H*E]. */
    public Tensor queries(Tensor x) {
        return projected(QUERY, x);
    }

    /** W_k x + b_k: [..., D] gives [..., H*E]. */
    public Tensor keys(Tensor x) {
        return projected(KEY, x);
    }

    /** W_v x + b_v: [..., D] gives [..., H*E]. */
    public Tensor values(Tensor x) {
        return projected(VALUE, x);
    }

    private Tensor projected(int part, Tensor x) {
        requireWidth(x, config.width());
        return Ops.linear(x, part(weights, part), config.inputBiases() ? part(biases, part) : null);
    }

    private Tensor part(Tensor[] tensors, int part) {
        int size = config.inner();
        return tensors.length == 1 ? Ops.slice(tensors[0], 0, part * size, (part + 1) * size) : tensors[part];
    }

    /** W_k [H*E, D]. */
    public Tensor keyWeight() {
        return part(weights, KEY);
    }

    /** W_v [H*E, D]. */
    public Tensor valueWeight() {
        return part(weights, VALUE);
    }

    /** The output projection, W_o [D, H*E] and b_o [D]. */
    public Linear out() {
        return out;
    }

    /** H. */
    public int heads() {
        return config.heads();
    }

    /** E. */
    public int headWidth() {
        return config.headWidth();
    }

    /** 1 / sqrt E, by which scores are multiplied. */
    public float scale() {
        return (float) (1 / Math.sqrt(config.headWidth()));
    }

    /** For example {@code MultiHeadAttention(8 heads of 64)}. */
    @Override
    public String toString() {
        return "MultiHeadAttention(" + heads() + " heads of " + headWidth() + ")";
    }
}
