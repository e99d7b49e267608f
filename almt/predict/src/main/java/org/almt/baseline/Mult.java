package org.almt.baseline;

import java.util.function.UnaryOperator;
import org.almt.core.Tensor;
import org.almt.input.InputBatch;
import org.almt.nn.layer.Conv1d;
import org.almt.nn.layer.Dropout;

/**
 * The Multimodal Transformer (Tsai et al., "Multimodal transformer for unaligned multimodal language sequences", ACL
 * 2019), as in MMSA. Each E is a separate encoder; x_m are the sequences projected to width d:
 *
 * <pre>
 * x_l = conv(dropout(text))    x_a = conv(audio)    x_v = conv(vision)        windows of k_m frames, no padding
 * h_l = last row of E_l([E_la(x_l, x_a) | E_lv(x_l, x_v)])                    and so h_a from l and v, h_v from l and a
 * h = [h_l | h_a | h_v]                                                       6d numbers
 * y = W3 (h + W2 dropout(relu(W1 h)))                                         each W with a bias
 * </pre>
 *
 * <p>E_mn has {@code levels} layers. E_m has width 2d and at least three layers. A modality that already has width d
 * has no convolution. The dropout of attention depends on the source: {@code attentionDropout} for text and in E_m,
 * {@code audioAttentionDropout} for audio, {@code visionAttentionDropout} for vision. The parameters have MMSA's names.
 */
public final class Mult extends FeatureModel {
    /** The names of its sizes and options. */
    public static final BaselineConfig.Schema SCHEMA = new BaselineConfig.Schema("mult")
            .size("width", "width d of the sequences; heads must divide it")
            .size("heads", "attention heads")
            .depth("levels", "layers of each encoder")
            .size("textWindow", "tokens that the convolution of text spans")
            .size("audioWindow", "frames that the convolution of audio spans")
            .size("visionWindow", "frames that the convolution of vision spans")
            .probability("textDropout", "dropout of the text features")
            .probability("attentionDropout", "dropout of attention to text, and of a modality to itself")
            .probability("audioAttentionDropout", "dropout of attention to audio")
            .probability("visionAttentionDropout", "dropout of attention to vision")
            .probability("reluDropout", "dropout inside of the feed-forward layers")
            .probability("residualDropout", "dropout of the result that a layer adds")
            .probability("embeddingDropout", "dropout of the sequences that enter an encoder")
            .probability("outputDropout", "dropout before the last layers");

    private final Dropout textDropout;
    /** The convolution of text; the identity if text has the width of the model. */
    private final UnaryOperator<Tensor> textConvolution;
    private final UnaryOperator<Tensor> audioConvolution;
    private final UnaryOperator<Tensor> visionConvolution;
    private final CrossModalStack stack;

    /** A model whose parameters are not initialised yet. */
    public Mult(BaselineConfig config) {
        int width = config.size("width");
        textDropout = child("text_dropout", new Dropout(config.probability("textDropout")));
        textConvolution = convolution("proj_l", config.textWidth(), width, config.size("textWindow"));
        audioConvolution = convolution("proj_a", config.audioWidth(), width, config.size("audioWindow"));
        visionConvolution = convolution("proj_v", config.visionWidth(), width, config.size("visionWindow"));
        stack = new CrossModalStack(this::child, config, attention -> dropouts(config, attention), false);
    }

    private UnaryOperator<Tensor> convolution(String name, int in, int width, int window) {
        return in == width ? UnaryOperator.identity() : child(name, new Conv1d(in, width, window))::forward;
    }

    private static CrossModalEncoder.Dropouts dropouts(BaselineConfig config, String attention) {
        return new CrossModalEncoder.Dropouts(
                config.probability(attention), config.probability("reluDropout"),
                config.probability("residualDropout"), config.probability("embeddingDropout"));
    }

    @Override
    public Tensor forward(InputBatch inputs) {
        Tensor text = inputs.text();
        Tensor audio = inputs.audio();
        Tensor vision = inputs.vision();
        Tensor l = textConvolution.apply(textDropout.forward(text)); // [B, L_l', d]
        Tensor a = audioConvolution.apply(audio); // [B, L_a', d]
        Tensor v = visionConvolution.apply(vision); // [B, L_v', d]
        return stack.forward(l, a, v).prediction();
    }
}
