package org.almt.learn.exercise;

import org.almt.core.Tensor;
import org.almt.core.op.Ops;

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
        int width = h.shape().width();
        Tensor i = Ops.linear(x, weightIh, biasIh); // [B, 3H]
        Tensor m = Ops.linear(h, weightHh, biasHh); // [B, 3H]
        Tensor r = Ops.sigmoid(Ops.add(part(i, 0, width), part(m, 0, width)));
        Tensor z = Ops.sigmoid(Ops.add(part(i, 1, width), part(m, 1, width)));
        Tensor c = Ops.tanh(Ops.add(part(i, 2, width), Ops.mul(r, part(m, 2, width))));
        return Ops.add(c, Ops.mul(z, Ops.sub(h, c)));
    }

    private static Tensor part(Tensor gates, int number, int width) {
        return Ops.slice(gates, 1, number * width, (number + 1) * width);
    }
}
