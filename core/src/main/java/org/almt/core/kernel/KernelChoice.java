package org.almt.core.kernel;

/** Chooses the kernels at start. */
public final class KernelChoice {
    private KernelChoice() {}

    /** What the system property {@code almt.simd} asks for. */
    public static Kernels fromProperty() {
        throw new IllegalStateException("no kernels yet");
    }
}
