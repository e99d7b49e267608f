package org.almt.core;

import java.util.function.Supplier;
import org.almt.core.kernel.Kernels;
import org.almt.core.op.Checks;
import org.almt.core.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * What computations run on: the kernels and the threads. Neither changes a bit of any result.
 *
 * <p>The JVM has one engine. It is chosen at first use from two system properties. {@code almt.simd} is {@code auto},
 * {@code reference}, {@code plain}, {@code 128}, {@code 256} or {@code 512}. {@code almt.threads} is 1 or more; the
 * default is the number of processors. An object of this class is an additional engine for the computations that it
 * {@linkplain #call runs}. Two applications in one JVM may therefore use different settings.
 *
 * <p>Thread-safe: any number of threads may run computations on one engine. One computation at a time uses its threads.
 *
 * <p>Threads: safe for many at once.
 */
public final class Engine implements AutoCloseable {
    private static volatile @Nullable Kernels common;

    private final Kernels own;
    /** Null for those of the JVM. */
    private final @Nullable Workers workers;

    /** An additional engine with its own kernels and the JVM's threads. */
    public Engine(Kernels kernels) {
        Checks.given("Engine", "kernels", kernels);
        own = kernels;
        workers = null;
    }

    /**
     * An additional engine with its own kernels and threads.
     *
     * @param kernels see {@link KernelChoice}
     * @param threads number of threads that share the work of large ops, the caller included
     * @throws IllegalArgumentException if the number of threads is not from 1 to 1024
     */
    public Engine(Kernels kernels, int threads) {
        Checks.given("Engine", "kernels", kernels);
        own = kernels;
        workers = Workers.of(threads);
    }

    /** Runs {@code body} on this engine. */
    public <T extends @Nullable Object> T call(Supplier<T> body) {
        Checks.given("Engine.call", "body", body);
        return Workers.call(workers, this, body);
    }

    /** Ends the engine's threads. Computations that still run on it continue without them. */
    @Override
    public void close() {
        if (workers != null) {
            workers.close();
        }
    }

    /**
     * The kernels in use on this thread.
     *
     * @throws IllegalArgumentException if the system property {@code almt.simd} names no kernels
     */
    public static Kernels kernels() {
        if (Workers.owner() instanceof Engine engine) {
            return engine.own;
        }
        Kernels kernels = common;
        return kernels == null ? made() : kernels;
    }

    private static synchronized Kernels made() {
        if (common == null) {
            common = KernelChoice.fromProperty();
        }
        return common;
    }

    /** Replaces the kernels of the JVM. Tests compare kernels in this way. */
    public static void use(Kernels replacement) {
        Checks.given("Engine.use", "replacement", replacement);
        common = replacement;
    }

    /**
     * Number of threads that take part in large ops on this thread, the caller included.
     *
     * @throws IllegalArgumentException if the system property {@code almt.threads} is not a valid number of threads
     */
    public static int threads() {
        return Workers.threads();
    }

    /** Changes the number of threads of the JVM. */
    public static void useThreads(int threads) {
        Workers.useThreads(threads);
    }
}
