package org.almt.baseline;

import org.almt.core.Tensor;
import org.almt.input.InputBatch;
import org.almt.nn.layer.LowRankFusion;

/**
 * Low-rank Multimodal Fusion (Liu et al., "Efficient low-rank multimodal fusion with modality-specific factors", ACL
 * 2018), as in MMSA.
 *
 * <pre>
 * a, v = subnets of the time means       t = subnet of the tokens
 * y = sum over r of w_r ((1; a) F_ar) ((1; v) F_vr) ((1; t) F_tr) + b          F_mr: a column of h_m + 1 numbers
 * </pre>
 *
 * <p>In MMSA the weights w and the bias b are in no group of the optimiser, so they keep their initial values. The same
 * is true here, unless {@code trainFusionWeights} is set. The learning rate of the factors F is {@code factorRate}
 * times that of the other parameters. Weight decay is an L2 penalty on all trained parameters. MMSA defines a dropout
 * after the fusion but never uses it; it is omitted here.
 *
 * <p>The parameters have MMSA's names; those of the fusion begin with {@code fusion.}
 */
public final class Lmf extends FeatureModel {
    /** The names of its sizes and options. */
    public static final BaselineConfig.Schema SCHEMA = new BaselineConfig.Schema("lmf")
            .size("textHidden", "width of the text subnet; half of it is fused")
            .size("audioHidden", "width of the audio subnet")
            .size("visionHidden", "width of the vision subnet")
            .size("rank", "rank of the fusion tensor")
            .probability("audioDropout", "dropout of the audio subnet")
            .probability("visionDropout", "dropout of the vision subnet")
            .factor("factorRate", "learning rate of the factors, as a multiple of the run's")
            .truth("trainFusionWeights", "whether the weights and the bias of the fusion are trained");

    private final double factorRate;
    private final MeanSubnet audioSubnet;
    private final MeanSubnet visionSubnet;
    private final TextSubnet textSubnet;
    private final LowRankFusion fusion;

    /** A model whose parameters are not initialised yet. */
    public Lmf(BaselineConfig config) {
        int audioHidden = config.size("audioHidden");
        int visionHidden = config.size("visionHidden");
        int textHidden = config.size("textHidden");
        int textOut = Math.max(1, textHidden / 2);
        factorRate = config.number("factorRate");
        audioSubnet = child(
                "audio_subnet",
                new MeanSubnet(config.audioWidth(), audioHidden, config.probability("audioDropout")));
        visionSubnet = child(
                "video_subnet",
                new MeanSubnet(config.visionWidth(), visionHidden, config.probability("visionDropout")));
        textSubnet = child("text_subnet", new TextSubnet(config.textWidth(), textHidden, textOut));
        fusion = child(
                "fusion",
                new LowRankFusion(
                        config.size("rank"), 1,
                        new LowRankFusion.Part("audio", audioHidden),
                        new LowRankFusion.Part("video", visionHidden),
                        new LowRankFusion.Part("text", textOut)));
        if (!config.truth("trainFusionWeights")) {
            fusion.parameter("fusion_weights").requiresGrad(false);
            fusion.parameter("fusion_bias").requiresGrad(false);
        }
    }

    @Override
    public Tensor forward(InputBatch inputs) {
        Tensor text = inputs.text();
        Tensor audio = inputs.audio();
        Tensor vision = inputs.vision();
        return fusion.forward(
                audioSubnet.forward(audio), visionSubnet.forward(vision), textSubnet.forward(text)); // [B, 1]
    }

    @Override
    public double rate(String parameter) {
        return parameter.endsWith("_factor") ? factorRate : 1;
    }
}
