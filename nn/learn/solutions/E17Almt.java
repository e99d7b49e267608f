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
        Tensor q = Ops.linear(language, weights.get("q"), null); // [B, T, D]
        Tensor fromAudio = answer(q, audio, weights.get("ka"), weights.get("va"));
        Tensor fromVision = answer(q, vision, weights.get("kv"), weights.get("vv"));
        return Ops.add(hyper, Ops.linear(Ops.add(fromAudio, fromVision), weights.get("o"), null));
    }

    private static Tensor answer(Tensor q, Tensor rows, Tensor ofKeys, Tensor ofValues) {
        Tensor k = Ops.linear(rows, ofKeys, null); // [B, T, D]
        Tensor scores = Ops.scale(Ops.matmul(q, false, k, true), (float) (1 / Math.sqrt(q.shape().width())));
        return Ops.matmul(Ops.softmax(scores), Ops.linear(rows, ofValues, null));
    }
}
