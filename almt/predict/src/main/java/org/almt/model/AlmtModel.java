package org.almt.model;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.mean;
import static org.almt.core.op.Ops.reshape;
import static org.almt.core.op.Ops.slice;

import java.util.List;
import java.util.Optional;
import org.almt.core.Tensor;
import org.almt.model.variant.Concatenation;
import org.almt.model.variant.EmbeddingStage;
import org.almt.model.variant.FusionReads;
import org.almt.model.variant.FusionStage;
import org.almt.model.variant.HyperStage;
import org.almt.model.variant.LanguageReadout;
import org.almt.model.variant.MeanReadout;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.almt.nn.bert.BertModel;
import org.almt.nn.layer.Linear;

/**
 * ALMT, the Adaptive Language-guided Multimodal Transformer (Zhang et al., "Learning Language-guided Adaptive
 * Hyper-modality Representation for Multimodal Sentiment Analysis", EMNLP 2023), without its text encoder. Text enters
 * as one row of features per token.
 *
 * <p>{@link #states} is the definition, line by line. {@link FoldedAlmt#states} has the same five steps and the same
 * parameters, with a fraction of the work. The parameters have the names and the order of the reference implementation.
 *
 * <p>The parts are {@link ModalityEmbedding}, {@link LanguageScales}, {@link HyperModality} with its
 * {@link HyperModalityLayer}s, and {@link FusionTransformer}. A configuration may replace them by variants, such as
 * those of the paper's Tables 3 to 7; see {@code AlmtParts}.
 *
 * <p>B batch, L frames or tokens of a modality, T learned tokens, D width.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class AlmtModel extends Layer {
    private final AlmtConfig config;
    private final EmbeddingStage textEmbedding;
    private final EmbeddingStage audioEmbedding;
    private final EmbeddingStage visionEmbedding;
    private final LanguageScales languageScales;
    private final HyperStage hyperModality;
    private final FusionStage fusion;
    private final Linear regression;
    private final Optional<MeanReadout> languageReadout;

    /** A model whose parameters are not initialised yet. Call {@link #initialise}, or load a checkpoint. */
    public AlmtModel(AlmtConfig config) {
        this.config = config;
        AlmtParts parts = new AlmtParts(config);
        textEmbedding = child("proj_l", parts.textEmbedding());
        audioEmbedding = child("proj_a", parts.audioEmbedding());
        visionEmbedding = child("proj_v", parts.visionEmbedding());
        languageScales = child("l_encoder", parts.languageScales());
        hyperModality = child("h_hyper_layer", config.variant().adapts()
                ? parts.hyperModality(
                        parameter("h_hyper", Initialiser.ones(), 1, parts.languageRows(), config.width()))
                : new Concatenation());
        fusion = child("fusion_layer", parts.fusion());
        regression = child("regression_layer.0", new Linear(fusion.width(), 1));
        languageReadout = config.variant().languageReadout() == LanguageReadout.NONE
                ? Optional.empty()
                : Optional.of(child("language_readout", new MeanReadout(config.textWidth())));
    }

    /** A model with initial parameters drawn from a seed. */
    public static AlmtModel initialised(AlmtConfig config, long seed) {
        AlmtModel model = new AlmtModel(config);
        model.initialise(seed);
        return model;
    }

    /**
     * Adds a text encoder that is trained with the model. Its parameters are {@code bertmodel.model.*}. The caller
     * passes its hidden states as text.
     *
     * @return this
     */
    public AlmtModel withTextEncoder(BertModel bert) {
        child("bertmodel.model", bert);
        return this;
    }

    /** The sentiment [B, 1] of text [B, L_l, F_l], audio [B, L_a, F_a] and vision [B, L_v, F_v]. */
    public Tensor forward(Tensor text, Tensor audio, Tensor vision) {
        return states(text, audio, vision).prediction();
    }

    /** {@link #forward} with all intermediate results. */
    public AlmtStates states(Tensor text, Tensor audio, Tensor vision) {
        Tensor v = visionEmbedding.forward(vision); // (1) H_v^1  [B, T, D]
        Tensor a = audioEmbedding.forward(audio); // (1) H_a^1  [B, T, D]
        Tensor l = textEmbedding.forward(text); // (1) H_l^1  [B, T, D]
        List<Tensor> scales = languageScales.forward(l); // (2) H_l^1, H_l^2, H_l^3  [B, T, D]
        List<Tensor> hypers = hyperModality.forward(scales, a, v); // (5) H_hyper^1, …  [B, T, D]
        Tensor fused = fusion.forward(last(hypers), last(scales)); // [B, T+1, D]
        Tensor prediction = head(fused, text); // [B, 1]
        return new AlmtStates(l, a, v, scales, hypers, fused, prediction);
    }

    /** The sentiment [B, 1] from fused rows [B, N, W], and in a variant from text [B, L_l, F_l] too. */
    Tensor head(Tensor fused, Tensor text) {
        Tensor read = config.fusionReads() == FusionReads.TOKEN
                ? slice(fused, 1, 0, 1) // the reference: the token's row  [B, 1, W]
                : mean(fused, 1); // the paper's intent: all rows  [B, W]
        Tensor prediction = regression.forward(reshape(read, fused.shape().size(0), fusion.width())); // [B, 1]
        return languageReadout.isEmpty() ? prediction : add(prediction, languageReadout.get().forward(text));
    }

    static Tensor last(List<Tensor> states) {
        return states.get(states.size() - 1);
    }

    /** The sizes and options. */
    public AlmtConfig config() {
        return config;
    }

    EmbeddingStage textEmbedding() {
        return textEmbedding;
    }

    EmbeddingStage audioEmbedding() {
        return audioEmbedding;
    }

    EmbeddingStage visionEmbedding() {
        return visionEmbedding;
    }

    LanguageScales languageScales() {
        return languageScales;
    }

    HyperStage hyperModality() {
        return hyperModality;
    }

    FusionStage fusion() {
        return fusion;
    }
}
