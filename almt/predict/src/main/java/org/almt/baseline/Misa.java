package org.almt.baseline;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.relu;
import static org.almt.core.op.Ops.reshape;
import static org.almt.core.op.Ops.scale;
import static org.almt.core.op.Ops.sigmoid;
import static org.almt.core.op.Ops.slice;
import static org.almt.core.op.Ops.sub;

import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.input.InputBatch;
import org.almt.input.Modality;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.BlockNames;
import org.almt.nn.layer.Dropout;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.Linear;
import org.almt.nn.layer.Lstm;
import org.almt.nn.layer.RecurrentConfig;
import org.almt.nn.layer.TransformerBlock;
import org.jspecify.annotations.Nullable;

/**
 * MISA (Hazarika, Zimmermann and Poria, "MISA: Modality-invariant and -specific representations for multimodal
 * sentiment analysis", ACM Multimedia 2020), as in MMSA. Each modality is split into a part that it shares with the
 * others and a private part.
 *
 * <pre>
 * t   = mean over tokens                       v, a = final states of two LSTMs in both directions, a norm between them
 * o_m = LN(relu(W_m m))                        [B, H]        m = t, v, a
 * p_m = sigmoid(P_m o_m)      s_m = sigmoid(S o_m)           private; shared, one S for all
 * r_m = R_m (p_m + s_m)                                      is to be o_m again
 * h   = Transformer layer over the rows p_t, p_v, p_a, s_t, s_v, s_a                        [B, 6, H]
 * y   = F3 relu(dropout(F1 h))                               dropout before relu
 * </pre>
 *
 * <p>As in MMSA, only as many frames of audio and vision are read as text has tokens, whatever their own lengths. With
 * {@code ownLengths}, their own lengths are used. The vector of a modality is h1 forward, h2 forward, h1 backward, h2
 * backward. {@code adversarial} replaces the distance of moments in the loss by a classifier of modalities. MMSA's
 * files contain {@code sp_discriminator} and {@code tlayer_norm}, which no computation uses: they are kept, but not
 * trained.
 *
 * <p>The parameters have MMSA's names. B batch, H {@code width}.
 */
public final class Misa extends FeatureModel {
    /** The names of its sizes and options. */
    public static final BaselineConfig.Schema SCHEMA = new BaselineConfig.Schema("misa").comparesSamples()
            .size("width", "width H of the private and shared parts")
            .size("blockHidden", "hidden width of the Transformer layer")
            .probability("dropout", "dropout before the last layer")
            .probability("blockDropout", "dropout inside of the Transformer layer")
            .factor("differenceWeight", "weight of the loss that keeps private and shared parts apart")
            .factor("similarityWeight", "weight of the loss that makes the shared parts alike")
            .factor("reconstructionWeight", "weight of the loss of reconstruction")
            .factor("reversal", "factor of the reversed gradient, if adversarial is true")
            .truth("adversarial", "whether a classifier of modalities replaces the distance of moments")
            .truth("ownLengths",
                    "whether audio and vision are read to their own ends, not only as many rows as text has tokens");

    private final boolean ownLengths;
    private final LossWeights lossWeights;
    private final Sequence vision;
    private final Sequence audio;
    private final Projection projectText;
    private final Projection projectVision;
    private final Projection projectAudio;
    private final Linear privateText;
    private final Linear privateVision;
    private final Linear privateAudio;
    private final Linear shared;
    private final Linear recoverText;
    private final Linear recoverVision;
    private final Linear recoverAudio;
    /** Null if the distance of moments is used. */
    private final @Nullable Linear discriminatorIn;
    private final @Nullable Linear discriminatorOut;
    private final Dropout dropout;
    private final Linear fuse;
    private final Linear out;
    private final TransformerBlock block;
    private final int width;

    /**
     * The weights of the terms of the loss; the prediction's weight is 1.
     *
     * @param difference the weight of the overlap of private and shared parts
     *
     * @param similarity the weight of the distance between the shared parts
     *
     * @param reconstruction the weight of the difference between o_m and r_m
     *
     * @param reversal the factor by which gradients of the modality classifier are multiplied, with the sign reversed
     */
    public record LossWeights(float difference, float similarity, float reconstruction, float reversal) {}

    /**
     * The intermediate results of one modality.
     *
     * @param utterance the result of its LSTMs, or the mean of tokens
     * @param projected o_m [B, H]
     * @param own p_m, private [B, H]
     * @param shared s_m [B, H]
     * @param recovered r_m [B, H]
     */
    public record Part(Tensor utterance, Tensor projected, Tensor own, Tensor shared, Tensor recovered) {}

    /**
     * The intermediate results and the prediction for a batch.
     *
     * @param rows the six vectors [B, 6, H]
     * @param fused the same after the Transformer layer
     * @param prediction [B, 1]
     */
    public record States(Part text, Part vision, Part audio, Tensor rows, Tensor fused, Tensor prediction) {}

    /** A model whose parameters are not initialised yet. */
    public Misa(BaselineConfig config) {
        ownLengths = config.truth("ownLengths");
        width = config.size("width");
        if (!ownLengths
                && (config.audioLength() < config.textLength() || config.visionLength() < config.textLength())) {
            throw new IllegalArgumentException(
                    "config: misa reads as many frames as text has tokens, but textLength is "
                            + config.textLength() + ", audioLength " + config.audioLength() + " and visionLength "
                            + config.visionLength()
                            + "; make the latter no shorter than text, or set ownLengths to true");
        }
        lossWeights = new LossWeights(
                (float) config.number("differenceWeight"), (float) config.number("similarityWeight"),
                (float) config.number("reconstructionWeight"), (float) config.number("reversal"));
        int v = config.visionWidth();
        int a = config.audioWidth();
        vision = new Sequence("v", v);
        audio = new Sequence("a", a);
        projectText = new Projection("t", config.textWidth());
        projectVision = new Projection("v", 4 * v);
        projectAudio = new Projection("a", 4 * a);
        privateText = child("private_t.private_t_1", new Linear(width, width));
        privateVision = child("private_v.private_v_1", new Linear(width, width));
        privateAudio = child("private_a.private_a_3", new Linear(width, width));
        shared = child("shared.shared_1", new Linear(width, width));
        recoverText = child("recon_t.recon_t_1", new Linear(width, width));
        recoverVision = child("recon_v.recon_v_1", new Linear(width, width));
        recoverAudio = child("recon_a.recon_a_1", new Linear(width, width));
        boolean adversarial = config.truth("adversarial");
        discriminatorIn = adversarial
                ? child("discriminator.discriminator_layer_1", new Linear(width, width))
                : null;
        discriminatorOut = adversarial ? child("discriminator.discriminator_layer_2", new Linear(width, 3)) : null;
        unused("sp_discriminator.sp_discriminator_layer_1", new Linear(width, 4));
        dropout = child("dropout", new Dropout(config.probability("dropout")));
        fuse = child("fusion.fusion_layer_1", new Linear(6 * width, 3 * width));
        out = child("fusion.fusion_layer_3", new Linear(3 * width, 1));
        unused("tlayer_norm", new LayerNorm(2 * config.textWidth()));
        float drop = config.probability("blockDropout");
        block = child("transformer_encoder.layers.0", new TransformerBlock(BlockConfig.of(width, 2).postNorm()
                .hidden(config.size("blockHidden")).activation(Ops::relu).dropout(drop).hiddenDropout(drop)
                .attentionDropout(drop).names(BlockNames.TORCH)));
    }

    private void unused(String name, Layer layer) {
        child(name, layer).freeze();
    }

    /** PyTorch's multi-head attention initialises its projections differently from linear layers. */
    @Override
    protected Initialiser initialiser(String name, Tensor parameter, Initialiser usual) {
        if (name.endsWith("in_proj_weight")) {
            return Initialiser.xavierUniform(1);
        }
        return name.endsWith("in_proj_bias") || name.endsWith("out_proj.bias") ? Initialiser.zeros() : usual;
    }

    /** Two LSTMs in both directions, and a norm between them. */
    private final class Sequence {
        private final int in;
        private final Lstm first;
        private final Lstm second;
        private final LayerNorm norm;

        Sequence(String letter, int in) {
            this.in = in;
            first = child(letter + "rnn1", new Lstm(RecurrentConfig.of(in, in).bothDirections()));
            second = child(letter + "rnn2", new Lstm(RecurrentConfig.of(2 * in, in).bothDirections()));
            norm = child(letter + "layer_norm", new LayerNorm(2 * in));
        }

        /** The vectors [B, 4 d] of frames [B, L, d]; {@code lengths} gives the number of frames to read. */
        Tensor forward(Tensor frames, Indices lengths) {
            var one = first.read(frames, null, lengths);
            var two = second.read(norm.forward(one.states()), null, lengths);
            Tensor h1 = one.last().hidden(); // [2, B, d]
            Tensor h2 = two.last().hidden(); // [2, B, d]
            return concat(1, direction(h1, 0), direction(h2, 0), direction(h1, 1), direction(h2, 1));
        }

        private Tensor direction(Tensor h, int which) {
            return reshape(slice(h, 0, which, which + 1), h.shape().size(1), in);
        }
    }

    private final class Projection {
        private final Linear linear;
        private final LayerNorm norm;

        Projection(String letter, int in) {
            String name = "project_" + letter + ".project_" + letter;
            linear = child(name, new Linear(in, width));
            norm = child(name + "_layer_norm", new LayerNorm(width));
        }

        Tensor forward(Tensor x) {
            return norm.forward(relu(linear.forward(x)));
        }
    }

    @Override
    public Tensor forward(InputBatch inputs) {
        return states(inputs).prediction();
    }

    /** {@link #forward} with all intermediate results. */
    public States states(InputBatch inputs) {
        Indices ofVision = inputs.lengths(ownLengths ? Modality.VISION : Modality.TEXT);
        Indices ofAudio = inputs.lengths(ownLengths ? Modality.AUDIO : Modality.TEXT);
        Part t = part(TextVector.mean(inputs), projectText, privateText, recoverText);
        Part v = part(vision.forward(inputs.vision(), ofVision), projectVision, privateVision, recoverVision);
        Part a = part(audio.forward(inputs.audio(), ofAudio), projectAudio, privateAudio, recoverAudio);
        int batch = inputs.size();
        Tensor rows = reshape(
                concat(1, t.own, v.own, a.own, t.shared, v.shared, a.shared), batch, 6, width); // [B, 6, H]
        Tensor fused = block.forward(rows);
        Tensor hidden = relu(dropout.forward(fuse.forward(reshape(fused, batch, 6 * width)))); // [B, 3 H]
        return new States(t, v, a, rows, fused, out.forward(hidden));
    }

    private Part part(Tensor utterance, Projection project, Linear own, Linear recover) {
        Tensor o = project.forward(utterance); // [B, H]
        Tensor p = sigmoid(own.forward(o));
        Tensor s = sigmoid(shared.forward(o));
        return new Part(utterance, o, p, s, recover.forward(add(p, s)));
    }

    /** Whether a classifier of modalities replaces the distance of moments. */
    public boolean isAdversarial() {
        return discriminatorIn != null;
    }

    /** The logits [R, 3] of the modality (text, vision, audio) for shared rows [R, H]. Gradients are reversed. */
    public Tensor discriminated(Tensor shared) {
        if (discriminatorIn == null || discriminatorOut == null) {
            throw new IllegalStateException("misa: it has a classifier of modalities only if adversarial is true");
        }
        Tensor reversed = sub(scale(shared.detach(), 1 + lossWeights.reversal), scale(shared, lossWeights.reversal));
        return discriminatorOut.forward(dropout.forward(relu(discriminatorIn.forward(reversed))));
    }

    /** The weights of its loss. */
    public LossWeights lossWeights() {
        return lossWeights;
    }
}
