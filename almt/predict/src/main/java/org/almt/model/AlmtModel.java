package org.almt.model;

import java.util.List;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.model.variant.Embedding;
import org.almt.model.variant.Fusion;
import org.almt.model.variant.FusionReads;
import org.almt.model.variant.HyperStage;
import org.almt.model.variant.Rows;
import org.almt.nn.Layer;
import org.almt.nn.bert.BertModel;
import org.almt.nn.init.Initialiser;
import org.almt.nn.layer.Linear;

/**
 * ALMT, the Adaptive Language-guided Multimodal Transformer (Zhang et al., "Learning Language-guided Adaptive
 * Hyper-modality Representation for Multimodal Sentiment Analysis", EMNLP 2023), without its text encoder: text enters
 * as one feature row a token.
 *
 * <p>{@link #forward} is the definition, line by line. {@link FoldedAlmt} computes the same from the same parameters
 * with a fraction of the work. Parameters have the names and the order of the reference implementation.
 *
 * <p>Its parts are {@link ModalityEmbedding}, {@link LanguageScales}, {@link HyperModality} of {@link
 * HyperModalityLayer}s, and {@link FusionTransformer}. Others stand in for them where the configuration asks for a variant,
 * such as those of the paper's Tables 3 to 7; see {@link AlmtParts}.
 *
 * <p>B batch, L frames or tokens of a modality, T learned tokens, D width.
 */
public final class AlmtModel extends Layer {
    private final AlmtConfig config;
    private final Tensor hyper;
    private final Embedding textEmbedding;
    private final Embedding audioEmbedding;
    private final Embedding visionEmbedding;
    private final LanguageScales languageScales;
    private final HyperStage hyperModality;
    private final Fusion fusion;
    private final Linear regression;

    /** A model whose parameters are still to be given: by {@link #initialise} or from a checkpoint. */
    public AlmtModel(AlmtConfig config) {
        this.config = config;
        AlmtParts parts = new AlmtParts(config);
        hyper = config.variant().adapts()
                ? parameter("h_hyper", Initialiser.ones(), 1, parts.languageRows(), config.width())
                : null;
        textEmbedding = child("proj_l", parts.textEmbedding());
        audioEmbedding = child("proj_a", parts.audioEmbedding());
        visionEmbedding = child("proj_v", parts.visionEmbedding());
        languageScales = child("l_encoder", parts.languageScales());
        hyperModality = child("h_hyper_layer", parts.hyperModality());
        fusion = child("fusion_layer", parts.fusion());
        regression = child("regression_layer.0", new Linear(fusion.width(), 1));
    }

    /**
     * A model with a text encoder that is trained with it, and whose hidden states are to be given as text: parameters
     * {@code bertmodel.model.*}.
     */
    public AlmtModel(AlmtConfig config, BertModel bert) {
        this(config);
        child("bertmodel.model", bert);
    }

    /** A model with initial parameters drawn for a seed. */
    public AlmtModel(AlmtConfig config, long seed) {
        this(config);
        initialise(seed);
    }

    /** The same with initial parameters drawn for a seed, but for those of the text encoder, which stay as they are. */
    public AlmtModel(AlmtConfig config, long seed, BertModel bert) {
        this(config, seed);
        child("bertmodel.model", bert);
    }

    /** text [B, L_l, F_l], audio [B, L_a, F_a] and vision [B, L_v, F_v] give the sentiment [B, 1]. */
    public Tensor forward(Tensor text, Tensor audio, Tensor vision) {
        return trace(text, audio, vision).prediction();
    }

    /** As {@link #forward}, with everything in between. */
    public AlmtTrace trace(Tensor text, Tensor audio, Tensor vision) {
        Tensor v = visionEmbedding.forward(vision); // (1) H_v^1  [B, T, D]
        Tensor a = audioEmbedding.forward(audio); // (1) H_a^1  [B, T, D]
        Tensor l = textEmbedding.forward(text); // (1) H_l^1  [B, T, D]
        return fromEmbeddings(l, a, v, Fusion::forward);
    }

    /** How the fusion is computed from the hyper-modality and language: as it says, or in a shorter way. */
    interface FusionForm {
        Tensor forward(Fusion fusion, Tensor hyper, Tensor language);
    }

    /** The rest of the model after the modality embeddings. */
    AlmtTrace fromEmbeddings(Tensor l, Tensor a, Tensor v, FusionForm form) {
        List<Tensor> scales = languageScales.forward(l); // (2) H_l^1, H_l^2, H_l^3  [B, T, D]
        Tensor z = hyper == null ? null : initialHyper(l); // H_hyper^0  [B, T, D]
        List<Tensor> hypers = hyperModality.forward(scales, a, v, z); // (5) H_hyper^1 …  [B, T, D]
        Tensor fused = form.forward(fusion, hypers.get(hypers.size() - 1), scales.get(scales.size() - 1)); // [B, T+1, D]
        Tensor read = config.fusionReads() == FusionReads.TOKEN
                ? Ops.slice(fused, 1, 0, 1) // the reference: the token's row  [B, 1, D]
                : Ops.mean(fused, 1); // the paper's intent: all rows  [B, D]
        int batch = l.shape().size(0);
        Tensor prediction = regression.forward(Ops.reshape(read, batch, fusion.width())); // [B, 1]
        return new AlmtTrace(l, a, v, scales, hypers, fused, prediction);
    }

    /** The hyper-modality to begin with, the same for every sample: as many rows as language l [B, T, D] has. */
    private Tensor initialHyper(Tensor l) {
        return Ops.expand(Rows.first(hyper, l.shape().size(1)), l.shape().size(0), l.shape().size(1), config.width());
    }

    /** The sizes. */
    public AlmtConfig config() {
        return config;
    }

    Embedding textEmbedding() {
        return textEmbedding;
    }

    Embedding audioEmbedding() {
        return audioEmbedding;
    }

    Embedding visionEmbedding() {
        return visionEmbedding;
    }

    LanguageScales languageScales() {
        return languageScales;
    }

    Fusion fusion() {
        return fusion;
    }

    HyperStage hyperModality() {
        return hyperModality;
    }
}
