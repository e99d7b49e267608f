package org.almt.baseline;

import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.expand;
import static org.almt.core.op.Ops.mean;
import static org.almt.core.op.Ops.reshape;
import static org.almt.core.op.Ops.slice;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.almt.core.Tensor;
import org.almt.core.op.ConvOptions;
import org.almt.input.InputBatch;
import org.almt.input.Modality;
import org.almt.nn.layer.Conv1d;

/**
 * IMDer, Incomplete Multimodality-Diffused Emotion Recognition (Wang, Li and Cui, "Incomplete multimodality-diffused
 * emotion recognition", NeurIPS 2023): a MulT with positions predicts the sentiment. A diffusion model samples the
 * sequence of a missing modality, conditioned on the present ones, and a network refines it.
 *
 * <pre>
 * x_m = conv(m), three rows wide                                      [B, T, d]       m = l, a, v
 * x_m = refiner_m(drawn from x_n), or from W_np [x_n | x_p]           for each m that is missing
 * h_l = last row of E_l([E_la(x_l, x_a) | E_lv(x_l, x_v)])            [B, 2d]         and so h_a and h_v
 * z   = [h_l | h_a | h_v]        y = W3 (z + W2 dropout(relu(W1 z)))
 * </pre>
 *
 * <p>A modality is missing from a sample if all its features are 0. A sample in which all modalities are missing is
 * used unchanged. {@link Recovery} gives the sampling. A prediction always uses the same random numbers.
 *
 * <p>Text is cut or padded with zeros to {@code frames} rows. Audio and vision are reduced to as many rows by means
 * over equal spans; as in MMSA, the last row is repeated to fill the last span. T is {@code frames} - 2, and must be
 * divisible by 8. The public code reads only aligned files of 50 rows.
 *
 * <p>The parameters have the public code's names. The projections are frozen once IMDer learns to sample; see the
 * training package.
 */
public final class Imder extends FeatureModel {
    /** The names of its sizes and options. */
    public static final BaselineConfig.Schema SCHEMA = new BaselineConfig.Schema("imder")
            .size("frames", "rows that each modality is reduced to; 8 must divide frames - 2")
            .size("width", "width d of the sequences; heads must divide it")
            .size("heads", "attention heads")
            .depth("levels", "layers of each encoder of two modalities")
            .size("secondWidth", "width of the score nets at half of the rows")
            .size("thirdWidth", "width of the score nets at a quarter of the rows")
            .size("fourthWidth", "width of the score nets at an eighth of the rows")
            .size("wavesWidth", "width of the embedding of a diffusion time")
            .depth("scoreLayers", "layers of the encoders in the score nets")
            .size("scoreHeads", "attention heads in the score nets")
            .size("firstGroups", "groups of the score nets' first norm")
            .size("groups", "groups of the score nets' other norms")
            .depth("refinerBlocks", "blocks of each refiner")
            .size("refinerReduction", "factor by which a refiner's attention reduces its channels")
            .size("samplerSteps", "steps from noise to a sequence")
            .factor("sigma", "S of the diffusion; its noise has a deviation of up to about S / 2.5")
            .probability("attentionDropout", "dropout of attention to text, and of a modality to itself")
            .probability("audioAttentionDropout", "dropout of attention to audio")
            .probability("visionAttentionDropout", "dropout of attention to vision")
            .probability("embeddingDropout", "dropout of the sequences that enter an encoder")
            .probability("outputDropout", "dropout before the last layers")
            .factor("recoveryWeight", "weight of the losses of the score nets and of the refiners")
            .truth("zeroGradients",
                    "whether a parameter without a gradient in this batch gets the gradient 0 if an earlier batch gave"
                            + " it one, as in PyTorch before 2.0")
            .count("startEpochs", "first epochs, which train on complete samples, with the projections");

    private static final int WINDOW = 3;
    private static final int HALVINGS = 8;
    private static final Map<Modality, String> LETTERS =
            Map.of(Modality.TEXT, "l", Modality.AUDIO, "a", Modality.VISION, "v");
    /** The two modalities from which the third is sampled, in the public code's order. */
    private static final Map<Modality, Modality[]> OTHERS = Map.of(
            Modality.TEXT, new Modality[] {Modality.VISION, Modality.AUDIO},
            Modality.AUDIO, new Modality[] {Modality.TEXT, Modality.VISION},
            Modality.VISION, new Modality[] {Modality.TEXT, Modality.AUDIO});

    private final BaselineConfig config;
    private final int frames;
    private final int width;
    private final Diffusion diffusion;
    private final Map<Modality, Conv1d> projections = new EnumMap<>(Modality.class);
    private final Map<Modality, ScoreNet> scores = new EnumMap<>(Modality.class);
    private final Map<Modality, Conv1d> joints = new EnumMap<>(Modality.class);
    private final Map<Modality, Refiner> refiners = new EnumMap<>(Modality.class);
    private final CrossModalStack stack;

    /** A model whose parameters are not initialised yet. */
    public Imder(BaselineConfig config) {
        this.config = config;
        frames = config.size("frames");
        width = config.size("width");
        checkSizes();
        diffusion = new Diffusion(config.number("sigma"), config.size("samplerSteps"));
        ScoreNet.Sizes sizes = new ScoreNet.Sizes(
                List.of(width, config.size("secondWidth"), config.size("thirdWidth"), config.size("fourthWidth")),
                config.size("wavesWidth"), config.size("scoreLayers"), config.size("scoreHeads"),
                config.size("firstGroups"), config.size("groups"));
        project(Modality.TEXT, config.textWidth());
        project(Modality.AUDIO, config.audioWidth());
        project(Modality.VISION, config.visionWidth());
        for (Modality modality : Modality.values()) {
            String letter = letter(modality);
            Modality[] others = others(modality);
            scores.put(modality, child("score_" + letter, new ScoreNet(sizes)));
            String pair = letter(others[0]) + letter(others[1]);
            joints.put(modality, child("cat_" + pair,
                    new Conv1d(2 * width, width, 1, ConvOptions.PLAIN, true)));
            refiners.put(modality, child("rec_" + letter,
                    new Refiner(width, config.size("refinerBlocks"), config.size("refinerReduction"))));
        }
        stack = new CrossModalStack(this::child, config, this::dropouts, true);
    }

    private void checkSizes() {
        if (frames < WINDOW || (frames - 2) % HALVINGS != 0) {
            int next = (frames + HALVINGS - 3) / HALVINGS * HALVINGS + 2;
            throw new IllegalArgumentException("config: frames is " + frames
                    + ", and imder halves its frames - 2 rows three times; choose a value with frames - 2 divisible by"
                    + " 8, such as " + Math.max(2 + HALVINGS, next));
        }
    }

    private void project(Modality modality, int in) {
        projections.put(modality, child("proj_" + letter(modality), new Conv1d(in, width, WINDOW)));
    }

    private CrossModalEncoder.Dropouts dropouts(String attention) {
        return new CrossModalEncoder.Dropouts(
                config.probability(attention), 0, 0, config.probability("embeddingDropout"));
    }

    private static String letter(Modality modality) {
        return Objects.requireNonNull(LETTERS.get(modality));
    }

    private static <T> T of(Map<Modality, T> map, Modality modality) {
        return Objects.requireNonNull(map.get(modality), modality.key());
    }

    /** The two modalities from which a missing one is sampled, in the public code's order. */
    static Modality[] others(Modality missing) {
        return of(OTHERS, missing);
    }

    /** The sizes and options of the model. */
    public BaselineConfig config() {
        return config;
    }

    /** The number of rows of a modality's features. */
    public int length(Modality modality) {
        return switch (modality) {
            case TEXT -> config.textLength();
            case AUDIO -> config.audioLength();
            case VISION -> config.visionLength();
        };
    }

    /** The number of features of a row of a modality. */
    public int featureWidth(Modality modality) {
        return switch (modality) {
            case TEXT -> config.textWidth();
            case AUDIO -> config.audioWidth();
            case VISION -> config.visionWidth();
        };
    }

    /** T. */
    public int rows() {
        return frames - 2;
    }

    /** d. */
    public int width() {
        return width;
    }

    /** The noise process from which sequences are sampled. */
    public Diffusion diffusion() {
        return diffusion;
    }

    /** Whether a parameter is trained in the first epochs only. */
    public static boolean isOfProjection(String parameter) {
        return parameter.startsWith("proj_");
    }

    /** The sequence x_m [B, T, d] of features [B, L, F]. */
    public Tensor projected(Modality modality, Tensor features) {
        Tensor aligned = modality == Modality.TEXT ? fitted(features) : pooled(features);
        return of(projections, modality).forward(aligned);
    }

    /** Text of {@code frames} rows: cut, or padded with zeros. */
    private Tensor fitted(Tensor x) {
        int length = x.shape().size(1);
        if (length >= frames) {
            return length == frames ? x : slice(x, 1, 0, frames);
        }
        return concat(1, x, Tensor.zeros(x.shape().size(0), frames - length, x.shape().size(2)));
    }

    /** Means over {@code frames} equal spans. The last row is repeated to fill the last span. */
    private Tensor pooled(Tensor x) {
        int batch = x.shape().size(0);
        int length = x.shape().size(1);
        int features = x.shape().size(2);
        int span = (length + frames - 1) / frames;
        int more = span * frames - length;
        Tensor full = more == 0
                ? x
                : concat(1, x, expand(slice(x, 1, length - 1, length), batch, more, features));
        return span == 1 ? full : mean(reshape(full, batch, frames, span, features), 2); // [B, frames, F]
    }

    /** The network that computes the score of a modality's sequences, times sigma. */
    ScoreNet score(Modality modality) {
        return of(scores, modality);
    }

    /** The score of noisy sequences of a modality, times sigma(t); see {@link #waves}. */
    public Tensor score(Modality modality, Tensor x, Tensor waves, Tensor condition) {
        return score(modality).forward(x, waves, condition);
    }

    /** Writes the encoding of a time: {@link #wavesWidth} numbers. */
    public void waves(Modality modality, double t, float[] target, int at) {
        score(modality).waves(t, target, at);
    }

    /** The width of the encoding of a time. */
    public int wavesWidth() {
        return config.size("wavesWidth");
    }

    /** The condition for sampling a missing modality if both others are present: all [B, T, d]. */
    public Tensor joined(Modality missing, Tensor one, Tensor other) {
        return of(joints, missing).forward(concat(2, one, other));
    }

    /** The same for the sequences of all modalities. */
    public Tensor joined(Modality missing, Map<Modality, Tensor> sequences) {
        Modality[] others = others(missing);
        return joined(missing, of(sequences, others[0]), of(sequences, others[1]));
    }

    /** Refines sampled sequences [B, T, d] of a modality. */
    public Tensor refined(Modality modality, Tensor drawn) {
        return of(refiners, modality).forward(drawn);
    }

    /** The prediction from sequences that are present or sampled. */
    public CrossModalStates recognised(Map<Modality, Tensor> sequences) {
        return stack.forward(
                of(sequences, Modality.TEXT), of(sequences, Modality.AUDIO), of(sequences, Modality.VISION));
    }

    /** All x_m one after the other, [B, 3 T, d]. */
    public Tensor projected(Map<Modality, Tensor> features) {
        return concat(1, projected(Modality.TEXT, of(features, Modality.TEXT)),
                projected(Modality.AUDIO, of(features, Modality.AUDIO)),
                projected(Modality.VISION, of(features, Modality.VISION)));
    }

    /** Splits the result of {@link #projected(Map)} into its sequences. */
    public Map<Modality, Tensor> apart(Tensor sequences) {
        Map<Modality, Tensor> apart = new EnumMap<>(Modality.class);
        for (Modality modality : Modality.values()) {
            apart.put(modality, slice(sequences, 1, modality.ordinal() * rows(), (modality.ordinal() + 1) * rows()));
        }
        return apart;
    }

    @Override
    public Tensor forward(InputBatch inputs) {
        Map<Modality, Tensor> features = new EnumMap<>(Modality.class);
        for (Modality modality : Modality.values()) {
            features.put(modality, inputs.of(modality));
        }
        return recognised(apart(new Completion(this, projected(features)).apply())).prediction();
    }
}
