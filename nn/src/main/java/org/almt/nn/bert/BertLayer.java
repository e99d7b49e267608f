package org.almt.nn.bert;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.almt.nn.layer.Dropout;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.Linear;

/**
 * A post-norm Transformer layer (Vaswani et al., 2017): attention among the tokens of a sample, then two linear layers
 * on each token, each added to what it was given and normalised.
 *
 * <pre>
 * y = LN(x + dropout(Wo Attention(Wq x, Wk x, Wv x)))      probabilities too are dropped
 * z = LN(y + dropout(W2 gelu(W1 y)))
 * </pre>
 *
 * All linear layers have biases. Padding is hidden from attention by -infinity. Hugging Face's implementation adds the
 * lowest float instead: the same probabilities, exactly 0, for every sample that has a token.
 */
public final class BertLayer extends Layer {
    private final int heads;
    private final Linear query;
    private final Linear key;
    private final Linear value;
    private final Dropout probabilityDropout;
    private final Linear attentionOut;
    private final Dropout attentionDropout;
    private final LayerNorm attentionNorm;
    private final Linear intermediate;
    private final Linear out;
    private final Dropout dropout;
    private final LayerNorm norm;

    BertLayer(BertConfig config) {
        int width = config.hidden();
        heads = config.heads();
        query = child("attention.self.query", linear(width, width));
        key = child("attention.self.key", linear(width, width));
        value = child("attention.self.value", linear(width, width));
        probabilityDropout = child("attention.self.dropout", new Dropout(config.dropout()));
        attentionOut = child("attention.output.dense", linear(width, width));
        attentionDropout = child("attention.output.dropout", new Dropout(config.dropout()));
        attentionNorm = child("attention.output.LayerNorm", new LayerNorm(width, config.eps()));
        intermediate = child("intermediate.dense", linear(width, config.intermediate()));
        out = child("output.dense", linear(config.intermediate(), width));
        dropout = child("output.dropout", new Dropout(config.dropout()));
        norm = child("output.LayerNorm", new LayerNorm(width, config.eps()));
    }

    private static Linear linear(int in, int out) {
        return new Linear(in, out, BertModel.initialiser(), Initialiser.zeros());
    }

    /** x [R, D] gives [R, D]. */
    Tensor forward(Tensor x, BertBatch batch) {
        Tensor mixed = attend(query.forward(x), key.forward(x), value.forward(x), batch); // [R, D]
        Tensor attended = attentionDropout.forward(attentionOut.forward(mixed), batch.rowNumbers());
        Tensor y = attentionNorm.forward(Ops.add(x, attended)); // [R, D]
        Tensor inner = Ops.gelu(intermediate.forward(y)); // [R, intermediate]
        return norm.forward(Ops.add(y, dropout.forward(out.forward(inner), batch.rowNumbers()))); // [R, D]
    }

    private Tensor attend(Tensor q, Tensor k, Tensor v, BertBatch batch) {
        float scale = (float) (1 / Math.sqrt((double) q.shape().width() / heads));
        return probabilityDropout.acts()
                ? Ops.packedAttention(q, k, v, batch.starts(), batch.length(), heads, scale, batch.keyMask(),
                        probabilityDropout.p(), probabilityDropout.source(), batch.rowNumbers())
                : Ops.packedAttention(q, k, v, batch.starts(), batch.length(), heads, scale, batch.keyMask());
    }
}
