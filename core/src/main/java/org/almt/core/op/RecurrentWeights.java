package org.almt.core.op;

import org.almt.core.Tensor;

/**
 * The parameters of one direction of a recurrent layer: G gates of width H, one below the other.
 *
 * <p>Threads: many may use it while none changes it.
 *
 * @param input [G*H, I], PyTorch's {@code weight_ih}
 * @param hidden [G*H, H], PyTorch's {@code weight_hh}
 * @param inputBias [G*H]
 * @param hiddenBias [G*H]
 */
public record RecurrentWeights(Tensor input, Tensor hidden, Tensor inputBias, Tensor hiddenBias) {
    /** Refuses shapes that do not fit {@code gates} gates and inputs of width {@code in}. */
    void check(String op, int gates, int in) {
        Checks.hasAxes(op, hidden.shape(), 2);
        int width = hidden.shape().width();
        Checks.hasShape(op, "hidden weight", hidden, "for " + gates + " gates", gates * width, width);
        Checks.hasShape(op, "input weight", input, "for inputs of width " + in, gates * width, in);
        Checks.hasShape(op, "input bias", inputBias, "to match the weights", gates * width);
        Checks.hasShape(op, "hidden bias", hiddenBias, "to match the weights", gates * width);
    }

    /** H. */
    int width() {
        return hidden.shape().width();
    }
}
