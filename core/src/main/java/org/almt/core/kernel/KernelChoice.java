package org.almt.core.kernel;

import org.almt.core.kernel.scalar.ScalarKernels;

/** Chooses the kernels at start. */
public final class KernelChoice {
    private KernelChoice() {}

    /** What the system property {@code almt.simd} asks for. */
    public static Kernels fromProperty() {
        return scalar();
    }

    /** The kernels in plain Java. */
    public static Kernels scalar() {
        return new ScalarKernels();
    }
}
