package org.almt.core.kernel.reference;

import org.almt.core.kernel.Kernels;

/** Puts the reference kernels together. */
public final class ReferenceKernels {
    private ReferenceKernels() {}

    /** The kernels that define every bit. */
    public static Kernels kernels() {
        return new Kernels("reference", new ReferenceProducts(), new ReferenceElementwise(), new ReferenceFunctions(),
                new ReferenceReductions(), new ReferenceSoftmax(), new ReferenceLayerNorm(), new ReferenceAttention(),
                new ReferenceGatedCells());
    }
}
