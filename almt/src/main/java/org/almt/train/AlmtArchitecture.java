package org.almt.train;

import java.util.Map;
import org.almt.core.Shape;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.model.ModelConfig;
import org.almt.model.Preset;
import org.almt.nn.bert.BertModel;

/** ALMT as something to train: with the reference's settings, and a BERT inside where it is to be fine-tuned. */
final class AlmtArchitecture implements Architecture {
    @Override
    public String label() {
        return AlmtConfig.ARCHITECTURE;
    }

    @Override
    public String title() {
        return "ALMT";
    }

    @Override
    public ModelConfig config(Map<String, ?> map) {
        return AlmtConfig.of(map);
    }

    @Override
    public ModelConfig sizes(Preset presetOrNull) {
        return presetOrNull == null ? EmbeddedRun.MODEL : presetOrNull.config();
    }

    @Override
    public ModelConfig sizes(Map<String, Shape> weights, ModelConfig base) {
        return SizesOfWeights.of(weights, (AlmtConfig) base);
    }

    @Override
    public TrainingConfig training(Preset presetOrNull) {
        return presetOrNull == null ? EmbeddedRun.TRAINING : TrainingConfig.STANDARD;
    }

    @Override
    public boolean takesBatchesInParts() {
        return true;
    }

    @Override
    public boolean finetunes() {
        return true;
    }

    @Override
    public Network network(ModelConfig config, BertModel bertOrNull) {
        AlmtConfig sizes = (AlmtConfig) config;
        return bertOrNull == null
                ? Network.of(new AlmtModel(sizes))
                : Network.of(new AlmtModel(sizes).withTextEncoder(bertOrNull), bertOrNull);
    }

    @Override
    public Network network(ModelConfig config, BertModel bertOrNull, long seed) {
        AlmtConfig sizes = (AlmtConfig) config;
        return bertOrNull == null
                ? Network.of(AlmtModel.initialised(sizes, seed))
                : Network.of(AlmtModel.initialised(sizes, seed).withTextEncoder(bertOrNull), bertOrNull);
    }
}
