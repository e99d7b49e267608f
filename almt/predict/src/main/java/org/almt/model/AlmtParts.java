package org.almt.model;

import java.util.ArrayList;
import java.util.List;
import org.almt.model.variant.AbsentModality;
import org.almt.model.variant.AddFusion;
import org.almt.model.variant.AnsweringLanguageLayer;
import org.almt.model.variant.ConcatFusion;
import org.almt.model.variant.Concatenation;
import org.almt.model.variant.Embedding;
import org.almt.model.variant.FramesEmbedding;
import org.almt.model.variant.Fusion;
import org.almt.model.variant.GruFusion;
import org.almt.model.variant.HyperAlone;
import org.almt.model.variant.HyperKind;
import org.almt.model.variant.HyperLayer;
import org.almt.model.variant.HyperStage;
import org.almt.model.variant.Modalities;
import org.almt.model.variant.OneModalityLayer;
import org.almt.model.variant.OuterProductFusion;
import org.almt.model.variant.RankedFusion;
import org.almt.model.variant.UnguidedLayer;
import org.almt.model.variant.Variant;
import org.almt.nn.layer.BlockSizes;

/**
 * Which class stands for each part of an {@link AlmtModel}: the only place that decides between the paper's and what takes
 * its place in a {@link Variant}.
 */
final class AlmtParts {
    private final AlmtConfig config;
    private final Variant variant;
    private final BlockSizes sizes;

    AlmtParts(AlmtConfig config) {
        config.checked();
        this.config = config;
        variant = config.variant();
        sizes = new BlockSizes(config.width(), config.heads(), config.headSize(), config.mlp());
    }

    Embedding textEmbedding() {
        return embedding(config.textLength(), config.textWidth());
    }

    Embedding audioEmbedding() {
        return variant.modalities().audio()
                ? embedding(config.audioLength(), config.audioWidth())
                : new AbsentModality();
    }

    Embedding visionEmbedding() {
        return variant.modalities().vision()
                ? embedding(config.visionLength(), config.visionWidth())
                : new AbsentModality();
    }

    private Embedding embedding(int length, int features) {
        return variant.modalityEmbedding()
                ? new ModalityEmbedding(length, features, config.tokens(), config.embeddingDepth(), sizes)
                : new FramesEmbedding(length, features, config.width());
    }

    /** Rows of language, and of the hyper-modality that it guides: T, where a modality embedding condenses. */
    int languageRows() {
        return rows(config.textLength());
    }

    private int rows(int length) {
        return variant.modalityEmbedding() ? config.tokens() : length;
    }

    LanguageScales languageScales() {
        return new LanguageScales(languageRows(), config.hyperDepth() - 1, variant.shared().language(), sizes);
    }

    HyperStage hyperModality() {
        if (!variant.adapts()) {
            return new Concatenation();
        }
        boolean shared = variant.shared().hyper();
        List<HyperLayer> layers = new ArrayList<>();
        HyperLayer guided = null;
        HyperLayer unguided = null;
        for (int j = 1; j <= config.hyperDepth(); j++) {
            if (variant.guides().has(j)) {
                guided = shared && guided != null ? guided : guidedLayer();
                layers.add(guided);
            } else {
                unguided = shared && unguided != null ? unguided : new UnguidedLayer(config.width(), config.mlp());
                layers.add(unguided);
            }
        }
        return new HyperModality(layers);
    }

    private HyperLayer guidedLayer() {
        Modalities modalities = variant.modalities();
        int width = config.width();
        if (variant.hyper() == HyperKind.SWAPPED) {
            return new AnsweringLanguageLayer(modalities, width, config.heads(), config.hyperHeadSize());
        }
        return modalities == Modalities.ALL
                ? new HyperModalityLayer(width, config.heads(), config.hyperHeadSize())
                : new OneModalityLayer(modalities.audio(), width, config.heads(), config.hyperHeadSize());
    }

    Fusion fusion() {
        int width = config.width();
        return switch (variant.fusion()) {
            case TRANSFORMER -> new FusionTransformer(
                    variant.fusionQuery(), hyperRows(), languageRows(), config.fusionDepth(),
                    variant.shared().fusion(), sizes);
            case NONE -> new HyperAlone(width);
            case CONCAT -> new ConcatFusion(width);
            case ADD -> new AddFusion(width);
            case GRU -> new GruFusion(width);
            case TENSOR -> new OuterProductFusion(width);
            case LOW_RANK -> new RankedFusion(width);
        };
    }

    /** Rows of what fusion reads beside language. */
    private int hyperRows() {
        int rows = languageRows();
        if (!variant.adapts()) {
            rows += variant.modalities().audio() ? rows(config.audioLength()) : 0;
            rows += variant.modalities().vision() ? rows(config.visionLength()) : 0;
        }
        return rows;
    }
}
