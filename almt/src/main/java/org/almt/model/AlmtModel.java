package org.almt.model;

import java.util.List;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Module;
import org.almt.nn.bert.BertModel;
import org.almt.nn.init.Initialiser;
import org.almt.nn.layer.BlockSizes;
import org.almt.nn.layer.Linear;

/**
 * ALMT, the Adaptive Language-guided Multimodal Transformer (Zhang et al., "Learning Language-guided Adaptive
 * Hyper-modality Representation for Multimodal Sentiment Analysis", EMNLP 2023), without its text encoder: text enters
 * as one feature row a token.
 *
 * <p>{@link #forward} is the definition, line by line. {@link FoldedAlmt} computes the same from the same parameters
 * with a fraction of the work. Parameters have the names and the order of the reference implementation.
 *
 * <p>B batch, L frames or tokens of a modality, T learned tokens, D width.
 */
public final class AlmtModel extends Module {
    private final AlmtConfig config;
    private final Tensor hyper;
    private final ModalityEmbedding textEmbedding;
    private final ModalityEmbedding audioEmbedding;
    private final ModalityEmbedding visionEmbedding;
    private final LanguageScales languageScales;
    private final HyperModality hyperModality;
    private final FusionTransformer fusion;
    private final Linear regression;

    /** A model whose parameters are still to be given: by {@link #initialise} or from a checkpoint. */
    public AlmtModel(AlmtConfig config) {
        this.config = config;
        int width = config.width();
        int tokens = config.tokens();
        BlockSizes sizes = new BlockSizes(width, config.heads(), config.headSize(), config.mlp());
        hyper = parameter("h_hyper", Initialiser.ones(), 1, tokens, width);
        textEmbedding = child("proj_l", embedding(config.textLength(), config.textWidth(), sizes));
        audioEmbedding = child("proj_a", embedding(config.audioLength(), config.audioWidth(), sizes));
        visionEmbedding = child("proj_v", embedding(config.visionLength(), config.visionWidth(), sizes));
        languageScales = child("l_encoder", new LanguageScales(tokens, config.hyperDepth() - 1, sizes));
        hyperModality = child(
                "h_hyper_layer",
                new HyperModality(config.hyperDepth(), width, config.heads(), config.hyperHeadSize()));
        fusion = child("fusion_layer", new FusionTransformer(tokens, config.fusionDepth(), sizes));
        regression = child("regression_layer.0", new Linear(width, 1));
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

    private ModalityEmbedding embedding(int length, int features, BlockSizes sizes) {
        return new ModalityEmbedding(length, features, config.tokens(), config.embeddingDepth(), sizes);
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
        return fromEmbeddings(l, a, v, null);
    }

    /** The fusion Transformer where the token's row alone is read: hyper [B, T, D] gives [B, 1, D]. */
    interface TokenFusion {
        Tensor forward(FusionTransformer fusion, Tensor hyper);
    }

    /** The rest of the model after the modality embeddings; a short way to the token's row may be given, or null. */
    AlmtTrace fromEmbeddings(Tensor l, Tensor a, Tensor v, TokenFusion shortWay) {
        int batch = l.shape().size(0);
        List<Tensor> scales = languageScales.forward(l); // (2) H_l^1, H_l^2, H_l^3  [B, T, D]
        Tensor z = Ops.expand(hyper, batch, config.tokens(), config.width()); // H_hyper^0  [B, T, D]
        List<Tensor> hypers = hyperModality.forward(scales, a, v, z); // (5) H_hyper^1 …  [B, T, D]
        boolean tokenOnly = config.fusionReads() == FusionReads.TOKEN;
        Tensor fused = tokenOnly && shortWay != null
                ? shortWay.forward(fusion, hypers.getLast()) // [B, 1, D]
                : fusion.forward(hypers.getLast(), scales.getLast()); // [B, T+1, D]
        Tensor read = tokenOnly
                ? Ops.slice(fused, 1, 0, 1) // the reference: the token's row  [B, 1, D]
                : Ops.mean(fused, 1); // the paper's intent: all rows  [B, D]
        Tensor prediction = regression.forward(Ops.reshape(read, batch, config.width())); // [B, 1]
        return new AlmtTrace(l, a, v, scales, hypers, fused, prediction);
    }

    /** The sizes. */
    public AlmtConfig config() {
        return config;
    }

    ModalityEmbedding textEmbedding() {
        return textEmbedding;
    }

    ModalityEmbedding audioEmbedding() {
        return audioEmbedding;
    }

    ModalityEmbedding visionEmbedding() {
        return visionEmbedding;
    }

    LanguageScales languageScales() {
        return languageScales;
    }

    HyperModality hyperModality() {
        return hyperModality;
    }

    FusionTransformer fusion() {
        return fusion;
    }
}
