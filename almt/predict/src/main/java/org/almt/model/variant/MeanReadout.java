package org.almt.model.variant;

import static org.almt.core.op.Ops.mean;

import org.almt.core.Tensor;
import org.almt.nn.Layer;
import org.almt.nn.layer.LayerNorm;
import org.almt.nn.layer.Linear;

/**
 * A linear function of the mean over the tokens of a sentence:
 *
 * <pre>
 * y = w LayerNorm(mean over L of x) + b        x [B, L, F], y [B, 1]
 * </pre>
 *
 * <p>Rows after the end of a sentence are zeros. They scale the mean by one factor for all features, and the
 * normalisation removes this factor. So no lengths are needed.
 */
public final class MeanReadout extends Layer {
    private final LayerNorm norm;
    private final Linear linear;

    /** A readout of rows of {@code features} features. */
    public MeanReadout(int features) {
        norm = child("norm", new LayerNorm(features));
        linear = child("linear", new Linear(features, 1));
    }

    /** The readout [B, 1] of x [B, L, F]. */
    public Tensor forward(Tensor x) {
        return linear.forward(norm.forward(mean(x, 1))); // [B, 1]
    }
}
