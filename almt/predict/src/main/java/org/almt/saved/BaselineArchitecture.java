package org.almt.saved;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
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
import org.almt.nn.bert.BertBatch;
import org.almt.nn.bert.BertModel;
import org.jspecify.annotations.Nullable;

/**
 * The architecture of a model that ALMT is compared with. It is trained with the settings of {@link BaselinePresets};
 * the default loss is the mean absolute error.
 *
 * @param title the name as written in papers
 *
 * @param schema the names of its sizes, and its own name
 *
 * @param text the form in which text enters the model
 *
 * @param takesBatchesInParts whether the mean of its loss over a batch equals the mean over the batch's micro-batches
 *
 * @param maker makes a model whose parameters are not initialised yet; it receives the text encoder if that is inside
 *         the model
 */
record BaselineArchitecture(
        String title, BaselineConfig.Schema schema, TextUse text, boolean takesBatchesInParts,
        BiFunction<BaselineConfig, @Nullable BertModel, FeatureModel> maker)
        implements Architecture {

    /** The form in which text enters a model. */
    enum TextUse {
        /** As features. */
        FEATURES,
        /** As features, or as the hidden states of a text encoder that is trained with it. */
        EITHER,
        /** As token ids: the model is an extended text encoder. */
        INSIDE
    }

    BaselineArchitecture(
            String title, BaselineConfig.Schema schema, TextUse text, boolean takesBatchesInParts,
            Function<BaselineConfig, FeatureModel> maker) {
        this(title, schema, text, takesBatchesInParts, (config, none) -> maker.apply(config));
    }

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

    /**
     * Returns {@code base}: sizes are not derived from shapes. Weights that do not fit are refused by name and shape
     * when they are loaded.
     */
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
        return text != TextUse.FEATURES;
    }

    @Override
    public boolean needsTextEncoder() {
        return text == TextUse.INSIDE;
    }

    @Override
    public int leastBatch() {
        return schema.leastBatch();
    }

    @Override
    public Network network(ModelConfig config, @Nullable BertModel bert) {
        FeatureModel model = model(config, bert);
        return trained(model, bert);
    }

    @Override
    public Network network(ModelConfig config, @Nullable BertModel bert, long seed) {
        FeatureModel model = model(config, bert);
        model.initialise(seed);
        return trained(model, bert);
    }

    private FeatureModel model(ModelConfig config, @Nullable BertModel bert) {
        if (bert != null && text == TextUse.FEATURES) {
            throw new IllegalArgumentException(title + " uses text features without changes, and trains no text"
                    + " encoder");
        }
        if (bert == null && text == TextUse.INSIDE) {
            throw new IllegalArgumentException(
                    title + " is an extended text encoder; give a language model that is to be trained");
        }
        return maker.apply((BaselineConfig) config, bert);
    }

    /** Adds the text encoder after the model was drawn, so that the text encoder keeps its weights. */
    private Network trained(FeatureModel model, @Nullable BertModel bert) {
        return bert == null || text == TextUse.INSIDE
                ? new Trained(model, null)
                : new Trained(model.withTextEncoder(bert), bert);
    }

    private record Trained(FeatureModel model, @Nullable BertModel bert) implements Network {
        @Override
        public Layer root() {
            return model;
        }

        @Override
        public InputBatch prepared(InputBatch inputs) {
            BertBatch tokens = inputs.tokens();
            return bert == null || tokens == null ? inputs : inputs.withText(bert.forward(tokens));
        }

        @Override
        public Tensor forward(InputBatch inputs) {
            return model.forward(prepared(inputs));
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
