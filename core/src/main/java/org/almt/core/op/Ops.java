package org.almt.core.op;

import org.almt.core.Tensor;

/** All operations on tensors, one line each; the class of the same name holds formula, forward and backward. */
public final class Ops {
    private Ops() {}

    /** Matrix product over the last two axes: [..., M, K] x [..., K, N] or [K, N] gives [..., M, N]. */
    public static Tensor matmul(Tensor a, Tensor b) {
        return new MatMul(a, false, b, false).apply();
    }

    /** Matrix product of stored matrices, each transposed where told; see {@link #matmul(Tensor, Tensor)}. */
    public static Tensor matmul(Tensor a, boolean transA, Tensor b, boolean transB) {
        return new MatMul(a, transA, b, transB).apply();
    }

    /** x / 2 (1 + erf(x / sqrt 2)), elementwise. */
    public static Tensor gelu(Tensor x) {
        return new Gelu(x).apply();
    }
}
