package org.almt.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.almt.core.Tensor;
import org.almt.model.variant.AbsentModality;
import org.almt.model.variant.AnsweringLanguageLayer;
import org.almt.model.variant.EmbeddingStage;
import org.almt.model.variant.FramesEmbedding;
import org.almt.model.variant.FusionKind;
import org.almt.model.variant.FusionStage;
import org.almt.model.variant.Fusions;
import org.almt.model.variant.HyperKind;
import org.almt.model.variant.HyperLayer;
import org.almt.model.variant.HyperStage;
import org.almt.model.variant.Modalities;
import org.almt.model.variant.OneModalityLayer;
import org.almt.model.variant.UnguidedLayer;
import org.almt.model.variant.Variant;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.BlockNames;

/**
 * Creates the parts of an {@link AlmtModel}. This is the only place that chooses between the paper's parts and those of
 * a {@link Variant}.
 */
final class AlmtParts {
    private final AlmtConfig config;
    private final Variant variant;
    private final BlockConfig block;

    AlmtParts(AlmtConfig config) {
        config.checked();
        this.config = config;
        variant = config.variant();
        block = BlockConfig.of(config.width(), config.heads()).headWidth(config.headSize()).hidden(config.mlp())
                .normForEachInput().withoutInputBiases().names(BlockNames.VIT);
    }

    EmbeddingStage textEmbedding() {
        return embedding(config.textLength(), config.textWidth());
    }

    EmbeddingStage audioEmbedding() {
        return variant.modalities().audio()
                ? embedding(config.audioLength(), config.audioWidth())
                : new AbsentModality(config.width());
    }

    EmbeddingStage visionEmbedding() {
        return variant.modalities().vision()
                ? embedding(config.visionLength(), config.visionWidth())
                : new AbsentModality(config.width());
    }

    private EmbeddingStage embedding(int length, int features) {
        return variant.modalityEmbedding()
                ? new ModalityEmbedding(length, features, config.tokens(), config.embeddingDepth(), block)
                : new FramesEmbedding(length, features, config.width());
    }

    /** The number of rows of language and of the hyper-modality that it guides: T with a modality embedding. */
    int languageRows() {
        return rows(config.textLength());
    }

    private int rows(int length) {
        return variant.modalityEmbedding() ? config.tokens() : length;
    }

    LanguageScales languageScales() {
        return new LanguageScales(languageRows(), config.hyperDepth() - 1, variant.shared().language(), block);
    }

    /** The adaptive layers, which start from {@code start} [1, rows of language, D]. */
    HyperStage hyperModality(Tensor start) {
        boolean shared = variant.shared().hyper();
        List<HyperLayer> layers = new ArrayList<>();
        Map<Boolean, HyperLayer> sharedOnes = new HashMap<>();
        for (int j = 1; j <= config.hyperDepth(); j++) {
            boolean guided = variant.guides().has(j);
            layers.add(shared ? sharedOnes.computeIfAbsent(guided, this::hyperLayer) : hyperLayer(guided));
        }
        return new HyperModality(start, layers);
    }

    private HyperLayer hyperLayer(boolean guided) {
        if (!guided) {
            return new UnguidedLayer(config.width(), config.mlp());
        }
        Modalities modalities = variant.modalities();
        int width = config.width();
        if (variant.hyper() == HyperKind.SWAPPED) {
            return new AnsweringLanguageLayer(modalities, width, config.heads(), config.hyperHeadSize());
        }
        return modalities == Modalities.ALL
                ? new HyperModalityLayer(width, config.heads(), config.hyperHeadSize())
                : new OneModalityLayer(modalities.audio(), width, config.heads(), config.hyperHeadSize());
    }

    FusionStage fusion() {
        return variant.fusion() == FusionKind.TRANSFORMER
                ? new FusionTransformer(variant.fusionQuery(), variant.fusionReads(), hyperRows(), languageRows(),
                        config.fusionDepth(), variant.shared().fusion(), block)
                : Fusions.of(variant.fusion(), config.width());
    }

    /** The number of rows that fusion reads in addition to language. */
    private int hyperRows() {
        int rows = languageRows();
        if (!variant.adapts()) {
            rows += variant.modalities().audio() ? rows(config.audioLength()) : 0;
            rows += variant.modalities().vision() ? rows(config.visionLength()) : 0;
        }
        return rows;
    }
}
