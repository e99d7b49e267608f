package org.almt.train;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.almt.core.Shape;
import org.almt.model.AlmtConfig;
import org.almt.model.AlmtModel;
import org.almt.model.ModelConfig;
import org.almt.model.Preset;
import org.almt.nn.bert.BertModel;

/**
 * The kinds of model that a run can train: the one place where a model, its sizes, its usual settings and its {@link
 * Network} meet. A new kind is a constant here, and is then known to {@code config.json} and to all commands.
 */
public enum Architecture {
    /** The Adaptive Language-guided Multimodal Transformer. */
    ALMT(AlmtConfig.ARCHITECTURE) {
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
        public boolean finetunes() {
            return true;
        }

        @Override
        public Network network(ModelConfig config, BertModel bertOrNull) {
            AlmtConfig sizes = (AlmtConfig) config;
            return bertOrNull == null
                    ? Network.of(new AlmtModel(sizes))
                    : Network.of(new AlmtModel(sizes, bertOrNull), bertOrNull);
        }

        @Override
        public Network network(ModelConfig config, BertModel bertOrNull, long seed) {
            AlmtConfig sizes = (AlmtConfig) config;
            return bertOrNull == null
                    ? Network.of(new AlmtModel(sizes, seed))
                    : Network.of(new AlmtModel(sizes, seed, bertOrNull), bertOrNull);
        }
    };

    private final String label;

    Architecture(String label) {
        this.label = label;
    }

    /** The name on the command line and in {@code config.json}. */
    public String label() {
        return label;
    }

    /** The sizes and options of {@link ModelConfig#toMap}'s names; values may be numbers or text. */
    public abstract ModelConfig config(Map<String, ?> map);

    /** The usual sizes for a data set; null is the generated one. */
    public abstract ModelConfig sizes(Preset presetOrNull);

    /** The sizes of the model that has such parameters; what their shapes cannot tell is {@code base}'s. */
    public abstract ModelConfig sizes(Map<String, Shape> weights, ModelConfig base);

    /** How such a model is usually trained on a data set; null is the generated one. */
    public abstract TrainingConfig training(Preset presetOrNull);

    /** Whether a text encoder can be trained as part of it. */
    public abstract boolean finetunes();

    /** A network whose parameters are still to be loaded, with a text encoder in it where one is given. */
    public abstract Network network(ModelConfig config, BertModel bertOrNull);

    /** The same with parameters drawn for a seed, but for those of the text encoder, which stay as they are. */
    public abstract Network network(ModelConfig config, BertModel bertOrNull, long seed);

    /** The architecture of a name. */
    public static Architecture of(String label) {
        for (Architecture architecture : values()) {
            if (architecture.label.equals(label)) {
                return architecture;
            }
        }
        throw new IllegalArgumentException("model: there is no '" + label + "'; known are "
                + Arrays.stream(values()).map(Architecture::label).collect(Collectors.joining(", ")));
    }

    /** The architecture whose models such sizes make. */
    public static Architecture of(ModelConfig config) {
        return of(config.architecture());
    }
}
