package org.almt.baseline;

import org.almt.core.Tensor;
import org.almt.nn.Layer;
import org.almt.nn.layer.Linear;
import org.almt.nn.layer.Lstm;

/**
 * The text network of TFN and LMF: an affine map of an LSTM's last hidden state, which includes padding. MMSA's dropout
 * of text has no effect, because its LSTM has one layer; it is omitted here.
 *
 * <p>The parameters are named as in MMSA: {@code rnn.*} and {@code linear_1.*}.
 */
final class TextSubnet extends Layer {
    private final Lstm lstm;
    private final Linear out;

    TextSubnet(int in, int hidden, int width) {
        lstm = child("rnn", new Lstm(in, hidden));
        out = child("linear_1", new Linear(hidden, width));
    }

    /** The vectors [B, h] of tokens [B, L, d]. */
    Tensor forward(Tensor tokens) {
        return out.forward(lstm.forward(tokens));
    }
}
