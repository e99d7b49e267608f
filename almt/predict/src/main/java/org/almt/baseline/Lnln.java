package org.almt.baseline;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.addScalar;
import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.expand;
import static org.almt.core.op.Ops.leakyRelu;
import static org.almt.core.op.Ops.mean;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.reshape;
import static org.almt.core.op.Ops.scale;
import static org.almt.core.op.Ops.sigmoid;
import static org.almt.core.op.Ops.slice;
import static org.almt.core.op.Ops.sub;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Tensor;
import org.almt.input.InputBatch;
import org.almt.model.FusionTransformer;
import org.almt.model.HyperModality;
import org.almt.model.HyperModalityLayer;
import org.almt.model.LanguageScales;
import org.almt.model.ModalityEmbedding;
import org.almt.model.variant.FusionQuery;
import org.almt.model.variant.FusionReads;
import org.almt.nn.Initialiser;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.BlockNames;
import org.almt.nn.layer.Linear;

/**
 * The Language-dominated Noise-resistant Learning Network (Zhang, Wang and Yu, "Towards robust multimodal sentiment
 * analysis with incomplete data", NeurIPS 2024), by the author of ALMT, built from the same parts. Some of the features
 * that it reads are missing. It estimates which fraction of language is present, and replaces the rest by a proxy:
 *
 * <pre>
 * h_m = tokens' rows of E_m(u_m)                           language, audio, vision        [B, T, D]
 * w   = sigmoid(V2 leaky(V1 token(C(h_l))))                share of language that is there    [B, 1]
 * P   = tokens' rows of G(h_p | h_a | h_v)                 the proxy, its gradient reversed   [B, T, D]
 * h_d = (1 - w) P + w h_l                                  corrected language
 * s   = scales of h_d          hyper = AHL layers on s, h_a, h_v          as in ALMT
 * y   = W mean(rows 1 to T of fusion(last hyper, last s)) + b
 * </pre>
 *
 * <p>In training it also reads the complete features. Reconstructors R_m map h_m to the 3 T rows of the complete
 * features, and a discriminator distinguishes corrected from complete language. The gradient is reversed before the
 * mixture, so every loss that flows through P is reversed for the proxy. This is the public code's behaviour.
 *
 * <p>The parameters have the public code's names. The public code computes the fusion's token row but does not use it.
 *
 * <p>B batch, T tokens, D width.
 */
public final class Lnln extends FeatureModel {
    /** The names of its sizes and options. */
    public static final BaselineConfig.Schema SCHEMA = new BaselineConfig.Schema("lnln")
            .size("width", "width D of every row")
            .size("heads", "attention heads of all layers")
            .size("headSize", "width of a head in the Transformer blocks")
            .size("hyperHeadSize", "width of a head in the hyper-modality layers")
            .size("tokens", "learned rows that each modality is condensed into, T")
            .depth("embeddingDepth", "blocks of each modality embedding")
            .depth("proxyDepth", "blocks of the generator of the proxy")
            .depth("completenessDepth", "blocks of the estimator of completeness")
            .depth("reconstructorDepth", "blocks of each reconstructor")
            .depth("scalesDepth", "blocks of language, one for each scale after the first")
            .depth("hyperDepth", "hyper-modality layers; scalesDepth + 1")
            .depth("fusionDepth", "blocks of the fusion Transformer")
            .size("discriminatorHidden", "hidden width of the discriminator")
            .size("completenessHidden", "hidden width of the estimate of completeness")
            .factor("completenessWeight", "weight of the loss of completeness")
            .factor("discriminatorWeight", "weight of the loss of the discriminator")
            .factor("reconstructionWeight", "weight of the loss of reconstruction")
            .factor("sentimentWeight", "weight of the loss of the prediction");

    private static final float LEAK = 0.1f;

    private final LossWeights lossWeights;
    private final int width;
    private final int tokens;
    private final Tensor proxyStart;
    private final ModalityEmbedding text;
    private final ModalityEmbedding audio;
    private final ModalityEmbedding vision;
    private final TokenEncoder proxy;
    private final Linear discriminatorIn;
    private final Linear discriminatorOut;
    private final TokenEncoder completeness;
    private final Linear completenessIn;
    private final Linear completenessOut;
    private final List<TokenEncoder> reconstructors = new ArrayList<>();
    private final LanguageScales scales;
    private final HyperModality hyper;
    private final FusionTransformer fusion;
    private final Linear out;

    /**
     * The intermediate results and the prediction for a batch.
     *
     * @param language h_l [B, T, D]
     * @param audio h_a [B, T, D]
     * @param vision h_v [B, T, D]
     * @param completeness the token row of C [B, D]
     * @param share w [B, 1]
     * @param proxy P, before the reversal of its gradient [B, T, D]
     * @param corrected h_d [B, T, D]
     * @param hyper the last hyper-modality [B, T, D]
     * @param fused rows of the fusion [B, T+1, D]
     * @param prediction y [B, 1]
     */
    public record States(
            Tensor language, Tensor audio, Tensor vision, Tensor completeness, Tensor share, Tensor proxy,
            Tensor corrected, Tensor hyper, Tensor fused, Tensor prediction) {}

    /**
     * The weights of the four terms of its loss.
     *
     * @param completeness alpha, of the estimated fraction
     * @param discriminator beta
     * @param reconstruction gamma
     * @param sentiment sigma, of the prediction
     */
    public record LossWeights(float completeness, float discriminator, float reconstruction, float sentiment) {}

    /** A model whose parameters are not initialised yet. */
    public Lnln(BaselineConfig config) {
        lossWeights = new LossWeights(
                (float) config.number("completenessWeight"), (float) config.number("discriminatorWeight"),
                (float) config.number("reconstructionWeight"), (float) config.number("sentimentWeight"));
        width = config.size("width");
        tokens = config.size("tokens");
        BlockConfig block = BlockConfig.of(width, config.size("heads")).headWidth(config.size("headSize"))
                .hidden(width).normForEachInput().withoutInputBiases().names(BlockNames.VIT);
        Tensor hyperStart = parameter("h_hyper", Initialiser.ones(), 1, tokens, width);
        proxyStart = parameter("h_p", Initialiser.ones(), 1, tokens, width);
        int depth = config.size("embeddingDepth");
        text = child("proj_l",
                new ModalityEmbedding(config.textLength(), config.textWidth(), tokens, depth, block));
        audio = child("proj_a",
                new ModalityEmbedding(config.audioLength(), config.audioWidth(), tokens, depth, block));
        vision = child("proj_v",
                new ModalityEmbedding(config.visionLength(), config.visionWidth(), tokens, depth, block));
        proxy = child("proxy_dominate_modality_generator",
                new TokenEncoder(tokens, 3 * tokens, config.size("proxyDepth"), block));
        int hidden = config.size("discriminatorHidden");
        discriminatorIn = child("effective_discriminator.0", new Linear(width, hidden));
        discriminatorOut = child("effective_discriminator.2", new Linear(hidden, 2));
        completeness = child("completeness_check.0",
                new TokenEncoder(1, tokens, config.size("completenessDepth"), block));
        completenessIn = child("completeness_check.1.0", new Linear(width, config.size("completenessHidden")));
        completenessOut = child("completeness_check.1.2", new Linear(config.size("completenessHidden"), 1));
        for (int i = 0; i < 3; i++) {
            reconstructors.add(child("reconstructor." + i,
                    new TokenEncoder(0, tokens, config.size("reconstructorDepth"), block)));
        }
        scales = child("dmml.0", new LanguageScales(tokens, config.size("scalesDepth"), false, block));
        List<HyperModalityLayer> layers = new ArrayList<>();
        for (int j = 0; j <= config.size("scalesDepth"); j++) {
            layers.add(new HyperModalityLayer(width, config.size("heads"), config.size("hyperHeadSize")));
        }
        if (config.size("hyperDepth") != layers.size()) {
            throw new IllegalArgumentException("config: hyperDepth is " + config.size("hyperDepth") + "; "
                    + layers.size() + " is needed, one more than scalesDepth");
        }
        hyper = child("dmml.1", new HyperModality(hyperStart, layers));
        fusion = child("dmml.2",
                new FusionTransformer(
                        FusionQuery.LANGUAGE, FusionReads.ALL, tokens, tokens, config.size("fusionDepth"), false,
                        block));
        out = child("dmml.3", new Linear(width, 1));
    }

    @Override
    public Tensor forward(InputBatch inputs) {
        return states(inputs, true).prediction();
    }

    /**
     * {@link #forward} with all intermediate results.
     *
     * @param lean whether last blocks compute only the rows that are used; the values are the same up to rounding
     */
    public States states(InputBatch inputs, boolean lean) {
        Tensor l = embedded(text, inputs.text(), lean); // [B, T, D]
        Tensor a = embedded(audio, inputs.audio(), lean);
        Tensor v = embedded(vision, inputs.vision(), lean);
        int batch = l.shape().size(0);
        Tensor token = reshape(rows(completeness, l, lean), batch, width); // [B, D]
        Tensor w = sigmoid(completenessOut.forward(leakyRelu(completenessIn.forward(token), LEAK))); // [B, 1]
        Tensor start = expand(proxyStart, batch, tokens, width); // [B, T, D]
        Tensor p = rows(proxy, concat(1, start, a, v), lean); // [B, T, D]
        Tensor there = reshape(w, batch, 1, 1);
        Tensor missing = addScalar(scale(there, -1), 1); // 1 - w
        Tensor corrected = add(mul(missing, reversed(p)), mul(there, l)); // [B, T, D]
        List<Tensor> states = scales.forward(corrected);
        List<Tensor> hypers = hyper.forward(states, a, v);
        Tensor lastHyper = hypers.get(hypers.size() - 1);
        Tensor fused = fusion.forward(lastHyper, states.get(states.size() - 1)); // [B, T+1, D]
        Tensor y = out.forward(mean(slice(fused, 1, 1, tokens + 1), 1)); // [B, 1]
        return new States(l, a, v, token, w, p, corrected, lastHyper, fused, y);
    }

    /** The target rows [B, 3 T, D] of the reconstructors, from complete features: audio, vision, language. */
    public Tensor complete(InputBatch inputs) {
        return concat(1, audio.folded(inputs.audio()), vision.folded(inputs.vision()),
                text.folded(inputs.text()));
    }

    /** The reconstructors' results for incomplete features, [B, 3 T, D]: audio, vision, language. */
    public Tensor reconstructed(States states) {
        return concat(1, reconstructors.get(0).forward(states.audio()),
                reconstructors.get(1).forward(states.vision()), reconstructors.get(2).forward(states.language()));
    }

    /** The discriminator's logits [B T, 2] (complete, corrected) for rows of language [B, T, D]. */
    public Tensor discriminated(Tensor language) {
        Tensor rows = reshape(language, -1, width);
        return discriminatorOut.forward(leakyRelu(discriminatorIn.forward(rows), LEAK));
    }

    /** The weights of its loss. */
    public LossWeights lossWeights() {
        return lossWeights;
    }

    /** T. */
    public int tokens() {
        return tokens;
    }

    private static Tensor embedded(ModalityEmbedding embedding, Tensor frames, boolean lean) {
        return lean ? embedding.folded(frames) : embedding.forward(frames);
    }

    private static Tensor rows(TokenEncoder encoder, Tensor rows, boolean lean) {
        return lean ? encoder.tokenRowsAlone(rows) : encoder.tokenRows(rows);
    }

    /** Returns x unchanged, and reverses the sign of its gradient. */
    private static Tensor reversed(Tensor x) {
        return sub(scale(x.detach(), 2), x);
    }
}
