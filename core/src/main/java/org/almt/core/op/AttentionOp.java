package org.almt.core.op;

import org.almt.core.Op;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What all attention ops share: queries, keys and values whose heads lie side by side in the last axis, an optional
 * mask, and the places of heads. Rows are counted through all samples: row n of sample b of a [B, N, D] is row b N + n.
 */
abstract class AttentionOp extends Op {
    final Tensor q;
    final Tensor k;
    final Tensor v;
    /** Is added to scores: 0 or -infinity. Null if no key is hidden. */
    final @Nullable Tensor mask;
    final float scale;
    final int heads;
    /** Features of a query and key head. */
    final int size;
    /** Features of a value head. */
    final int valueSize;

    /** Checks the shapes. {@code axes} is 3 for [batch, rows, features] and 2 for [rows, features]. */
    AttentionOp(String name, int axes, Tensor q, Tensor k, Tensor v, @Nullable Tensor mask, int heads, float scale) {
        super(name, Checks.present(q, k, v, mask));
        this.q = Checks.given(name, "the tensor of queries", q);
        this.k = Checks.given(name, "the tensor of keys", k);
        this.v = Checks.given(name, "the tensor of values", v);
        this.mask = mask;
        this.heads = heads;
        this.scale = scale;
        check(name, axes, q.shape(), k.shape(), v.shape(), heads);
        size = q.shape().width() / heads;
        valueSize = v.shape().width() / heads;
    }

    private static void check(String op, int axes, Shape q, Shape k, Shape v, int heads) {
        String shapes = q + ", " + k + ", " + v;
        if (q.rank() != axes || k.rank() != axes || v.rank() != axes) {
            throw new IllegalArgumentException(op + ": q, k, v need "
                    + (axes == 3 ? "three axes [batch, rows, features]: " : "two axes [rows, features]: ") + shapes);
        }
        if (q.size(0) != k.size(0) || k.size(0) != v.size(0)) {
            throw new IllegalArgumentException(op + (axes == 3
                    ? ": batch sizes of q, k, v differ: " + shapes + "; expand a shared one along the first axis"
                    : ": q, k, v have different numbers of rows: " + shapes
                            + "; each row is a query, a key and a value"));
        }
        if (axes == 3 && k.size(1) != v.size(1)) {
            throw new IllegalArgumentException(op + ": k has " + k.size(1) + " rows and v " + v.size(1) + ": "
                    + shapes + "; each key needs one value");
        }
        if (axes == 3 && k.size(1) == 0) {
            throw new IllegalArgumentException(op + ": no keys to attend to: " + shapes);
        }
        if (q.width() != k.width()) {
            throw new IllegalArgumentException(op + ": feature sizes of q and k differ: " + shapes
                    + "; their dot products need equal last axes");
        }
        if (heads < 1 || q.width() % heads != 0 || v.width() % heads != 0) {
            throw new IllegalArgumentException(
                    op + ": " + heads + " heads do not divide the last axes of " + shapes);
        }
    }

    /** Checks the shape of a mask, and that it requires no gradient. Messages call it {@code role}. */
    final void checkMask(String op, String role, String because, int... sizes) {
        if (mask == null) {
            return;
        }
        Checks.hasShape(op, role, mask, because, sizes);
        if (mask.requiresGrad()) {
            throw new IllegalArgumentException(op + ": " + role + " gets no gradient; detach it");
        }
    }

    /** Refuses a mask of 1 and 0: added to scores, it would hide nothing. */
    final void requireScores(String op) {
        if (mask == null) {
            return;
        }
        boolean ones = false;
        for (int i = 0; i < mask.shape().count(); i++) {
            float score = mask.array()[mask.offset() + i];
            if (score != 0 && score != 1) {
                return;
            }
            ones |= score == 1;
        }
        if (ones) {
            throw new IllegalArgumentException(op + ": the mask " + mask.shape() + " holds 1 and 0 alone, and is added"
                    + " to the scores, so that it would hide nothing; write 0 for a key that is seen and -infinity for"
                    + " one that is hidden");
        }
    }

    /** Refuses a row of the mask that hides all keys, because its softmax would be NaN. */
    final void requireKey(String op, String row, int number, int from, int keys) {
        if (mask == null) {
            return;
        }
        int j = 0;
        while (j < keys && mask.array()[mask.offset() + from + j] == Float.NEGATIVE_INFINITY) {
            j++;
        }
        if (j == keys) {
            throw new IllegalArgumentException(op + ": the mask hides all " + keys + " keys from " + row + " " + number
                    + ", and a softmax over nothing is NaN; leave one key to it");
        }
    }

    /** The place where a head of a row begins in the array of q, k, v, the result, or one of their gradients. */
    final int at(Tensor tensor, int row, int head) {
        int width = tensor.shape().width();
        return tensor.offset() + row * width + head * (width / heads);
    }

    /** Width of a row of q and k. */
    final int queryWidth() {
        return heads * size;
    }

    /** Width of a row of v and the result. */
    final int valueWidth() {
        return heads * valueSize;
    }

    /** Multiply-adds of the forward pass of one head. */
    final long work(int queries, int keys) {
        return (long) queries * keys * (size + valueSize);
    }

    /** The gradient of an input, or null if it is not wanted. */
    final @Nullable Tensor gradientOrNothing(Tensor input) {
        return wants(input) ? gradient(input) : null;
    }

    /** Whether two wanted gradients share memory, as in self-attention on unprojected rows. */
    final boolean gradientsOverlap() {
        Tensor dq = gradientOrNothing(q);
        Tensor dk = gradientOrNothing(k);
        Tensor dv = gradientOrNothing(v);
        return overlap(dq, dk) || overlap(dk, dv) || overlap(dq, dv);
    }

    private static boolean overlap(@Nullable Tensor a, @Nullable Tensor b) {
        return a != null && b != null && a.array() == b.array()
                && a.offset() < b.offset() + b.shape().count() && b.offset() < a.offset() + a.shape().count();
    }
}
