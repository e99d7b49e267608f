package org.almt.core;

import java.util.function.Supplier;
import org.almt.core.kernel.Kernels;
import org.almt.core.op.Checks;
import org.almt.core.parallel.Workers;
import org.jspecify.annotations.Nullable;

/**
 * What computations run on: the kernels and the threads. Neither changes a bit of any result.
 *
 * <p>The JVM has one, chosen at first use from the system properties {@code almt.simd} ({@code auto}, {@code
 * reference}, {@code plain}, {@code 128}, {@code 256}, {@code 512}) and {@code almt.threads} (1 and up; by default the
 * number of processors). An object of this class is another one, for the computations that it {@linkplain #call runs}:
 * two applications in one JVM need not agree.
 *
 * <p>Thread-safe: any number of threads may run computations on one engine. Of its threads one computation at a time
 * makes use.
 *
 * <p>Threads: safe for many at once.
 */
public final class Engine implements AutoCloseable {
    private static volatile @Nullable Kernels common;

    private final Kernels own;
    /** Null for the JVM's. */
    private final @Nullable Workers workers;

    /** An engine beside the JVM's, with kernels of its own and the JVM's threads. */
    public Engine(Kernels kernels) {
        Checks.given("Engine", "kernels", kernels);
        own = kernels;
        workers = null;
    }

    /**
     * An engine beside the JVM's, with kernels and threads of its own.
     *
     * @param kernels see {@link KernelChoice}
     * @param threads that share the work of large ops, the caller included
     * @throws IllegalArgumentException when the threads are not from 1 to 1024
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

    /** Ends the engine's threads; computations that still run on it go on without them. */
    @Override
    public void close() {
        if (workers != null) {
            workers.close();
        }
    }

    /**
     * The kernels in use on this thread.
     *
     * @throws IllegalArgumentException when the system property {@code almt.simd} names none
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

    /** Replaces the kernels of the JVM, for tests that compare them. */
    public static void use(Kernels replacement) {
        Checks.given("Engine.use", "replacement", replacement);
        common = replacement;
    }

    /**
     * Number of threads that take part in large ops on this thread, the caller included.
     *
     * @throws IllegalArgumentException when the system property {@code almt.threads} is no number of threads
     */
    public static int threads() {
        return Workers.threads();
    }

    /** Changes the number of threads of the JVM. */
    public static void useThreads(int threads) {
        Workers.useThreads(threads);
    }
}
