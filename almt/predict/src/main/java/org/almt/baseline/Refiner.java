package org.almt.baseline;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.mean;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.relu;
import static org.almt.core.op.Ops.reshape;
import static org.almt.core.op.Ops.sigmoid;

import java.util.ArrayList;
import java.util.List;
import org.almt.core.Tensor;
import org.almt.core.op.ConvOptions;
import org.almt.nn.Layer;
import org.almt.nn.layer.Conv1d;

/**
 * IMDer's network that refines a sampled sequence: residual blocks with channel attention (Zhang et al., "Image
 * super-resolution using very deep residual channel attention networks", ECCV 2018).
 *
 * <pre>
 * y  = W_out (h + C block_N(… block_1(h)))        h = W_in x                        [B, T, d], inside [B, T, 2d]
 * block(h) = h + u sigmoid(W2 relu(W1 mean over rows of u))        u = C2 relu(C1 h)        C: windows of 3 rows
 * </pre>
 *
 * <p>The parameters have the public code's names: {@code 0}, {@code 1.body.I.body.J}, {@code 1.body.N}, {@code 2}.
 */
final class Refiner extends Layer {
    private static final ConvOptions SAME = ConvOptions.PLAIN.padding(1);

    private final Conv1d in;
    private final List<Block> blocks = new ArrayList<>();
    private final Conv1d last;
    private final Conv1d out;

    /** A refiner for sequences of width d. Attention reduces its 2d channels by the factor {@code reduction}. */
    Refiner(int width, int depth, int reduction) {
        int inner = 2 * width;
        in = child("0", new Conv1d(width, inner, 1, ConvOptions.PLAIN, true));
        for (int i = 0; i < depth; i++) {
            blocks.add(child("1.body." + i, new Block(inner, Math.max(1, inner / reduction))));
        }
        last = child("1.body." + depth, new Conv1d(inner, inner, 3, SAME, true));
        out = child("2", new Conv1d(inner, width, 1, ConvOptions.PLAIN, true));
    }

    /** The refined sequence [B, T, d] of x [B, T, d]. */
    Tensor forward(Tensor x) {
        Tensor h = in.forward(x); // [B, T, 2d]
        Tensor y = h;
        for (Block block : blocks) {
            y = block.forward(y);
        }
        return out.forward(add(last.forward(y), h));
    }

    private static final class Block extends Layer {
        private final Conv1d first;
        private final Conv1d second;
        private final Conv1d squeeze;
        private final Conv1d excite;

        Block(int width, int narrow) {
            first = child("body.0", new Conv1d(width, width, 3, SAME, true));
            second = child("body.2", new Conv1d(width, width, 3, SAME, true));
            squeeze = child("body.3.conv_du.0", new Conv1d(width, narrow, 1, ConvOptions.PLAIN, true));
            excite = child("body.3.conv_du.2", new Conv1d(narrow, width, 1, ConvOptions.PLAIN, true));
        }

        Tensor forward(Tensor x) {
            Tensor u = second.forward(relu(first.forward(x))); // [B, T, 2d]
            Tensor summary = reshape(mean(u, 1), x.shape().size(0), 1, x.shape().width());
            Tensor weights = sigmoid(excite.forward(relu(squeeze.forward(summary)))); // [B, 1, 2d]
            return add(x, mul(u, weights));
        }
    }
}
