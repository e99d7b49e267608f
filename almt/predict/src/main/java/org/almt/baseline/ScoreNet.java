package org.almt.baseline;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.reshape;
import static org.almt.core.op.Ops.sigmoid;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Tensor;
import org.almt.core.op.ConvOptions;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.almt.nn.layer.Conv1d;
import org.almt.nn.layer.ConvTranspose1d;
import org.almt.nn.layer.GroupNorm;
import org.almt.nn.layer.Linear;

/**
 * IMDer's score network of one modality: it computes the direction in which a noisy sequence becomes more probable. It
 * is a convolutional U-net (Ronneberger et al., 2015), whose levels attend to the sequence that the sampling is
 * conditioned on.
 *
 * <pre>
 * e   = swish(W waves(t))                                                       swish(x) = x sigmoid(x)
 * h_k = swish(norm_k(u + attention_k(u, c_k) + dense_k e))        k = 1 to 4
 *       u = conv_k(h_(k-1))        c_k = conv_k'(c_(k-1))
 * then back up, k = 4 to 2, with transposed convolutions of [h | h_k] in the same form
 * f   = u + attention(u, c)                                     u = tconv_1([h | h_1])
 * </pre>
 *
 * <p>h_0 is the sequence and c_1 the condition, both [B, T, d]. Levels 2 to 4 halve the rows, so T must be divisible by
 * 8. The score is f / sigma(t). The loss compares f itself with noise, so f is returned here.
 *
 * <p>The parameters have the public code's names. {@code embed.0.W}, the frequencies of the waves, is not trained. E is
 * the width of the waves.
 */
final class ScoreNet extends Layer {
    private static final int LEVELS = 4;
    private static final int WINDOW = 3;
    /** The standard deviation of the frequencies. */
    private static final double FREQUENCIES = 30;

    private final Tensor frequencies;
    private final Linear embed;
    private final List<Down> down = new ArrayList<>();
    private final List<Up> up = new ArrayList<>();

    /** Sizes: widths of the four levels and of the waves, layers and heads of attention, groups of norms. */
    record Sizes(List<Integer> widths, int waves, int layers, int heads, int firstGroups, int groups) {
        int width(int level) {
            return widths.get(level - 1);
        }
    }

    ScoreNet(Sizes sizes) {
        int waves = sizes.waves;
        frequencies = buffer("embed.0.W", Initialiser.normal(FREQUENCIES), waves / 2);
        embed = child("embed.1", new Linear(waves, waves));
        for (int level = 1; level <= LEVELS; level++) {
            down.add(forth(level, sizes));
        }
        for (int level = LEVELS; level >= 1; level--) {
            up.add(back(level, sizes));
        }
    }

    private Down forth(int level, Sizes sizes) {
        int width = sizes.width(level);
        int before = sizes.width(Math.max(1, level - 1));
        ConvOptions options = ConvOptions.PLAIN.padding(1).stride(level == 1 ? 1 : 2);
        return new Down(
                child("conv" + level, new Conv1d(before, width, WINDOW, options, false)),
                level == 1
                        ? List.of()
                        : List.of(child("conv" + level + "_cond", new Conv1d(before, width, WINDOW, options, false))),
                child("attention_" + level, encoder(width, sizes)),
                child("dense" + level + ".dense", new Linear(sizes.waves, width)),
                child("gnorm" + level, new GroupNorm(level == 1 ? sizes.firstGroups : sizes.groups, width)));
    }

    private Up back(int level, Sizes sizes) {
        boolean last = level == 1;
        int in = sizes.width(level);
        int out = sizes.width(Math.max(1, level - 1));
        ConvOptions options = ConvOptions.PLAIN.padding(1).stride(last ? 1 : 2);
        int more = last ? 0 : 1;
        return new Up(
                child("tconv" + level, new ConvTranspose1d(
                        level == LEVELS ? in : 2 * in, out, WINDOW, options, more, last)),
                child("tconv" + level + "_cond", new ConvTranspose1d(in, out, WINDOW, options, more, last)),
                child("attention_t" + level, encoder(out, sizes)),
                last ? List.of() : List.of(child("dense" + (9 - level) + ".dense", new Linear(sizes.waves, out))),
                last ? List.of() : List.of(child("tgnorm" + level, new GroupNorm(sizes.groups, out))));
    }

    private static CrossModalEncoder encoder(int width, Sizes sizes) {
        return new CrossModalEncoder(width, sizes.heads, sizes.layers, CrossModalEncoder.Dropouts.NONE, true);
    }

    /** A level on the way down. The first level uses the condition unchanged. */
    private record Down(
            Conv1d rows, List<Conv1d> condition, CrossModalEncoder attention, Linear dense, GroupNorm norm) {}

    /** A level on the way up. The last level has no norm and does not read the time. */
    private record Up(
            ConvTranspose1d rows, ConvTranspose1d condition, CrossModalEncoder attention, List<Linear> dense,
            List<GroupNorm> norm) {}

    /**
     * Writes sin and cos of 2 pi t W for a time t: E numbers. They are computed in double, because angles reach some
     * hundreds.
     */
    void waves(double t, float[] target, int at) {
        int half = frequencies.shape().count();
        for (int i = 0; i < half; i++) {
            double angle = 2 * Math.PI * t * frequencies.array()[frequencies.offset() + i];
            target[at + i] = (float) StrictMath.sin(angle);
            target[at + half + i] = (float) StrictMath.cos(angle);
        }
    }

    /** E. */
    int wavesWidth() {
        return 2 * frequencies.shape().count();
    }

    /**
     * The score times sigma(t).
     *
     * @param x noisy sequences [B, T, d]
     * @param waves the waves of the times, [B, E] or [1, E]
     * @param condition the condition of the sampling, with noise [B, T, d]
     */
    Tensor forward(Tensor x, Tensor waves, Tensor condition) {
        Tensor time = swish(embed.forward(waves)); // [B, E]
        List<Tensor> passed = new ArrayList<>();
        Tensor h = x;
        Tensor c = condition;
        for (Down level : down) {
            c = level.condition.isEmpty() ? c : level.condition.get(0).forward(c);
            Tensor u = level.rows.forward(h);
            Tensor sum = add(add(u, level.attention.forward(u, c)), row(level.dense.forward(time)));
            h = swish(level.norm.forward(sum));
            passed.add(h);
        }
        for (int i = 0; i < up.size(); i++) {
            Up level = up.get(i);
            c = level.condition.forward(c);
            Tensor u = level.rows.forward(i == 0 ? h : concat(2, h, passed.get(LEVELS - 1 - i)));
            h = add(u, level.attention.forward(u, c));
            if (!level.norm.isEmpty()) {
                h = swish(level.norm.get(0).forward(add(h, row(level.dense.get(0).forward(time)))));
            }
        }
        return h;
    }

    /** Reshapes [B, c] to [B, 1, c], to be broadcast to all rows of a sequence. */
    private static Tensor row(Tensor x) {
        return reshape(x, x.shape().size(0), 1, x.shape().width());
    }

    private static Tensor swish(Tensor x) {
        return mul(x, sigmoid(x));
    }
}
