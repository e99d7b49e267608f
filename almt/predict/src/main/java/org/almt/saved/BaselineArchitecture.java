package org.almt.saved;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.almt.baseline.BaselineConfig;
import org.almt.baseline.BaselinePresets;
import org.almt.baseline.FeatureModel;
import org.almt.config.SettingTable;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.input.InputBatch;
import org.almt.model.ModelConfig;
import org.almt.model.Preset;
import org.almt.nn.Layer;
import org.almt.nn.bert.BertModel;
import org.jspecify.annotations.Nullable;

/**
 * A model of text features as something to train: by its mean absolute error, unless said otherwise, with the settings
 * of {@link BaselinePresets}.
 *
 * @param title as papers write it
 * @param schema the names of its sizes, and its own
 * @param takesBatchesInParts whether it has no batch normalisation
 * @param maker makes a model whose parameters are still to be given
 */
record BaselineArchitecture(
        String title, BaselineConfig.Schema schema, boolean takesBatchesInParts,
        Function<BaselineConfig, FeatureModel> maker)
        implements Architecture {

    @Override
    public String label() {
        return schema.architecture();
    }

    @Override
    public SettingTable settings() {
        return schema.table();
    }

    @Override
    public ModelConfig config(Map<String, ?> map) {
        return BaselineConfig.of(schema, map);
    }

    @Override
    public ModelConfig sizes(Preset preset) {
        return BaselinePresets.model(schema, preset, ALMT.sizes(preset));
    }

    /** Sizes are not derived from shapes: weights of others are refused, by name and shape, when they are loaded. */
    @Override
    public ModelConfig sizes(Map<String, Shape> weights, ModelConfig base) {
        return base;
    }

    @Override
    public Map<String, Object> usualTraining(Preset preset) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("loss", "l1");
        settings.putAll(BaselinePresets.training(schema, preset));
        return settings;
    }

    @Override
    public boolean finetunes() {
        return false;
    }

    @Override
    public Network network(ModelConfig config, @Nullable BertModel bert) {
        if (bert != null) {
            throw new IllegalArgumentException(title + " takes text features as they are, and trains no text encoder");
        }
        return new Trained(maker.apply((BaselineConfig) config));
    }

    @Override
    public Network network(ModelConfig config, @Nullable BertModel bert, long seed) {
        Network network = network(config, bert);
        network.root().initialise(seed);
        return network;
    }

    private record Trained(FeatureModel model) implements Network {
        @Override
        public Layer root() {
            return model;
        }

        @Override
        public Tensor forward(InputBatch inputs) {
            return model.forward(inputs);
        }

        @Override
        public double rate(String parameter) {
            return model.rate(parameter);
        }

        @Override
        public double decay(String parameter, double usual) {
            return model.decay(parameter, usual);
        }
    }
}
