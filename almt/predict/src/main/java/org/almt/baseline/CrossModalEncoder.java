package org.almt.baseline;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.relu;
import static org.almt.core.op.Ops.reshape;
import static org.almt.core.op.Ops.scale;
import static org.almt.core.op.Ops.slice;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Tensor;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.almt.nn.layer.AttentionMask;
import org.almt.nn.layer.AttentionNames;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.BlockNames;
import org.almt.nn.layer.Dropout;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.Linear;
import org.almt.nn.layer.MultiHeadAttention;

/**
 * MulT's Transformer: a target sequence x attends to a source s of another modality, or to itself if there is no
 * source. D is the width:
 *
 * <pre>
 * x = dropout(sqrt(D) x)        s = dropout(sqrt(D) s), for keys and for values apart
 * in each layer, with its own norms and weights:
 *   x = x + dropout(attention(norm0(x), norm0(s), norm0(s)))        norm0(x) for norm0(s) where x attends to itself
 *   x = x + dropout(W2 dropout(relu(W1 norm1(x))))                  W1 to 4D
 * x = norm(x)
 * </pre>
 *
 * <p>With positions, {@link Positions#ofRows} is added to sqrt(D) x and to sqrt(D) s, before dropout.
 *
 * <p>The source is the same for all layers. Position i cannot attend to position j if j - i &gt; |M - N|, where N and M
 * are the lengths of target and source. MulT has no positions in MMSA today, so this mask is its only information about
 * order.
 *
 * <p>The parameters are named as in MMSA: {@code layers.I.self_attn.*}, {@code layers.I.fc1.*}, {@code layers.I.fc2.*},
 * {@code layers.I.layer_norms.J.*}, {@code layer_norm.*}; weights are drawn from Xavier's uniform distribution, biases
 * are zeros.
 */
final class CrossModalEncoder extends Layer {
    private static final BlockNames NAMES = BlockNames.PLAIN.withAttention(AttentionNames.TORCH);

    private final float embeddingScale;
    private final boolean positions;
    private final Dropout embeddingDropout;
    private final List<EncoderLayer> layers = new ArrayList<>();
    private final LayerNorm norm;

    /** The dropout probabilities: of attention, between the two feed-forward maps, of residuals, and of inputs. */
    record Dropouts(float attention, float relu, float residual, float embedding) {
        static final Dropouts NONE = new Dropouts(0, 0, 0, 0);
    }

    CrossModalEncoder(int width, int heads, int depth, Dropouts dropouts) {
        this(width, heads, depth, dropouts, false);
    }

    CrossModalEncoder(int width, int heads, int depth, Dropouts dropouts, boolean positions) {
        this.positions = positions;
        embeddingScale = (float) Math.sqrt(width);
        embeddingDropout = child("dropout", new Dropout(dropouts.embedding));
        for (int i = 0; i < depth; i++) {
            layers.add(child("layers." + i, new EncoderLayer(width, heads, dropouts)));
        }
        norm = child("layer_norm", new LayerNorm(width));
    }

    /** x [B, N, D] attends to itself. */
    Tensor forward(Tensor x) {
        AttentionMask mask = mask(x.shape().size(1), x.shape().size(1));
        Tensor y = embedded(x);
        for (EncoderLayer layer : layers) {
            Tensor normed = layer.norm0.forward(y);
            y = layer.forward(y, normed, normed, normed, mask);
        }
        return norm.forward(y);
    }

    /**
     * The last row of {@link #forward(Tensor)}, [B, D]. Rows of a layer affect one another only through keys and
     * values. The last layer therefore skips the query, output and feed-forward of the other rows.
     */
    Tensor last(Tensor x) {
        int rows = x.shape().size(1);
        AttentionMask mask = mask(rows, rows);
        Tensor y = embedded(x);
        for (EncoderLayer layer : layers.subList(0, layers.size() - 1)) {
            Tensor normed = layer.norm0.forward(y);
            y = layer.forward(y, normed, normed, normed, mask);
        }
        EncoderLayer layer = layers.get(layers.size() - 1);
        Tensor normed = layer.norm0.forward(y); // [B, N, D]
        AttentionMask all = AttentionMask.of(Tensor.zeros(1, rows));
        Tensor row = layer.forward(row(y), row(normed), normed, normed, all); // [B, 1, D]
        return reshape(norm.forward(row), x.shape().size(0), x.shape().size(2));
    }

    private static Tensor row(Tensor x) {
        int rows = x.shape().size(1);
        return slice(x, 1, rows - 1, rows);
    }

    /** x [B, N, D] attends to source [B, M, D]; gives [B, N, D]. */
    Tensor forward(Tensor x, Tensor source) {
        AttentionMask mask = mask(x.shape().size(1), source.shape().size(1));
        Tensor y = embedded(x);
        Tensor keys = embedded(source);
        Tensor values = embeddingDropout.acts() ? embedded(source) : keys;
        for (EncoderLayer layer : layers) {
            y = layer.forward(
                    y, layer.norm0.forward(y), layer.norm0.forward(keys), layer.norm0.forward(values), mask);
        }
        return norm.forward(y);
    }

    private Tensor embedded(Tensor x) {
        Tensor scaled = scale(x, embeddingScale);
        return embeddingDropout.forward(positions ? add(scaled, Positions.ofRows(scaled)) : scaled);
    }

    /** Masks key j for query i if j - i exceeds the difference of the lengths. */
    private static AttentionMask mask(int queries, int keys) {
        float[] scores = new float[queries * keys];
        int ahead = Math.abs(keys - queries);
        for (int i = 0; i < queries; i++) {
            for (int j = i + ahead + 1; j < keys; j++) {
                scores[i * keys + j] = Float.NEGATIVE_INFINITY;
            }
        }
        return AttentionMask.of(Tensor.of(scores, queries, keys));
    }

    private static final class EncoderLayer extends Layer {
        private final MultiHeadAttention attention;
        private final Linear widen;
        private final Linear narrow;
        private final LayerNorm norm0;
        private final LayerNorm norm1;
        private final Dropout reluDropout;
        private final Dropout residualDropout;

        EncoderLayer(int width, int heads, Dropouts dropouts) {
            Initialiser weights = Initialiser.xavierUniform(1);
            Initialiser biases = Initialiser.zeros();
            attention = child("self_attn", new MultiHeadAttention(BlockConfig.of(width, heads)
                    .attentionDropout(dropouts.attention).initialisers(weights, biases).names(NAMES)));
            widen = child("fc1", new Linear(width, 4 * width, weights, biases));
            narrow = child("fc2", new Linear(4 * width, width, weights, biases));
            norm0 = child("layer_norms.0", new LayerNorm(width));
            norm1 = child("layer_norms.1", new LayerNorm(width));
            reluDropout = child("relu_dropout", new Dropout(dropouts.relu));
            residualDropout = child("res_dropout", new Dropout(dropouts.residual));
        }

        Tensor forward(Tensor x, Tensor queries, Tensor keys, Tensor values, AttentionMask mask) {
            Tensor y = add(x, residualDropout.forward(attention.forward(queries, keys, values, mask)));
            Tensor hidden = reluDropout.forward(relu(widen.forward(norm1.forward(y)))); // [B, N, 4D]
            return add(y, residualDropout.forward(narrow.forward(hidden)));
        }
    }
}
