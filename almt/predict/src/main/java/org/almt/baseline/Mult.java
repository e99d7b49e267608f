package org.almt.baseline;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.relu;

import java.util.function.UnaryOperator;
import org.almt.core.Tensor;
import org.almt.input.InputBatch;
import org.almt.nn.layer.Conv1d;
import org.almt.nn.layer.Dropout;
import org.almt.nn.layer.Linear;

/**
 * The Multimodal Transformer (Tsai et al., "Multimodal transformer for unaligned multimodal language sequences", ACL
 * 2019), as in MMSA. E are encoders of their own, x_m the sequences brought to width d:
 *
 * <pre>
 * x_l = conv(dropout(text))    x_a = conv(audio)    x_v = conv(vision)        windows of k_m frames, no padding
 * h_l = last row of E_l([E_la(x_l, x_a) | E_lv(x_l, x_v)])                    and so h_a from l and v, h_v from l and a
 * h = [h_l | h_a | h_v]                                                       6d numbers
 * y = W3 (h + W2 dropout(relu(W1 h)))                                         each W with a bias
 * </pre>
 *
 * <p>E_mn has {@code levels} layers, and E_m, of width 2d, at least three. A modality whose width is d already goes
 * without its convolution. Dropout of attention follows the source: {@code attentionDropout} where text is attended to,
 * and in E_m; {@code audioAttentionDropout} and {@code visionAttentionDropout} where audio and vision are. Parameters
 * have MMSA's names.
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
            .probability("residualDropout", "dropout of what a layer adds")
            .probability("embeddingDropout", "dropout of the sequences that enter an encoder")
            .probability("outputDropout", "dropout before the last layers");

    private static final int LEAST_MEMORY_LEVELS = 3;

    private final Dropout textDropout;
    /** The identity if a modality has the width of the model. */
    private final UnaryOperator<Tensor> textConvolution;
    private final UnaryOperator<Tensor> audioConvolution;
    private final UnaryOperator<Tensor> visionConvolution;
    private final CrossModalEncoder textFromAudio;
    private final CrossModalEncoder textFromVision;
    private final CrossModalEncoder audioFromText;
    private final CrossModalEncoder audioFromVision;
    private final CrossModalEncoder visionFromText;
    private final CrossModalEncoder visionFromAudio;
    private final CrossModalEncoder textMemory;
    private final CrossModalEncoder audioMemory;
    private final CrossModalEncoder visionMemory;
    private final Linear first;
    private final Dropout outputDropout;
    private final Linear second;
    private final Linear out;

    /** A model whose parameters are still to be given. */
    public Mult(BaselineConfig config) {
        int width = config.size("width");
        int heads = config.size("heads");
        if (width % heads != 0) {
            throw new IllegalArgumentException(
                    "config: " + heads + " heads do not divide the width " + width + "; choose another number");
        }
        textDropout = child("text_dropout", new Dropout(config.probability("textDropout")));
        textConvolution = convolution("proj_l", config.textWidth(), width, config.size("textWindow"));
        audioConvolution = convolution("proj_a", config.audioWidth(), width, config.size("audioWindow"));
        visionConvolution = convolution("proj_v", config.visionWidth(), width, config.size("visionWindow"));
        textFromAudio = encoder("trans_l_with_a", config, "audioAttentionDropout");
        textFromVision = encoder("trans_l_with_v", config, "visionAttentionDropout");
        audioFromText = encoder("trans_a_with_l", config, "attentionDropout");
        audioFromVision = encoder("trans_a_with_v", config, "visionAttentionDropout");
        visionFromText = encoder("trans_v_with_l", config, "attentionDropout");
        visionFromAudio = encoder("trans_v_with_a", config, "audioAttentionDropout");
        textMemory = memory("trans_l_mem", config);
        audioMemory = memory("trans_a_mem", config);
        visionMemory = memory("trans_v_mem", config);
        first = child("proj1", new Linear(6 * width, 6 * width));
        outputDropout = child("output_dropout", new Dropout(config.probability("outputDropout")));
        second = child("proj2", new Linear(6 * width, 6 * width));
        out = child("out_layer", new Linear(6 * width, 1));
    }

    private UnaryOperator<Tensor> convolution(String name, int in, int width, int window) {
        return in == width ? UnaryOperator.identity() : child(name, new Conv1d(in, width, window))::forward;
    }

    private CrossModalEncoder encoder(String name, BaselineConfig config, String attentionDropout) {
        return child(
                name, new CrossModalEncoder(
                        config.size("width"), config.size("heads"), config.size("levels"),
                        dropouts(config, attentionDropout)));
    }

    private CrossModalEncoder memory(String name, BaselineConfig config) {
        int levels = Math.max(LEAST_MEMORY_LEVELS, config.size("levels"));
        return child(
                name, new CrossModalEncoder(
                        2 * config.size("width"), config.size("heads"), levels, dropouts(config, "attentionDropout")));
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
        Tensor ofText = last(textMemory, textFromAudio.forward(l, a), textFromVision.forward(l, v)); // [B, 2d]
        Tensor ofAudio = last(audioMemory, audioFromText.forward(a, l), audioFromVision.forward(a, v));
        Tensor ofVision = last(visionMemory, visionFromText.forward(v, l), visionFromAudio.forward(v, a));
        Tensor h = concat(1, ofText, ofAudio, ofVision); // [B, 6d]
        Tensor more = second.forward(outputDropout.forward(relu(first.forward(h))));
        return out.forward(add(h, more)); // [B, 1]
    }

    /** The last row of what a memory makes of two sequences [B, L, d] side by side: [B, 2d]. */
    private static Tensor last(CrossModalEncoder memory, Tensor one, Tensor other) {
        return memory.last(concat(2, one, other));
    }
}
