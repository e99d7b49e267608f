package org.almt.baseline;

import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.relu;
import static org.almt.core.op.Ops.tanh;

import org.almt.core.Tensor;
import org.almt.input.InputBatch;
import org.almt.input.Modality;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.almt.nn.layer.Dropout;
import org.almt.nn.layer.Linear;
import org.almt.nn.layer.Lstm;
import org.almt.nn.layer.RecurrentConfig;
import org.jspecify.annotations.Nullable;

/**
 * MMIM (Han, Chen and Poria, "Improving multimodal fusion with hierarchical mutual information maximization for
 * multimodal sentiment analysis", EMNLP 2021), as in MMSA. The fusion keeps the information that the modalities share:
 * the loss has two bounds on mutual information.
 *
 * <pre>
 * t = features of the first token        a, v = W (last states of an LSTM in both directions)
 * z = tanh(F2 tanh(F1 dropout(t | a | v)))        y = F3 z
 * </pre>
 *
 * <p>In training, a {@link Pair} predicts a or v from t, and {@code cpc_z*} predict each modality from z.
 *
 * <p>In BERT's hidden states the first token is [CLS]; {@code meanText} uses the mean over tokens instead.
 * {@code pairRate} and {@code pairDecay} are the learning rate and weight decay of the pairs' parameters. A pair's
 * {@code entropy_prj} has no gradient in its stage. With {@code zeroGradients}, weight decay changes it from the second
 * epoch on, as in PyTorch before 2.0; otherwise it keeps its initial value. {@code halfFirstStage} is MMSA's setting
 * for MOSEI.
 *
 * <p>The parameters have MMSA's names. All matrices are drawn from Xavier's normal distribution. B batch.
 */
public final class Mmim extends FeatureModel {
    /** The names of its sizes and options. */
    public static final BaselineConfig.Schema SCHEMA = new BaselineConfig.Schema("mmim").comparesSamples()
            .size("visionHidden", "width of the vision sequence model")
            .size("audioHidden", "width of the audio sequence model")
            .size("visionOut", "width of the vision vector")
            .size("audioOut", "width of the audio vector")
            .size("width", "width of the fused vector")
            .probability("dropout", "dropout of the vectors that are fused")
            .factor("contrastWeight", "weight of the contrastive loss")
            .factor("likelihoodWeight", "weight of the loss of the pairs")
            .factor("pairRate", "learning rate of the pairs, as a multiple of the run's")
            .factor("pairDecay", "weight decay of the pairs")
            .truth("pairAudioVision", "whether vision and audio form a pair too")
            .truth("zeroGradients",
                    "whether weight decay moves parameters that no loss of a stage reaches, as PyTorch before 2.0 does")
            .truth("halfFirstStage", "whether the first stage uses half of the batches, MMSA's setting for MOSEI")
            .truth("meanText", "whether text is the mean over tokens, not the first token");

    private final BaselineConfig config;
    private final Sequence vision;
    private final Sequence audio;
    private final Pair textVision;
    private final Pair textAudio;
    /** Null if vision and audio do not form a pair. */
    private final @Nullable Pair visionAudio;
    private final Linear textOfFusion;
    private final Linear visionOfFusion;
    private final Linear audioOfFusion;
    private final Dropout dropout;
    private final Linear first;
    private final Linear second;
    private final Linear third;

    /**
     * The intermediate results and the prediction for a batch.
     *
     * @param text t [B, d_t]
     * @param audio a [B, d_a]
     * @param vision v [B, d_v]
     * @param fusion z [B, H]
     * @param prediction y [B, 1]
     */
    public record States(Tensor text, Tensor audio, Tensor vision, Tensor fusion, Tensor prediction) {}

    /** A model whose parameters are not initialised yet. */
    public Mmim(BaselineConfig config) {
        this.config = config;
        int text = config.textWidth();
        int v = config.size("visionOut");
        int a = config.size("audioOut");
        int width = config.size("width");
        vision = child("visual_enc", new Sequence(config.visionWidth(), config.size("visionHidden"), v));
        audio = child("acoustic_enc", new Sequence(config.audioWidth(), config.size("audioHidden"), a));
        textVision = child("mi_tv", new Pair(text, v));
        textAudio = child("mi_ta", new Pair(text, a));
        visionAudio = config.truth("pairAudioVision") ? child("mi_va", new Pair(v, a)) : null;
        textOfFusion = child("cpc_zt.net", new Linear(width, text));
        visionOfFusion = child("cpc_zv.net", new Linear(width, v));
        audioOfFusion = child("cpc_za.net", new Linear(width, a));
        dropout = child("fusion_prj.dropout", new Dropout(config.probability("dropout")));
        first = child("fusion_prj.linear_1", new Linear(text + a + v, width));
        second = child("fusion_prj.linear_2", new Linear(width, width));
        third = child("fusion_prj.linear_3", new Linear(width, 1));
    }

    @Override
    protected Initialiser initialiser(String name, Tensor parameter, Initialiser usual) {
        return parameter.shape().rank() == 2 ? Initialiser.xavierNormal(1) : usual;
    }

    private static final class Sequence extends Layer {
        private final Lstm lstm;
        private final Linear out;

        Sequence(int in, int hidden, int width) {
            lstm = child("rnn", new Lstm(RecurrentConfig.of(in, hidden).bothDirections()));
            out = child("linear_1", new Linear(2 * hidden, width));
        }

        Tensor forward(InputBatch inputs, Modality modality) {
            var read = lstm.read(inputs.of(modality), null, inputs.lengths(modality));
            return out.forward(lstm.hidden(read.last()));
        }
    }

    /**
     * A Gaussian that predicts y from x (Barber and Agakov, "The IM algorithm", 2003), with a projection for estimating
     * the entropy of y.
     *
     * <pre>
     * mean = M2 relu(M1 x)        log variance = V2 relu(V1 x)        [B, d_y]
     * e = tanh(E y)                                                   [B, d_y / 4]
     * </pre>
     */
    public static final class Pair extends Layer {
        private final Linear meanIn;
        private final Linear meanOut;
        private final Linear varianceIn;
        private final Linear varianceOut;
        private final Linear entropy;

        Pair(int x, int y) {
            if (y < 4) {
                throw new IllegalArgumentException("config: mmim estimates an entropy from a quarter of the " + y
                        + " numbers of a modality; audioOut and visionOut of 4 or more are needed");
            }
            meanIn = child("mlp_mu.0", new Linear(x, y));
            meanOut = child("mlp_mu.2", new Linear(y, y));
            varianceIn = child("mlp_logvar.0", new Linear(x, y));
            varianceOut = child("mlp_logvar.2", new Linear(y, y));
            entropy = child("entropy_prj.0", new Linear(y, y / 4));
        }

        /** The mean of y for x [B, d_x]: [B, d_y]. */
        public Tensor mean(Tensor x) {
            return meanOut.forward(relu(meanIn.forward(x)));
        }

        /** The logarithm of the variance of y for x: [B, d_y]. */
        public Tensor logVariance(Tensor x) {
            return varianceOut.forward(relu(varianceIn.forward(x)));
        }

        /** The projected rows [B, d_y / 4] of y [B, d_y]. Their covariance gives an estimate of the entropy of y. */
        public Tensor entropyRows(Tensor y) {
            return tanh(entropy.forward(y));
        }

        /** The width of {@link #entropyRows}. */
        public int entropyWidth() {
            return entropy.weight().shape().size(0);
        }
    }

    @Override
    public Tensor forward(InputBatch inputs) {
        return states(inputs).prediction();
    }

    /** {@link #forward} with all intermediate results. */
    public States states(InputBatch inputs) {
        Tensor t = TextVector.of(inputs, config.truth("meanText"));
        Tensor a = audio.forward(inputs, Modality.AUDIO);
        Tensor v = vision.forward(inputs, Modality.VISION);
        Tensor z = tanh(second.forward(tanh(first.forward(dropout.forward(concat(1, t, a, v))))));
        return new States(t, a, v, z, third.forward(z));
    }

    /** The pair that predicts vision from text. */
    public Pair textVision() {
        return textVision;
    }

    /** The pair that predicts audio from text. */
    public Pair textAudio() {
        return textAudio;
    }

    /** The pair that predicts audio from vision; null if they do not form a pair. */
    public @Nullable Pair visionAudio() {
        return visionAudio;
    }

    /** The prediction of a modality from the fusion z [B, H]: [B, width of the modality]. */
    public Tensor ofFusion(Modality modality, Tensor z) {
        return (switch (modality) {
            case TEXT -> textOfFusion;
            case AUDIO -> audioOfFusion;
            case VISION -> visionOfFusion;
        }).forward(z);
    }

    /** Whether a parameter belongs to a pair. A separate stage trains these. */
    public static boolean isOfPair(String parameter) {
        return parameter.startsWith("mi_");
    }

    /** The sizes and options of the model. */
    public BaselineConfig config() {
        return config;
    }

    @Override
    public double rate(String parameter) {
        return isOfPair(parameter) ? config.number("pairRate") : 1;
    }

    @Override
    public double decay(String parameter, double usual) {
        return isOfPair(parameter) ? config.number("pairDecay") : usual;
    }
}
