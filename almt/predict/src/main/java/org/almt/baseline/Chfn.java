package org.almt.baseline;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.addScalar;
import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.div;
import static org.almt.core.op.Ops.l2Norm;
import static org.almt.core.op.Ops.log;
import static org.almt.core.op.Ops.minimum;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.reshape;
import static org.almt.core.op.Ops.scale;
import static org.almt.core.op.Ops.sum;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.input.InputBatch;
import org.almt.input.Modality;
import org.almt.nn.Initialiser;
import org.almt.nn.layer.AttentionMask;
import org.almt.nn.layer.AttentionNames;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.BlockNames;
import org.almt.nn.layer.Conv1d;
import org.almt.nn.layer.Dropout;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.Linear;
import org.almt.nn.layer.TransformerBlock;

/**
 * CHFN, <strong>a reconstruction</strong>: the Cross Hyper-modality Fusion Network of Guo, Tang, Dai, Ding and Kong,
 * "Dynamically adjust word representations using unaligned multimodal information", ACM Multimedia 2022. Its authors
 * published no code. The layers follow a third party's implementation. The head, the loss and the training are choices
 * made here. Its results therefore show nothing about the authors' program.
 *
 * <pre>
 * n   = audio frames, then vision frames, brought to width d                   the hyper-modality [B, L_a + L_v, d]
 * x_0 = sqrt(d) W_l text + positions          k = sqrt(d) n + positions        dropout on both
 * H   = post-norm Transformer block (queries x_(i-1), keys and values k)
 * x_i = x_(i-1) + min(beta |x_(i-1)| / (|H| + 1e-6), 1) H      words shift by a bounded step
 * y   = W mean over words of LN(x_D) + b
 * </pre>
 *
 * <p>Attention masks the rows of padding. Rows of zeros get no position. The mean excludes padding. B batch, d
 * {@code width}.
 */
public final class Chfn extends FeatureModel {
    /** The names of its sizes and options. */
    public static final BaselineConfig.Schema SCHEMA = new BaselineConfig.Schema("chfn")
            .size("width", "width d")
            .size("heads", "attention heads")
            .depth("layers", "D, the number of blocks that shift words")
            .probability("inputDropout", "dropout of the words and frames that enter the first block")
            .probability("dropout", "dropout inside of the blocks")
            .factor("shift", "beta, the largest shift of a word as a fraction of its norm");

    private static final BlockNames NAMES =
            new BlockNames("norm1", "", "", "attn", AttentionNames.TORCH, "norm2", "fc1", "fc2");
    private static final float EPS = 1e-6f;

    private final float rootOfWidth;
    private final float shift;
    private final Conv1d text;
    private final Conv1d audio;
    private final Conv1d vision;
    private final Dropout inputDropout;
    private final List<TransformerBlock> layers = new ArrayList<>();
    private final LayerNorm norm;
    private final Linear out;

    /**
     * The intermediate results and the prediction for a batch.
     *
     * @param words x_0 to x_D, each [B, L_l, d]
     * @param shares the factors of H of each layer, each [B, L_l, 1]
     * @param prediction [B, 1]
     */
    public record States(List<Tensor> words, List<Tensor> shares, Tensor prediction) {}

    /** A model whose parameters are not initialised yet. */
    public Chfn(BaselineConfig config) {
        int width = config.size("width");
        rootOfWidth = (float) Math.sqrt(width);
        shift = (float) config.number("shift");
        text = child("proj_l", new Conv1d(config.textWidth(), width, 1));
        audio = child("proj_a", new Conv1d(config.audioWidth(), width, 1));
        vision = child("proj_v", new Conv1d(config.visionWidth(), width, 1));
        inputDropout = child("input_dropout", new Dropout(config.probability("inputDropout")));
        BlockConfig block = BlockConfig.of(width, config.size("heads")).postNorm().activation(Ops::relu)
                .dropout(config.probability("dropout")).initialisers(Initialiser.xavierUniform(1), Initialiser.zeros())
                .names(NAMES);
        for (int i = 0; i < config.size("layers"); i++) {
            layers.add(child("layers." + i, new TransformerBlock(block)));
        }
        norm = child("norm", new LayerNorm(width));
        out = child("out", new Linear(width, 1));
    }

    @Override
    public Tensor forward(InputBatch inputs) {
        return states(inputs).prediction();
    }

    /** {@link #forward} with all intermediate results. */
    public States states(InputBatch inputs) {
        Tensor n = concat(1, audio.forward(inputs.audio()), vision.forward(inputs.vision())); // [B, L_a + L_v, d]
        Tensor k = placed(n);
        Tensor real = concat(1, inputs.mask(Modality.AUDIO), inputs.mask(Modality.VISION)); // [B, L_a + L_v]
        AttentionMask mask = AttentionMask.keys(log(real)); // 0, or -infinity
        Tensor x = placed(text.forward(inputs.text())); // [B, L_l, d]
        List<Tensor> words = new ArrayList<>(List.of(x));
        List<Tensor> shares = new ArrayList<>();
        for (TransformerBlock layer : layers) {
            Tensor h = layer.forward(x, k, mask); // [B, L_l, d]
            Tensor share = minimum(
                    div(scale(size(x), shift), addScalar(size(h), EPS)), Tensor.scalar(1)); // [B, L_l, 1]
            x = add(x, mul(share, h));
            words.add(x);
            shares.add(share);
        }
        Tensor mean = mean(norm.forward(x), inputs.mask(Modality.TEXT)); // [B, d]
        return new States(words, shares, out.forward(mean));
    }

    private Tensor placed(Tensor x) {
        return inputDropout.forward(add(scale(x, rootOfWidth), Positions.ofRows(x)));
    }

    /** The norm of each row of x [B, L, d]: [B, L, 1]. */
    private static Tensor size(Tensor x) {
        return reshape(l2Norm(x), x.shape().size(0), x.shape().size(1), 1);
    }

    /** The mean of the rows of x [B, L, d] whose mask [B, L] is 1: [B, d]. */
    static Tensor mean(Tensor x, Tensor mask) {
        int batch = x.shape().size(0);
        Tensor kept = mul(x, reshape(mask, batch, x.shape().size(1), 1));
        return div(sum(kept, 1), reshape(sum(mask, 1), batch, 1));
    }
}
