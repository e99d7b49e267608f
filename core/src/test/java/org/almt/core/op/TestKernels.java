package org.almt.core.op;

import java.util.List;
import org.almt.core.kernel.Kernels;
import org.almt.core.kernel.scalar.ScalarKernels;

/** The kernels that this JVM can run. */
final class TestKernels {
    private TestKernels() {}

    static Kernels scalar() {
        return new ScalarKernels();
    }

    /** The Vector API kernels, one for each width. */
    static List<Kernels> vectorised() {
        return List.of();
    }
}
