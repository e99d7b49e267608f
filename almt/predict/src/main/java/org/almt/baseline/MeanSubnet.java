package org.almt.baseline;

import static org.almt.core.op.Ops.mean;
import static org.almt.core.op.Ops.relu;

import org.almt.core.Tensor;
import org.almt.nn.Layer;
import org.almt.nn.layer.BatchNorm1d;
import org.almt.nn.layer.Dropout;
import org.almt.nn.layer.Linear;

/**
 * The audio or vision network of TFN and LMF. It takes the mean over all frames, including padding.
 *
 * <pre>
 * x = mean over time of the frames
 * h = relu(W3 relu(W2 relu(W1 dropout(batchNorm(x)))))      each W with a bias
 * </pre>
 *
 * The parameters are named as in MMSA: {@code norm.*}, {@code linear_1.*}, {@code linear_2.*}, {@code linear_3.*}.
 */
final class MeanSubnet extends Layer {
    private final BatchNorm1d norm;
    private final Dropout drop;
    private final Linear first;
    private final Linear second;
    private final Linear third;

    MeanSubnet(int in, int width, float dropout) {
        norm = child("norm", new BatchNorm1d(in));
        drop = child("drop", new Dropout(dropout));
        first = child("linear_1", new Linear(in, width));
        second = child("linear_2", new Linear(width, width));
        third = child("linear_3", new Linear(width, width));
    }

    /** The vectors [B, h] of frames [B, L, d]. */
    Tensor forward(Tensor frames) {
        Tensor x = drop.forward(norm.forward(mean(frames, 1))); // [B, d]
        return relu(third.forward(relu(second.forward(relu(first.forward(x))))));
    }
}
