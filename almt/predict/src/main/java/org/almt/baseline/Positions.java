package org.almt.baseline;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.notEqual;
import static org.almt.core.op.Ops.slice;

import org.almt.core.Tensor;

/**
 * Sinusoids that number the rows of a sequence from 1 (Vaswani et al., "Attention is all you need", 2017), in the order
 * of fairseq. With half = D / 2 and f_i = 10000^(-i / (half - 1)), row p is sin(p f_i) for all i, then cos(p f_i) for
 * all i, then a 0 if D is odd.
 */
final class Positions {
    private static final double BASE = 10_000;

    private Positions() {}

    /** The table [rows, width]. */
    static Tensor table(int rows, int width) {
        int half = width / 2;
        if (half < 2) {
            throw new IllegalArgumentException("config: positions need a width of 4 or more, not " + width);
        }
        float[] values = new float[rows * width];
        for (int i = 0; i < half; i++) {
            double frequency = StrictMath.exp(-i * StrictMath.log(BASE) / (half - 1));
            for (int p = 0; p < rows; p++) {
                values[p * width + i] = (float) StrictMath.sin((p + 1) * frequency);
                values[p * width + half + i] = (float) StrictMath.cos((p + 1) * frequency);
            }
        }
        return Tensor.of(values, rows, width);
    }

    /** x [B, N, D] plus positions for all rows. */
    static Tensor added(Tensor x) {
        return add(x, table(x.shape().size(1), x.shape().width()));
    }

    /**
     * The positions [B, N, D] of x [B, N, D]. A row whose first channel is exactly 0 gets zeros: a map without bias
     * turns rows of padding into zeros. The positions get no gradient.
     */
    static Tensor ofRows(Tensor x) {
        Tensor real = notEqual(slice(x, 2, 0, 1), Tensor.scalar(0)); // [B, N, 1]
        return mul(real, table(x.shape().size(1), x.shape().width()));
    }
}
