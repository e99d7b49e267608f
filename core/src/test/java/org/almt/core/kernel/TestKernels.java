package org.almt.core.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.almt.core.KernelChoice;
import org.almt.core.kernel.simd.Width;

/**
 * The kernels that this JVM can run: the reference, plain loops, and vectors of the one width that it was started with.
 */
public final class TestKernels {
    private TestKernels() {}

    /** Skips a test on a machine without vectors of the width that {@code almt.simd} requests. */
    public static void assumeWidth() {
        String asked = System.getProperty("almt.simd", "auto");
        assumeTrue(!asked.matches("\\d+") || Integer.parseInt(asked) <= Width.widest(),
                "no vectors of " + asked + " bits here; the widest are " + Width.widest());
    }

    /** The kernels that must give the bits of the reference. */
    public static List<Kernels> toCheck() {
        return List.of(KernelChoice.plain(), KernelChoice.simd());
    }
}
