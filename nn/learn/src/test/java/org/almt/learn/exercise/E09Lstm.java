package org.almt.learn.exercise;

import org.almt.core.Tensor;

/**
 * Exercise 9: one step of a GRU (Cho et al., 2014), made of operations. The rows of the weights are three gates of
 * width H one below the other: reset, update, candidate.
 */
final class E09Lstm {
    private E09Lstm() {}

    /**
     * From x [B, I] and the state h [B, H]: with i = W_ih x + b_ih and m = W_hh h + b_hh, r = sigmoid(i_r + m_r),
     * z = sigmoid(i_z + m_z), c = tanh(i_c + r m_c); the result is c + z (h - c).
     */
    static Tensor step(Tensor x, Tensor h, Tensor weightIh, Tensor biasIh, Tensor weightHh, Tensor biasHh) {
        throw new UnsupportedOperationException("exercise 9: the step is yours to write");
    }
}
