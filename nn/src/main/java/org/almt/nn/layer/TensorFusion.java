package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.core.op.Checks;
import org.almt.core.op.Ops;

/**
 * The fusion of the Tensor Fusion Network (Zadeh et al., "Tensor fusion network for multimodal sentiment analysis",
 * 2017, equation 2). It is the outer product of vectors, each with a 1 before it. The product thus contains every
 * vector, every product of two elements of different vectors, and so on.
 *
 * <pre>
 * z = (1; x_1) ⊗ (1; x_2) ⊗ …        x_m [B, d_m], z [B, (d_1 + 1) (d_2 + 1) …], the last vector's index the fastest
 * </pre>
 *
 * <p>No parameters. Use it for a few short vectors. For longer ones, {@link LowRankFusion} is the cheap form of this
 * fusion and a linear layer after it.
 *
 * <p>Cost: memory. Three vectors of 128 make 2,146,689 elements a sample.
 *
 * <p>Threads: safe for many at once.
 */
public final class TensorFusion {
    private TensorFusion() {}

    /** x_m [B, d_m] give [B, (d_1 + 1) (d_2 + 1) …]. */
    public static Tensor of(Tensor... parts) {
        Checks.given("TensorFusion.of", "parts", parts);
        if (parts.length == 0) {
            throw new IllegalArgumentException("tensor fusion: nothing to fuse; give at least one tensor");
        }
        int batch = parts[0].shape().size(0);
        Tensor product = withOne(parts[0]);
        for (int m = 1; m < parts.length; m++) {
            Tensor column = Ops.reshape(product, batch, -1, 1);
            Tensor row = Ops.reshape(withOne(parts[m]), batch, 1, -1);
            product = Ops.reshape(Ops.matmul(column, row), batch, -1);
        }
        return product;
    }

    /** Number of elements of the product of vectors of the given widths. */
    public static int width(int... widths) {
        Checks.given("TensorFusion.width", "widths", widths);
        int count = 1;
        for (int width : widths) {
            count = Math.multiplyExact(count, width + 1);
        }
        return count;
    }

    /** x [B, d] gives (1; x) [B, d + 1]. */
    static Tensor withOne(Tensor x) {
        if (x.shape().rank() != 2) {
            throw new IllegalArgumentException("fusion: " + x.shape() + " is not [batch, features]");
        }
        return Ops.concat(1, Tensor.full(1, x.shape().size(0), 1), x);
    }
}
