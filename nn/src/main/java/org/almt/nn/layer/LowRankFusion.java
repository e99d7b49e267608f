package org.almt.nn.layer;

import org.almt.core.Tensor;
import org.almt.core.op.Checks;
import org.almt.core.op.Ops;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;

/**
 * Low-rank multimodal fusion (Liu et al., "Efficient low-rank multimodal fusion with modality-specific factors", 2018,
 * equation 6): a linear map of the {@link TensorFusion outer product}. Its weight is a sum of R outer products, so the
 * large tensor is never computed.
 *
 * <pre>
 * y = sum over r of w_r ((1; x_1) F_1r) * ((1; x_2) F_2r) * …  + b        x_m [B, d_m], y [B, O]; * element by element
 * </pre>
 *
 * <p>Parameters: one factor NAME{@code _factor} [R, d_m + 1, O] for each part, {@code fusion_weights} [1, R] and {@code
 * fusion_bias} [1, O]. All have Xavier's normal initialiser, but the bias has zeros.
 *
 * <p>Use it if every element of one vector should interact with every element of another. The cost grows with the sum
 * of the widths, not with their product. A rank of 3 to 8 is usual.
 *
 * <p>Cost: R O (d_1 + d_2 + …) multiply-adds a sample.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class LowRankFusion extends Layer {
    /**
     * A vector that is fused.
     *
     * @param name before {@code _factor}
     * @param width d_m
     */
    public record Part(String name, int width) {}

    private final int rank;
    private final int out;
    private final Tensor[] factors;
    private final Tensor weights;
    private final Tensor bias;

    /** A fusion of rank {@code rank} to {@code out} elements. */
    public LowRankFusion(int rank, int out, Part... parts) {
        Checks.given("LowRankFusion", "parts", parts);
        if (rank < 1 || out < 1 || parts.length == 0) {
            throw new IllegalArgumentException("LowRankFusion: rank " + rank + ", " + parts.length + " parts -> "
                    + out + "; all must be 1 or more");
        }
        this.rank = rank;
        this.out = out;
        factors = new Tensor[parts.length];
        for (int m = 0; m < parts.length; m++) {
            factors[m] = parameter(
                    parts[m].name + "_factor", Initialiser.xavierNormal(1), rank, parts[m].width + 1, out);
        }
        weights = parameter("fusion_weights", Initialiser.xavierNormal(1), 1, rank);
        bias = parameter("fusion_bias", Initialiser.zeros(), 1, out);
    }

    /** x_m [B, d_m] give [B, O]. */
    public Tensor forward(Tensor... parts) {
        Checks.given("LowRankFusion.forward", "parts", parts);
        if (parts.length != factors.length) {
            throw new IllegalArgumentException(
                    described() + ": " + parts.length + " tensors for " + factors.length + " parts; give one each");
        }
        int batch = parts[0].shape().size(0);
        Tensor product = projected(0, parts[0]);
        for (int m = 1; m < factors.length; m++) {
            product = Ops.mul(product, projected(m, parts[m])); // [R, B, O]
        }
        Tensor mixed = Ops.matmul(weights, Ops.reshape(product, rank, batch * out)); // [1, B*O]
        return Ops.add(Ops.reshape(mixed, batch, out), bias); // [B, O]
    }

    /** (1; x) F_r for all r: [R, B, O]. */
    private Tensor projected(int m, Tensor x) {
        requireWidth(x, factors[m].shape().size(1) - 1);
        Tensor one = TensorFusion.withOne(x); // [B, d + 1]
        return Ops.matmul(Ops.expand(one, rank, one.shape().size(0), one.shape().size(1)), factors[m]);
    }

    /** For example {@code LowRankFusion(rank 4 -> 128)}. */
    @Override
    public String toString() {
        return "LowRankFusion(rank " + rank + " -> " + out + ")";
    }
}
