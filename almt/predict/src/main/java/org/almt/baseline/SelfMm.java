package org.almt.baseline;

import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.relu;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.almt.core.Tensor;
import org.almt.input.InputBatch;
import org.almt.input.Modality;
import org.almt.nn.layer.Dropout;
import org.almt.nn.layer.Linear;
import org.almt.nn.layer.Lstm;

/**
 * Self-MM (Yu, Xu, Yuan and Wu, "Learning modality-specific representations with self-supervised multi-task learning
 * for multimodal sentiment analysis", AAAI 2021), as in MMSA. Three further heads learn labels of single modalities,
 * which are generated during training.
 *
 * <pre>
 * t = features of the first token        a, v = W dropout(last state of an LSTM over the frames)
 * x_M = t | a | v        x_T = t        x_A = a        x_V = v
 * f = relu(L1 dropout(x))                                the feature by which labels are made
 * y = L3 relu(L2 f)                                      of each head; the prediction is that of x_M
 * </pre>
 *
 * <p>In BERT's hidden states the first token is [CLS]; for features without it, {@code meanText} uses the mean over
 * tokens. {@code audioRate} and {@code visionRate} are the learning rates of the two sequence models, as multiples of
 * the run's. {@code audioDecay} and {@code visionDecay} are their weight decays.
 *
 * <p>The parameters have MMSA's names. B batch.
 */
public final class SelfMm extends FeatureModel {
    /** The names of its sizes and options. */
    public static final BaselineConfig.Schema SCHEMA = new BaselineConfig.Schema("self-mm")
            .size("audioHidden", "width of the audio sequence model")
            .size("visionHidden", "width of the vision sequence model")
            .size("audioOut", "width of the audio vector")
            .size("visionOut", "width of the vision vector")
            .size("fusionHead", "hidden width of the head of all modalities")
            .size("textHead", "hidden width of the head of text")
            .size("audioHead", "hidden width of the head of audio")
            .size("visionHead", "hidden width of the head of vision")
            .probability("audioDropout", "dropout of the audio sequence model")
            .probability("visionDropout", "dropout of the vision sequence model")
            .probability("fusionHeadDropout", "dropout of the head of all modalities")
            .probability("textHeadDropout", "dropout of the head of text")
            .probability("audioHeadDropout", "dropout of the head of audio")
            .probability("visionHeadDropout", "dropout of the head of vision")
            .factor("labelLimit", "largest magnitude of a generated label")
            .factor("audioRate", "learning rate of the audio sequence model, as a multiple of the run's")
            .factor("visionRate", "learning rate of the vision sequence model, as a multiple of the run's")
            .factor("audioDecay", "weight decay of the audio sequence model")
            .factor("visionDecay", "weight decay of the vision sequence model")
            .truth("meanText", "whether text is the mean over tokens, not the first token");

    /** The heads, in MMSA's order. */
    public enum Task {
        /** All modalities together, which give the prediction. */
        FUSION("fusion"),
        /** Text alone. */
        TEXT("text"),
        /** Audio alone. */
        AUDIO("audio"),
        /** Vision alone. */
        VISION("video");

        private final String name;

        Task(String name) {
            this.name = name;
        }

        /** Such as {@code vision}, for names of stored values. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The result of a head for a batch.
     *
     * @param feature f [B, width of the head]
     * @param prediction y [B, 1]
     */
    public record Answer(Tensor feature, Tensor prediction) {}

    private final BaselineConfig config;
    private final Sequence audio;
    private final Sequence vision;
    private final Map<Task, Head> heads = new EnumMap<>(Task.class);

    /** A model whose parameters are not initialised yet. */
    public SelfMm(BaselineConfig config) {
        this.config = config;
        audio = new Sequence("audio", "audio", config.audioWidth());
        vision = new Sequence("video", "vision", config.visionWidth());
        int text = config.textWidth();
        int ofAudio = config.size("audioOut");
        int ofVision = config.size("visionOut");
        heads.put(Task.FUSION, new Head(Task.FUSION, text + ofAudio + ofVision));
        heads.put(Task.TEXT, new Head(Task.TEXT, text));
        heads.put(Task.AUDIO, new Head(Task.AUDIO, ofAudio));
        heads.put(Task.VISION, new Head(Task.VISION, ofVision));
    }

    private final class Sequence {
        private final Lstm lstm;
        private final Dropout dropout;
        private final Linear out;

        Sequence(String name, String option, int in) {
            int hidden = config.size(option + "Hidden");
            lstm = child(name + "_model.rnn", new Lstm(in, hidden));
            dropout = child(name + "_model.dropout", new Dropout(config.probability(option + "Dropout")));
            out = child(name + "_model.linear_1", new Linear(hidden, config.size(option + "Out")));
        }

        Tensor forward(InputBatch inputs, Modality modality) {
            var read = lstm.read(inputs.of(modality), null, inputs.lengths(modality));
            return out.forward(dropout.forward(lstm.hidden(read.last())));
        }
    }

    private final class Head {
        private final Dropout dropout;
        private final Linear first;
        private final Linear second;
        private final Linear third;

        Head(Task task, int in) {
            int width = config.size(task.label() + "Head");
            String name = "post_" + task.name + "_";
            dropout = child(name + "dropout", new Dropout(config.probability(task.label() + "HeadDropout")));
            first = child(name + "layer_1", new Linear(in, width));
            second = child(name + "layer_2", new Linear(width, width));
            third = child(name + "layer_3", new Linear(width, 1));
        }

        Answer forward(Tensor x) {
            Tensor f = relu(first.forward(dropout.forward(x)));
            return new Answer(f, third.forward(relu(second.forward(f))));
        }
    }

    @Override
    public Tensor forward(InputBatch inputs) {
        return answer(answers(inputs, EnumSet.of(Task.FUSION)), Task.FUSION).prediction();
    }

    /** The results of all heads for a batch. */
    public Map<Task, Answer> answers(InputBatch inputs) {
        return answers(inputs, EnumSet.allOf(Task.class));
    }

    private Map<Task, Answer> answers(InputBatch inputs, Set<Task> tasks) {
        Tensor t = TextVector.of(inputs, config.truth("meanText"));
        Tensor a = audio.forward(inputs, Modality.AUDIO);
        Tensor v = vision.forward(inputs, Modality.VISION);
        Map<Task, Answer> answers = new EnumMap<>(Task.class);
        for (Task task : tasks) {
            Tensor x = switch (task) {
                case FUSION -> concat(1, t, a, v);
                case TEXT -> t;
                case AUDIO -> a;
                case VISION -> v;
            };
            answers.put(task, Objects.requireNonNull(heads.get(task), task.label()).forward(x));
        }
        return answers;
    }

    /** The answer of one head. */
    public static Answer answer(Map<Task, Answer> answers, Task task) {
        return Objects.requireNonNull(answers.get(task), task.label());
    }

    /** The width of a head's feature. */
    public int width(Task task) {
        return config.size(task.label() + "Head");
    }

    /** The largest magnitude of a label, H. */
    public double labelLimit() {
        return config.number("labelLimit");
    }

    @Override
    public double rate(String parameter) {
        return parameter.startsWith("audio_model.") ? config.number("audioRate")
                : parameter.startsWith("video_model.") ? config.number("visionRate")
                : 1;
    }

    @Override
    public double decay(String parameter, double usual) {
        return parameter.startsWith("audio_model.") ? config.number("audioDecay")
                : parameter.startsWith("video_model.") ? config.number("visionDecay")
                : usual;
    }
}
