package org.almt.baseline;

import org.almt.core.Tensor;
import org.almt.nn.Layer;
import org.almt.nn.layer.Linear;
import org.almt.nn.layer.Lstm;

/**
 * What TFN and LMF make of text: an affine map of an LSTM's last hidden state, after padding too. MMSA's dropout of
 * text never acts, because its LSTM has one layer; so there is none here.
 *
 * <p>Parameters as in MMSA: {@code rnn.*} and {@code linear_1.*}.
 */
final class TextSubnet extends Layer {
    private final Lstm lstm;
    private final Linear out;

    TextSubnet(int in, int hidden, int width) {
        lstm = child("rnn", new Lstm(in, hidden));
        out = child("linear_1", new Linear(hidden, width));
    }

    /** tokens [B, L, d] give [B, h]. */
    Tensor forward(Tensor tokens) {
        return out.forward(lstm.forward(tokens));
    }
}
