package org.almt.baseline;

import static org.almt.core.op.Ops.addScalar;
import static org.almt.core.op.Ops.relu;
import static org.almt.core.op.Ops.scale;
import static org.almt.core.op.Ops.sigmoid;

import org.almt.core.Tensor;
import org.almt.input.InputBatch;
import org.almt.nn.layer.Dropout;
import org.almt.nn.layer.Linear;
import org.almt.nn.layer.TensorFusion;

/**
 * The Tensor Fusion Network (Zadeh et al., "Tensor fusion network for multimodal sentiment analysis", EMNLP 2017), as
 * in MMSA.
 *
 * <pre>
 * a, v = subnets of the time means       t = subnet of the tokens
 * z = (1; a) ⊗ (1; v) ⊗ (1; t)
 * y = sigmoid(W3 relu(W2 relu(W1 dropout(z)))) 2c - c        each W with a bias, c = outputLimit
 * </pre>
 *
 * <p>As in MMSA, c is 3 for CH-SIMS too, although its labels end at 1. The parameters have MMSA's names. MMSA's two
 * constants of the output and its count of batches are not parameters here.
 */
public final class Tfn extends FeatureModel {
    /** The names of its sizes and options. */
    public static final BaselineConfig.Schema SCHEMA = new BaselineConfig.Schema("tfn")
            .size("textHidden", "width of the text subnet")
            .size("audioHidden", "width of the audio subnet")
            .size("visionHidden", "width of the vision subnet")
            .size("textOut", "width of the text vector that is fused")
            .size("fusionWidth", "width of the two layers after the fusion")
            .size("outputLimit", "c; predictions lie between -c and c")
            .probability("audioDropout", "dropout of the audio subnet")
            .probability("visionDropout", "dropout of the vision subnet")
            .probability("fusionDropout", "dropout of the fused vector");

    private final int limit;
    private final MeanSubnet audioSubnet;
    private final MeanSubnet visionSubnet;
    private final TextSubnet textSubnet;
    private final Dropout dropout;
    private final Linear first;
    private final Linear second;
    private final Linear third;

    /** A model whose parameters are not initialised yet. */
    public Tfn(BaselineConfig config) {
        int audioHidden = config.size("audioHidden");
        int visionHidden = config.size("visionHidden");
        int textOut = config.size("textOut");
        int width = config.size("fusionWidth");
        limit = config.size("outputLimit");
        audioSubnet = child(
                "audio_subnet",
                new MeanSubnet(config.audioWidth(), audioHidden, config.probability("audioDropout")));
        visionSubnet = child(
                "video_subnet",
                new MeanSubnet(config.visionWidth(), visionHidden, config.probability("visionDropout")));
        textSubnet = child("text_subnet", new TextSubnet(config.textWidth(), config.size("textHidden"), textOut));
        dropout = child("post_fusion_dropout", new Dropout(config.probability("fusionDropout")));
        int fused = TensorFusion.width(audioHidden, visionHidden, textOut);
        first = child("post_fusion_layer_1", new Linear(fused, width));
        second = child("post_fusion_layer_2", new Linear(width, width));
        third = child("post_fusion_layer_3", new Linear(width, 1));
    }

    @Override
    public Tensor forward(InputBatch inputs) {
        Tensor text = inputs.text();
        Tensor audio = inputs.audio();
        Tensor vision = inputs.vision();
        Tensor a = audioSubnet.forward(audio); // [B, h_a]
        Tensor v = visionSubnet.forward(vision); // [B, h_v]
        Tensor t = textSubnet.forward(text); // [B, h_t]
        Tensor z = dropout.forward(TensorFusion.of(a, v, t)); // [B, (h_a + 1) (h_v + 1) (h_t + 1)]
        Tensor y = third.forward(relu(second.forward(relu(first.forward(z))))); // [B, 1]
        return addScalar(scale(sigmoid(y), 2 * limit), -limit);
    }
}
