package org.almt.baseline;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.gelu;
import static org.almt.core.op.Ops.log;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.relu;
import static org.almt.core.op.Ops.reshape;
import static org.almt.core.op.Ops.softmax;
import static org.almt.core.op.Ops.tanh;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.almt.core.Tensor;
import org.almt.input.InputBatch;
import org.almt.input.Modality;
import org.almt.nn.Layer;
import org.almt.nn.layer.AttentionMask;
import org.almt.nn.layer.AttentionNames;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.BlockNames;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.Linear;
import org.almt.nn.layer.MultiHeadAttention;

/**
 * FDMER, <strong>a reconstruction from the abstract</strong> of Yang, Huang, Kuang, Du and Zhang, "Disentangled
 * representation learning for multimodal emotion recognition", ACM Multimedia 2022. Neither the formulas of the paper
 * nor code were available. The layers, and the losses in the training package, are choices made here. Its results
 * therefore show nothing about the authors' program.
 *
 * <pre>
 * u_m = mean over rows of LN(Transformer block(W_m x_m + positions))           m = t, a, v        [B, d]
 * c_m = E_c(u_m), one E_c for all        p_m = E_m(u_m)                        E = linear, GELU, linear
 * h   = c_t, c_a, c_v, p_t, p_a, p_v          w = softmax over the six of q tanh(W h + b)
 * y   = linear relu linear (w_1 h_1 | … | w_6 h_6)
 * </pre>
 *
 * <p>B batch, d {@code width}.
 */
public final class Fdmer extends FeatureModel {
    /** The names of its sizes and options. */
    public static final BaselineConfig.Schema SCHEMA = new BaselineConfig.Schema("fdmer").comparesSamples()
            .size("width", "width d")
            .size("heads", "attention heads of each encoder's block")
            .factor("consistencyWeight", "weight of the loss that makes common parts alike")
            .factor("disparityWeight", "weight of the loss that keeps common and private parts apart")
            .factor("adversarialWeight", "weight of the loss of the classifier of modalities")
            .factor("reversal", "factor of the gradient that the classifier of modalities reverses");

    private static final BlockNames NAMES =
            BlockNames.PLAIN.withAttention(AttentionNames.TORCH);
    /** The order of text, audio and vision in all lists. */
    private static final List<Modality> ORDER = List.of(Modality.TEXT, Modality.AUDIO, Modality.VISION);

    private final BaselineConfig config;
    private final int width;
    private final Map<Modality, Linear> projections = new EnumMap<>(Modality.class);
    private final Map<Modality, Encoder> encoders = new EnumMap<>(Modality.class);
    private final Map<Modality, Two> owns = new EnumMap<>(Modality.class);
    private final Two common;
    private final Two discriminator;
    private final Linear attention;
    private final Linear query;
    private final Two head;

    /**
     * The intermediate results and the prediction for a batch.
     *
     * @param common c_t, c_a, c_v, each [B, d]
     * @param own p_t, p_a, p_v, each [B, d]
     * @param weights w [B, 6]
     * @param prediction y [B, 1]
     */
    public record States(List<Tensor> common, List<Tensor> own, Tensor weights, Tensor prediction) {}

    /** A model whose parameters are not initialised yet. */
    public Fdmer(BaselineConfig config) {
        this.config = config;
        width = config.size("width");
        for (Modality modality : ORDER) {
            String letter = modality.key().substring(0, 1);
            int in = switch (modality) {
                case TEXT -> config.textWidth();
                case AUDIO -> config.audioWidth();
                case VISION -> config.visionWidth();
            };
            projections.put(modality, child("proj." + letter, new Linear(in, width)));
            encoders.put(modality, child("enc." + letter, new Encoder(width, config.size("heads"))));
            owns.put(modality, child("private." + letter, new Two(width, width, width)));
        }
        common = child("common", new Two(width, width, width));
        discriminator = child("disc", new Two(width, width / 2, 3));
        attention = child("att_w", new Linear(width, width));
        query = child("att_q", Linear.withoutBias(width, 1));
        head = child("head", new Two(6 * width, width, 1));
    }

    /** Two linear layers, {@code 0} and {@code 2}. */
    private static final class Two extends Layer {
        private final Linear first;
        private final Linear second;

        Two(int in, int hidden, int out) {
            first = child("0", new Linear(in, hidden));
            second = child("2", new Linear(hidden, out));
        }

        Tensor withGelu(Tensor x) {
            return second.forward(gelu(first.forward(x)));
        }

        Tensor withRelu(Tensor x) {
            return second.forward(relu(first.forward(x)));
        }
    }

    /** A pre-norm Transformer block, and a norm after it. */
    private static final class Encoder extends Layer {
        private final MultiHeadAttention attention;
        private final LayerNorm attentionNorm;
        private final LayerNorm hiddenNorm;
        private final Linear widen;
        private final Linear narrow;
        private final LayerNorm norm;

        Encoder(int width, int heads) {
            attentionNorm = child("norm1", new LayerNorm(width));
            attention = child("attn", new MultiHeadAttention(BlockConfig.of(width, heads).names(NAMES)));
            hiddenNorm = child("norm2", new LayerNorm(width));
            widen = child("fc1", new Linear(width, 4 * width));
            narrow = child("fc2", new Linear(4 * width, width));
            norm = child("norm", new LayerNorm(width));
        }

        Tensor forward(Tensor x, AttentionMask mask) {
            Tensor normed = attentionNorm.forward(x);
            Tensor y = add(x, attention.forward(normed, normed, normed, mask));
            return norm.forward(add(y, narrow.forward(relu(widen.forward(hiddenNorm.forward(y))))));
        }
    }

    @Override
    public Tensor forward(InputBatch inputs) {
        return states(inputs).prediction();
    }

    /** {@link #forward} with all intermediate results. */
    public States states(InputBatch inputs) {
        int batch = inputs.size();
        List<Tensor> shared = new ArrayList<>();
        List<Tensor> own = new ArrayList<>();
        for (Modality modality : ORDER) {
            Tensor mask = inputs.mask(modality); // [B, L]
            Tensor z = Positions.added(
                    Objects.requireNonNull(projections.get(modality), modality.key()).forward(inputs.of(modality)));
            Tensor rows = Objects.requireNonNull(encoders.get(modality), modality.key()).forward(z,
                    AttentionMask.keys(log(mask)));
            Tensor u = Chfn.mean(rows, mask); // [B, d]
            shared.add(common.withGelu(u));
            own.add(Objects.requireNonNull(owns.get(modality), modality.key()).withGelu(u));
        }
        Tensor[] six = new Tensor[6];
        for (int i = 0; i < 3; i++) {
            six[i] = shared.get(i);
            six[3 + i] = own.get(i);
        }
        Tensor h = reshape(concat(1, six), batch, 6, width); // [B, 6, d]
        Tensor scores = query.forward(tanh(attention.forward(h))); // [B, 6, 1]
        Tensor weights = softmax(reshape(scores, batch, 6)); // [B, 6]
        Tensor weighted = mul(h, reshape(weights, batch, 6, 1)); // [B, 6, d]
        return new States(shared, own, weights, head.withRelu(reshape(weighted, batch, 6 * width)));
    }

    /** Vectors [R, d] give logits of their modality [R, 3]: text, audio, vision. */
    public Tensor discriminated(Tensor vectors) {
        return discriminator.withRelu(vectors);
    }

    /** The sizes and options of the model. */
    public BaselineConfig config() {
        return config;
    }
}
