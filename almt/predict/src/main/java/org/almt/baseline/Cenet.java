package org.almt.baseline;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.attention;
import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.embedding;
import static org.almt.core.op.Ops.linear;
import static org.almt.core.op.Ops.matmul;
import static org.almt.core.op.Ops.relu;
import static org.almt.core.op.Ops.reshape;
import static org.almt.core.op.Ops.slice;
import static org.almt.core.op.Ops.tanh;

import java.util.Objects;
import java.util.Set;
import org.almt.core.Tensor;
import org.almt.input.InputBatch;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.almt.nn.bert.BertBatch;
import org.almt.nn.bert.BertModel;
import org.almt.nn.layer.Dropout;
import org.almt.nn.layer.Embedding;
import org.almt.nn.layer.Linear;

/**
 * CENET (Wang, Liu, Wang, Tian, He and Gao, "Cross-modal enhancement network for multimodal sentiment analysis", IEEE
 * Transactions on Multimedia, 2022), as in MMSA: a BERT whose hidden states are shifted, before its second layer, by
 * what each token finds in the frames of audio and vision.
 *
 * <pre>
 * X  = layer 0 (embeddings of the tokens)                     the embeddings do not learn
 * s' = W2 relu(W1 s)                                          frames of vision, and of audio, brought to BERT's width
 * F  = softmax(8 (Wq X) (Wk s')^T) (Wv s')                    of each; one head, all frames, padding too
 * X  = X + W (F_vision | F_audio)
 * y  = C2 tanh(C1 row 0 of the other layers (X))              dropout before both
 * </pre>
 *
 * <p>{@link Form#PLAIN} computes this as it stands. {@link Form#FOLDED} brings no frame to BERT's width: softmax
 * ignores what is the same for all frames, and its weights have the sum 1, so that with r = relu(W1 s), without its
 * biases,
 *
 * <pre>
 * scores = 8 (W2^T Wk^T (Wq X)) r        F = Wv (W2 (A r) + b2) + bv
 * </pre>
 *
 * <p>The bias of Wk has no gradient in mathematics, and gets none in the folded form. MMSA's file has three more tables
 * of embeddings and BERT's pooler, which no result depends on: they are kept, and not trained.
 *
 * <p>Parameters have MMSA's names. B batch, L tokens, D width of BERT.
 */
public final class Cenet extends FeatureModel {
    /** The names of its sizes and options. */
    public static final BaselineConfig.Schema SCHEMA = new BaselineConfig.Schema("cenet")
            .size("injection", "the layer of BERT before which hidden states are shifted")
            .probability("dropout", "dropout before both last layers")
            .truth("plain", "whether the enhancement is computed in its plain form, not folded");

    private static final String BERT = "bert.";
    private static final float SHARPNESS = 8;
    private static final double DEVIATION = 0.02;
    private static final int SENTIMENTS = 3;
    private static final int PARTS_OF_SPEECH = 5;
    private static final int POLARITIES = 6;

    /** How the enhancement is computed. */
    public enum Form {
        /** By the formula. */
        PLAIN,
        /** By the same in another order: products of BERT's width act on tokens alone, not on frames. */
        FOLDED
    }

    private final BertModel bert;
    /** The names that BERT's parameters have in it. */
    private final Set<String> given;
    private final int injection;
    private final Form form;
    private final int width;
    private final Frames vision;
    private final Frames audio;
    private final Linear connect;
    private final Dropout dropout;
    private final Linear dense;
    private final Linear out;

    /**
     * A model whose parameters are still to be given, but for those of BERT.
     *
     * @param bert becomes a part of it
     */
    public Cenet(BaselineConfig config, BertModel bert) {
        width = bert.config().hidden();
        injection = config.size("injection");
        if (config.textWidth() != width) {
            throw new IllegalArgumentException("config: textWidth is " + config.textWidth() + ", but the language model"
                    + " of cenet has states of " + width + "; make them equal");
        }
        if (injection >= bert.config().layers()) {
            throw new IllegalArgumentException("config: injection is " + injection + ", but the language model of cenet"
                    + " has " + bert.config().layers() + " layers; a smaller number is needed");
        }
        form = config.truth("plain") ? Form.PLAIN : Form.FOLDED;
        this.bert = child("bert", bert);
        Objects.requireNonNull(bert.children().get("embeddings"), "each BERT has them").freeze();
        given = bert.state().keySet();
        table("senti_embeddings", SENTIMENTS);
        table("pos_tag_embeddings", PARTS_OF_SPEECH);
        table("polarity_embeddings", POLARITIES);
        child("bert.pooler.dense", normal(width, width)).freeze();
        vision = new Frames("visual_transform", "hv", config.visionWidth());
        audio = new Frames("acoustic_transform", "ha", config.audioWidth());
        connect = child("bert.encoder.CE.cat_connect", normal(2 * width, width));
        dropout = child("classifier.dropout", new Dropout(config.probability("dropout")));
        dense = child("classifier.dense", normal(width, width));
        out = child("classifier.out_proj", normal(width, 1));
    }

    /** BERT keeps the weights that it came with. */
    @Override
    protected Initialiser initialiser(String name, Tensor parameter, Initialiser usual) {
        return name.startsWith(BERT) && given.contains(name.substring(BERT.length()))
                ? (tensor, random) -> {}
                : usual;
    }

    private void table(String name, int rows) {
        Layer table = new Embedding(rows, width, Initialiser.normal(DEVIATION));
        child("bert.embeddings." + name, table).freeze();
    }

    private static Linear normal(int in, int out) {
        return new Linear(in, out, Initialiser.normal(DEVIATION), Initialiser.zeros());
    }

    /** What tokens find in the frames of one modality. */
    private final class Frames {
        private final Linear first;
        private final Linear second;
        private final Linear query;
        private final Linear key;
        private final Linear value;

        Frames(String transform, String attention, int in) {
            String enhancement = "bert.encoder.CE.";
            first = child(enhancement + transform + ".0", normal(in, width));
            second = child(enhancement + transform + ".2", normal(width, width));
            query = child(enhancement + attention + ".Wq", normal(width, width));
            key = child(enhancement + attention + ".Wk", normal(width, width));
            value = child(enhancement + attention + ".Wv", normal(width, width));
        }

        /** x [B, L, D] and frames [B, N, d] give [B, L, D]. */
        Tensor found(Tensor x, Tensor frames, Form how) {
            Tensor q = query.forward(x); // [B, L, D]
            Tensor r = relu(first.forward(frames)); // [B, N, D]
            if (how == Form.PLAIN) {
                Tensor s = second.forward(r); // [B, N, D]
                return attention(q, key.forward(s), value.forward(s), 1, SHARPNESS);
            }
            Tensor folded = matmul(matmul(q, key.weight()), second.weight()); // [B, L, D]
            Tensor context = attention(folded, r, r, 1, SHARPNESS); // [B, L, D]
            return value.forward(linear(context, second.weight(), second.bias()));
        }
    }

    /**
     * What the model makes of a batch.
     *
     * @param embeddings of the tokens [B, L, D]
     * @param before states before the enhancement [B, L, D]
     * @param ofVision F of vision [B, L, D]
     * @param ofAudio F of audio [B, L, D]
     * @param shifted states after the enhancement [B, L, D]
     * @param last states of the last layer [B, L, D]
     * @param prediction y [B, 1]
     */
    public record States(
            Tensor embeddings, Tensor before, Tensor ofVision, Tensor ofAudio, Tensor shifted, Tensor last,
            Tensor prediction) {}

    @Override
    public Tensor forward(InputBatch inputs) {
        return states(inputs, form).prediction();
    }

    /** As {@link #forward}, with everything in between; both forms give the same up to rounding. */
    public States states(InputBatch inputs, Form how) {
        BertBatch tokens = inputs.tokens();
        if (tokens == null) {
            throw new IllegalStateException("cenet: the batch brings text features; token ids are needed");
        }
        Tensor first = bert.embeddings(tokens); // [R, D]
        Tensor rows = bert.layers(first, tokens, 0, injection); // [R, D]
        Tensor x = all(rows, tokens); // [B, L, D]
        Tensor ofVision = vision.found(x, inputs.vision(), how);
        Tensor ofAudio = audio.found(x, inputs.audio(), how);
        Tensor shift = connect.forward(concat(2, ofVision, ofAudio)); // [B, L, D]
        Tensor shifted = add(rows, ofRows(shift, tokens)); // [R, D]
        Tensor last = all(bert.layers(shifted, tokens, injection, bert.config().layers()), tokens); // [B, L, D]
        Tensor head = reshape(slice(last, 1, 0, 1), inputs.size(), width); // [B, D]
        Tensor hidden = tanh(dense.forward(dropout.forward(head)));
        Tensor y = out.forward(dropout.forward(hidden)); // [B, 1]
        return new States(all(first, tokens), x, ofVision, ofAudio, all(shifted, tokens), last, y);
    }

    /** Rows [R, D] at their places [B, L, D]; zeros where a packed batch has padding. */
    private Tensor all(Tensor rows, BertBatch tokens) {
        Tensor all = tokens.places() == null ? rows : embedding(rows, tokens.places());
        return reshape(all, tokens.samples(), tokens.length(), width);
    }

    /** The rows [R, D] of places [B, L, D]. */
    private Tensor ofRows(Tensor all, BertBatch tokens) {
        Tensor flat = reshape(all, tokens.samples() * tokens.length(), width);
        return tokens.places() == null ? flat : embedding(flat, tokens.rowNumbers());
    }

    /** BERT's biases and norms do not decay; the enhancement does, its biases too. */
    @Override
    public double decay(String parameter, double usual) {
        boolean free = parameter.contains("bias") || parameter.contains("LayerNorm.weight");
        return free && !parameter.startsWith("bert.encoder.CE.") ? 0 : usual;
    }
}
