package org.almt.core;

import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Workers;

/**
 * What the engine runs on: the kernels and the threads. Neither changes a bit of any result.
 *
 * <p>Chosen at start from the system properties {@code almt.simd} ({@code auto}, {@code reference}, {@code plain},
 * {@code 128}, {@code 256}, {@code 512}) and {@code almt.threads} (1 and up; by default the number of processors).
 */
public final class Engine {
    private static Kernels kernels = KernelChoice.fromProperty();

    private Engine() {}

    /** The kernels in use. */
    public static Kernels kernels() {
        return kernels;
    }

    /** Replaces the kernels, for tests that compare them. */
    public static void use(Kernels replacement) {
        kernels = replacement;
    }

    /** Number of threads that take part in large ops, the caller included. */
    public static int threads() {
        return Workers.threads();
    }

    /** Changes the number of threads. */
    public static void useThreads(int threads) {
        Workers.useThreads(threads);
    }
}
