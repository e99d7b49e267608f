package org.almt.learn.exercise;

import java.util.Map;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;

/**
 * Exercise 17: one adaptive layer of ALMT with a single head. There are no biases and no norms here; all weights
 * are [width, width].
 */
final class E17Almt {
    private E17Almt() {}

    /**
     * The weights have the keys q, ka, va, kv, vv and o, those of W_q, W_ka and so on.
     *
     * <p>Equations (3) to (5): q = W_q language; alpha = softmax(q (W_ka audio)^T / sqrt(width)), and beta
     * alike from vision; the result is hyper + W_o (alpha W_va audio + beta W_vv vision). All of language, audio,
     * vision and hyper are [B, T, width]. Use Ops.linear, Ops.matmul, Ops.scale, Ops.softmax and Ops.add, in the order
     * of the formula.
     */
    static Tensor adapt(Tensor language, Tensor audio, Tensor vision, Tensor hyper, Map<String, Tensor> weights) {
        throw new UnsupportedOperationException("exercise 17: the layer is yours to write");
    }
}
