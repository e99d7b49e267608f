package org.almt.nn.layer;

import static org.almt.core.op.Ops.add;
import static org.almt.core.op.Ops.concat;
import static org.almt.core.op.Ops.mul;
import static org.almt.core.op.Ops.reshape;
import static org.almt.core.op.Ops.scale;
import static org.almt.core.op.Ops.slice;

import org.almt.core.Shape;
import org.almt.core.Tensor;

/**
 * Rotary positions (Su et al., "RoFormer: enhanced Transformer with rotary position embedding", 2021): queries and keys
 * are rotated by angles that grow with their position. A score then depends on the distance of two rows.
 *
 * <pre>
 * angle(n, j) = n base^(-2 j / E)                        place n, pair j of E / 2
 * y_j         = x_j cos - x_(j + E/2) sin                of each head
 * y_(j + E/2) = x_(j + E/2) cos + x_j sin
 * </pre>
 *
 * <p>The pairs join the two halves of a head, as in GPT-NeoX and in Hugging Face's Llama.
 */
final class Rotary {
    private Rotary() {}

    /** x [B, N, H*E], with the first row at position {@code from}, gives the same shape. */
    static Tensor rotate(Tensor x, int heads, int from, double base) {
        Shape shape = x.shape();
        int rows = shape.size(1);
        int e = shape.width() / heads;
        int half = e / 2;
        float[] cos = new float[rows * e];
        float[] sin = new float[rows * e];
        for (int n = 0; n < rows; n++) {
            for (int j = 0; j < e; j++) {
                double angle = (from + n) * StrictMath.pow(base, -2.0 * (j % half) / e);
                cos[n * e + j] = (float) StrictMath.cos(angle);
                sin[n * e + j] = (float) StrictMath.sin(angle);
            }
        }
        Tensor split = reshape(x, shape.size(0), rows, heads, e);
        Tensor crossed = concat(3, scale(slice(split, 3, half, e), -1), slice(split, 3, 0, half));
        Tensor result = add(mul(split, Tensor.of(cos, rows, 1, e)), mul(crossed, Tensor.of(sin, rows, 1, e)));
        return reshape(result, shape.toArray());
    }
}
