package org.almt.core.op;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.almt.core.KernelChoice;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.simd.Width;

/** The kernels that this JVM can run: the scalar ones, and vectors of the one width that it was started with. */
final class TestKernels {
    private TestKernels() {}

    /** Ends a test on a machine without vectors of the width that {@code almt.simd} asks for. */
    static void assumeWidth() {
        String asked = System.getProperty("almt.simd", "auto");
        assumeTrue(!asked.matches("\\d+") || Integer.parseInt(asked) <= Width.widest(),
                "no vectors of " + asked + " bits here; the widest are " + Width.widest());
    }

    static Kernels scalar() {
        return KernelChoice.scalar();
    }

    static Kernels vectorised() {
        return KernelChoice.simd();
    }
}
