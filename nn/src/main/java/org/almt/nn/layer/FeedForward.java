package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Layer;

/**
 * Two linear layers with the exact GELU between them, on each row alone: W2 gelu(W1 x + b1) + b2.
 *
 * <p>Parameters {@code net.0.weight} [hidden, D], {@code net.0.bias}, {@code net.3.weight} [D, hidden], {@code
 * net.3.bias}; the numbers between are the reference's activation and dropouts.
 */
public final class FeedForward extends Layer {
    private final Linear in;
    private final Dropout inDropout;
    private final Linear out;
    private final Dropout outDropout;

    /** From {@code width} to {@code hidden} and back; {@code dropout} acts after each of the two. */
    public FeedForward(int width, int hidden, float dropout) {
        in = child("net.0", new Linear(width, hidden));
        inDropout = child("net.2", new Dropout(dropout));
        out = child("net.3", new Linear(hidden, width));
        outDropout = child("net.4", new Dropout(dropout));
    }

    /** x [..., D] gives [..., D]. */
    public Tensor forward(Tensor x) {
        Tensor hidden = inDropout.forward(Ops.gelu(in.forward(x))); // [..., hidden]
        return outDropout.forward(out.forward(hidden)); // [..., D]
    }
}
