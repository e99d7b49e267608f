package org.almt.nn.mistakes;

import static org.almt.nn.mistakes.Refusal.ones;
import static org.almt.nn.mistakes.Refusal.refused;

import org.almt.core.Indices;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.junit.jupiter.api.Test;

/** Heads and masks. A mask is added to the scores: 0 shows a key, -infinity hides it. */
class AttentionMistakesTest {
    private static final float HIDDEN = Float.NEGATIVE_INFINITY;

    private final Tensor x = ones(1, 2, 2);

    @Test
    void headsThatDoNotDivide() {
        refused("attention: 4 heads do not divide the last axes of [1,2,2], [1,2,2], [1,2,2]",
                () -> Ops.attention(x, x, x, 4, 1));
    }

    @Test
    void aMaskOfAnotherShape() {
        refused("maskedAttention: the mask has shape [2] but [2,2] is needed for 2 queries and 2 keys",
                () -> Ops.maskedAttention(x, x, x, 1, 1, ones(2)));
    }

    /** PyTorch's boolean masks hide keys. Here 1 and 0 were added to scores, and silently hid nothing. */
    @Test
    void aMaskOfOnesAndZeros() {
        refused("maskedAttention: the mask [2,2] holds 1 and 0 alone, and is added to the scores, so that it would hide"
                + " nothing; write 0 for a key that is seen and -infinity for one that is hidden",
                () -> Ops.maskedAttention(x, x, x, 1, 1, Tensor.of(new float[] {1, 0, 1, 1}, 2, 2)));
        refused("attention: the mask [1,2] holds 1 and 0 alone, and is added to the scores, so that it would hide"
                + " nothing; write 0 for a key that is seen and -infinity for one that is hidden",
                () -> Ops.attention(x, x, x, 1, 1, Tensor.of(new float[] {1, 0}, 1, 2)));
        Tensor rows = ones(2, 2);
        refused("packedAttention: the mask [2] holds 1 and 0 alone, and is added to the scores, so that it would hide"
                + " nothing; write 0 for a key that is seen and -infinity for one that is hidden",
                () -> Ops.packedAttention(rows, rows, rows, Indices.of(0, 2), 2, 1, 1,
                        Tensor.of(new float[] {1, 0}, 2)));
    }

    /** The result was NaN, in this query alone. */
    @Test
    void aQueryThatSeesNothing() {
        refused("maskedAttention: the mask hides all 2 keys from query 1, and a softmax over nothing is NaN; leave one"
                + " key to it",
                () -> Ops.maskedAttention(x, x, x, 1, 1, Tensor.of(new float[] {0, HIDDEN, HIDDEN, HIDDEN}, 2, 2)));
        refused("attention: the mask hides all 2 keys from sample 0, and a softmax over nothing is NaN; leave one key"
                + " to it", () -> Ops.attention(x, x, x, 1, 1, Tensor.full(HIDDEN, 1, 2)));
        Tensor rows = ones(3, 2);
        refused("packedAttention: the mask hides all 2 keys from sample 1, and a softmax over nothing is NaN; leave one"
                + " key to it",
                () -> Ops.packedAttention(rows, rows, rows, Indices.of(0, 1, 3), 2, 1, 1,
                        Tensor.of(new float[] {0, HIDDEN, HIDDEN}, 3)));
    }
}
