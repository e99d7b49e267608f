package org.almt.nn.layer;

import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;

/**
 * The keys and values of the rows that a {@link MultiHeadAttention} has read. With it a sequence can grow row by row.
 * Each new row then costs only its own projections and one query.
 *
 * <pre>{@code
 * List<KeyValueCache> caches = stack.caches(batch, 256);
 * Tensor y = GradMode.noGrad(() -> stack.step(prompt, caches));      // [B, N, D]
 * y = GradMode.noGrad(() -> stack.step(next, caches));               // [B, 1, D]
 * }</pre>
 *
 * <p>For use without gradients. It has room for a fixed number of rows.
 *
 * <p>Threads: one at a time.
 */
public final class KeyValueCache {
    private final Tensor keys;
    private final Tensor values;
    private int length;

    /** An empty cache, with room for {@code rows} rows of {@code width} elements in each of {@code batch} sequences. */
    public KeyValueCache(int batch, int rows, int width) {
        keys = Tensor.zeros(batch, rows, width);
        values = Tensor.zeros(batch, rows, width);
    }

    /** Number of rows that were read. */
    public int length() {
        return length;
    }

    /** Forgets all rows after the first {@code rows}. */
    public void truncate(int rows) {
        if (rows < 0 || rows > length) {
            throw new IllegalArgumentException("cache: " + rows + " rows of " + length + " cannot be kept");
        }
        length = rows;
    }

    /** Appends rows [B, N, width] of keys and values. */
    void append(Tensor k, Tensor v) {
        Shape room = keys.shape();
        int n = k.shape().size(1);
        if (k.requiresGrad() || v.requiresGrad()) {
            throw new IllegalStateException("cache: a cache passes no gradients; call step() within GradMode.noGrad");
        }
        if (!k.isComputed()) {
            throw new IllegalStateException("cache: rows that a trace has not computed cannot be kept; call step()"
                    + " outside of a trace");
        }
        if (k.shape().size(0) != room.size(0) || k.shape().width() != room.width()) {
            throw new IllegalArgumentException("cache: rows " + k.shape() + " do not fit a cache " + room);
        }
        if (length + n > room.size(1)) {
            throw new IllegalArgumentException("cache: " + n + " rows after " + length + " exceed its room for "
                    + room.size(1) + "; make a larger one, or truncate it");
        }
        copy(k, keys);
        copy(v, values);
        length += n;
    }

    private void copy(Tensor from, Tensor to) {
        int rows = from.shape().count(1, 3);
        for (int b = 0; b < from.shape().size(0); b++) {
            System.arraycopy(from.array(), from.offset() + b * rows, to.array(),
                    to.offset() + (b * to.shape().size(1) + length) * to.shape().width(), rows);
        }
        to.markModified();
    }

    /** The keys [B, length, width]. */
    Tensor keys() {
        return Ops.slice(keys, 1, 0, length);
    }

    /** The values [B, length, width]. */
    Tensor values() {
        return Ops.slice(values, 1, 0, length);
    }
}
