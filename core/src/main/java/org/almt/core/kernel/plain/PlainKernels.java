package org.almt.core.kernel.plain;

import org.almt.core.kernel.BlockedAttention;
import org.almt.core.kernel.Elementwise;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.Products;

/** Puts the plain kernels together. */
public final class PlainKernels {
    private PlainKernels() {}

    /** The kernels in plain Java. They hold no state. */
    public static Kernels kernels() {
        Products products = new PlainGemm();
        Elementwise elementwise = new PlainElementwise();
        return new Kernels("plain", products, elementwise, new PlainFunctions(), new PlainReductions(),
                new PlainSoftmax(), new PlainLayerNorm(),
                new BlockedAttention(products, elementwise, new PlainAttentionPasses()), new PlainGatedCells());
    }
}
