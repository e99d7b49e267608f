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
 * Transactions on Multimedia, 2022), as in MMSA. It is a BERT with an enhancement before its second layer: each token
 * attends to the frames of audio and vision, and the result shifts its hidden state.
 *
 * <pre>
 * X  = layer 0 (embeddings of the tokens)                     the embeddings do not learn
 * s' = W2 relu(W1 s)                                          frames of vision, and of audio, brought to BERT's width
 * F  = softmax(8 (Wq X) (Wk s')^T) (Wv s')                    of each; one head, all frames, padding too
 * X  = X + W (F_vision | F_audio)
 * y  = C2 tanh(C1 row 0 of the other layers (X))              dropout before both
 * </pre>
 *
 * <p>{@link Form#PLAIN} computes these formulas directly. {@link Form#FOLDED} does not project frames to BERT's width.
 * This is possible because softmax ignores a term that is the same for all frames, and because its weights have the sum
 * 1. With r = relu(W1 s), A the softmax of the scores, and without the biases that cancel in the scores:
 *
 * <pre>
 * scores = 8 (W2^T Wk^T (Wq X)) r        F = Wv (W2 (A r) + b2) + bv
 * </pre>
 *
 * <p>The gradient of the bias of Wk is 0 in exact arithmetic; in the folded form it gets none. MMSA's file also holds
 * three further tables of embeddings and BERT's pooler. No result depends on them: they are kept, but not trained.
 *
 * <p>The parameters have MMSA's names. B batch, L tokens, D width of BERT.
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

    /** The form in which the enhancement is computed. */
    public enum Form {
        /** Directly by the formula. */
        PLAIN,
        /** The same formula in another order: products of BERT's width are computed for tokens only, not for frames. */
        FOLDED
    }

    private final BertModel bert;
    /** The names of BERT's parameters in this model. */
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
     * A model whose parameters are not initialised yet, except those of BERT.
     *
     * @param bert the BERT, which becomes a part of the model
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

    /** Initialises all parameters except BERT's, which keep their weights. */
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

    /** Attention of tokens to the frames of one modality. */
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
     * The intermediate results and the prediction for a batch.
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

    /** {@link #forward} with all intermediate results. Both forms give the same values up to rounding. */
    public States states(InputBatch inputs, Form how) {
        BertBatch tokens = inputs.tokens();
        if (tokens == null) {
            throw new IllegalStateException("cenet: the batch contains text features; token ids are needed");
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

    /** Weight decay: none for BERT's biases and norms, but for all parameters of the enhancement, with its biases. */
    @Override
    public double decay(String parameter, double usual) {
        boolean free = parameter.contains("bias") || parameter.contains("LayerNorm.weight");
        return free && !parameter.startsWith("bert.encoder.CE.") ? 0 : usual;
    }
}
