package org.almt.core.kernel.simd;

import org.almt.core.kernel.BlockedAttention;
import org.almt.core.kernel.Elementwise;
import org.almt.core.kernel.Functions;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.Products;

/** Puts the vector kernels together. */
public final class SimdKernels {
    private SimdKernels() {}

    /** The kernels on the Vector API, at the width of {@link Width}. They hold no state. */
    public static Kernels kernels() {
        Products products = new SimdGemm();
        Elementwise elementwise = new SimdElementwise();
        Functions functions = new SimdFunctions();
        return new Kernels("simd-" + Width.BITS, products, elementwise, functions, new SimdReductions(),
                new SimdSoftmax(), new SimdLayerNorm(),
                new BlockedAttention(products, elementwise, new SimdAttentionPasses()),
                new SimdGatedCells(functions, elementwise));
    }
}
