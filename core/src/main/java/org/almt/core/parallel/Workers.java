package org.almt.core.parallel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A small pool of daemon threads that share the {@link Slabs slabs} of a piece of work. Slabs write to separate places,
 * and no sum depends on the cut. The number of threads thus changes the speed, but never a bit.
 *
 * <p>Workers spin for a moment after each job, because ops follow one another within microseconds. Then they park, and
 * end after {@value #IDLE_SECONDS} idle seconds. An application that is unloaded thus leaves no workers behind. One job
 * runs at a time. A caller that finds the pool busy, or is itself a worker, runs its slabs alone. Work inside a slab
 * may therefore be cut into slabs again.
 *
 * <p>One pool serves the JVM. A computation may {@linkplain #call bring another}.
 *
 * <p>Threads: safe for many at once.
 */
public final class Workers implements AutoCloseable {
    private static final int MOST_THREADS = 1024;

    /** How long a worker looks for new work before it parks, in nanoseconds. */
    private static final long SPIN_NANOS = 50_000;

    /** How long a worker waits for work before it ends. Starting one takes some 100 microseconds. */
    private static final int IDLE_SECONDS = 2;

    private static final long IDLE_NANOS = IDLE_SECONDS * 1_000_000_000L;

    /**
     * The scope of a thread that runs in {@link #call}. Otherwise unset, so that no thread keeps a class of this
     * library.
     */
    private static final ThreadLocal<Scope> OF_THREAD = new ThreadLocal<>();

    /** Whether there was ever a scope. If not, no thread needs to be asked for its own. */
    private static volatile boolean scoped;

    private static volatile @Nullable Workers common;

    private final AtomicReferenceArray<Worker> threads;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean stopped;
    /** How often idle threads were asked to end. */
    private volatile int ending;
    private volatile @Nullable Job job;

    /**
     * The threads and the owner of a computation.
     *
     * @param pool null for the pool of the JVM
     * @param owner the owner of the computation
     */
    private record Scope(@Nullable Workers pool, @Nullable Object owner) {}

    private Workers(int count) {
        if (count < 1 || count > MOST_THREADS) {
            throw new IllegalArgumentException(
                    "threads: " + count + " is not a number of threads (1 to " + MOST_THREADS + ")");
        }
        threads = new AtomicReferenceArray<>(count - 1);
    }

    /**
     * A separate pool for some computations.
     *
     * @param count threads that share the work, the caller included
     * @throws IllegalArgumentException if the count is not from 1 to 1024
     */
    public static Workers of(int count) {
        return new Workers(count);
    }

    private static Workers current() {
        if (scoped) {
            if (Thread.currentThread() instanceof Worker worker) {
                return worker.pool();
            }
            Scope scope = OF_THREAD.get();
            if (scope != null && scope.pool != null) {
                return scope.pool;
            }
        }
        return common();
    }

    /** The owner of the computation that this thread takes part in. Null if it has none. */
    public static @Nullable Object owner() {
        if (!scoped) {
            return null;
        }
        if (Thread.currentThread() instanceof Worker worker) {
            return worker.owner();
        }
        Scope scope = OF_THREAD.get();
        return scope == null ? null : scope.owner;
    }

    /**
     * Runs a computation.
     *
     * @param pool the pool that shares its work; null for the pool of the JVM
     * @param owner the object that {@link #owner} returns on all threads that take part
     */
    public static <T extends @Nullable Object> T call(@Nullable Workers pool, @Nullable Object owner,
            Supplier<T> body) {
        scoped = true;
        Scope before = OF_THREAD.get();
        OF_THREAD.set(new Scope(pool, owner));
        try {
            return body.get();
        } finally {
            if (before == null) {
                OF_THREAD.remove();
            } else {
                OF_THREAD.set(before);
            }
        }
    }

    private static Workers common() {
        Workers pool = common;
        return pool == null ? made() : pool;
    }

    private static synchronized Workers made() {
        if (common == null) {
            common = new Workers(fromProperty());
        }
        return common;
    }

    private static int fromProperty() {
        String wanted = System.getProperty("almt.threads");
        if (wanted == null) {
            return Math.min(MOST_THREADS, Math.max(1, Runtime.getRuntime().availableProcessors()));
        }
        try {
            int count = Integer.parseInt(wanted);
            if (count >= 1 && count <= MOST_THREADS) {
                return count;
            }
        } catch (NumberFormatException e) {
            // the message below states what is expected
        }
        throw new IllegalArgumentException(
                "almt.threads: '" + wanted + "' is not a number of threads (1 to " + MOST_THREADS + ")");
    }

    /**
     * Number of threads that share the work, the caller included.
     *
     * @throws IllegalArgumentException if the system property {@code almt.threads} is not a valid number of threads
     */
    public static int threads() {
        return current().threads.length() + 1;
    }

    /** Replaces the JVM's pool by one of another size. Work that is running ends on the old one. */
    public static synchronized void useThreads(int count) {
        Workers old = common;
        if (old == null || old.threads.length() != count - 1) {
            common = new Workers(count);
            if (old != null) {
                old.close();
            }
        }
    }

    /**
     * Covers items 0 to {@code n - 1} by slabs of {@code size}, in any order and possibly at the same time. Returns
     * when all are done. Throws what a slab throws.
     */
    static void run(int n, int size, Slabs.Slab slab) {
        if (n > size) {
            Workers workers = current();
            if (workers.claim()) {
                workers.share(new Job(n, size, slab));
                return;
            }
        }
        for (int from = 0; from < n;) {
            int next = from + Math.min(size, n - from);
            slab.run(from, next - from);
            from = next;
        }
    }

    /** Whether there are threads to share work with, and no other job uses them. */
    private boolean claim() {
        return threads.length() > 0 && busy.compareAndSet(false, true);
    }

    /** Runs a job on the claimed threads. */
    private void share(Job newJob) {
        try {
            job = newJob;
            for (int i = 0; i < Math.min(threads.length(), newJob.count() - 1); i++) {
                wake(i);
            }
            newJob.runSlabs(false);
            newJob.awaitSlabs();
        } finally {
            busy.set(false);
        }
        newJob.release();
        Throwable failure = newJob.failure();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
    }

    /** Wakes a worker, or starts it. A worker that ends at this moment is missed, and other threads take its slabs. */
    private void wake(int i) {
        Worker worker = threads.get(i);
        if (worker != null) {
            LockSupport.unpark(worker);
        } else if (!stopped) {
            worker = new Worker(this, i);
            threads.set(i, worker); // one thread at a time, since it has claimed the pool
            try {
                worker.start();
            } catch (OutOfMemoryError e) {
                threads.set(i, null); // the JVM may have no more threads; the caller then works without
            }
        }
    }

    /**
     * Ends the idle threads of the JVM's pool now, instead of after some seconds. It starts others when there is work.
     */
    public static void endIdle() {
        Workers pool = common;
        if (pool != null) {
            pool.endNow();
            pool.unparkAll();
        }
    }

    /** Ends the threads at once. Later work runs on its callers alone. */
    @Override
    public void close() {
        stopped = true;
        unparkAll();
    }

    private synchronized void endNow() {
        ending++;
    }

    private void unparkAll() {
        for (int i = 0; i < threads.length(); i++) {
            LockSupport.unpark(threads.get(i));
        }
    }

    /** The loop of a worker. It ends when the worker has been idle for long. */
    void work(Worker worker, int index) {
        Job last = null;
        Job next = awaitJob(null);
        while (next != null) {
            worker.setOwner(next.owner());
            next.runSlabs(index % 2 == 0);
            worker.setOwner(null);
            last = next;
            next = awaitJob(last);
        }
        threads.compareAndSet(index, worker, null);
    }

    /** The job after {@code last}. Null after {@value #IDLE_SECONDS} idle seconds. */
    private @Nullable Job awaitJob(@Nullable Job last) {
        long idleSince = System.nanoTime();
        int before = ending;
        while (!stopped && ending == before) {
            Job next = job;
            if (next != null && next != last) {
                return next;
            }
            long idle = System.nanoTime() - idleSince;
            if (idle < SPIN_NANOS) {
                Thread.onSpinWait();
            } else if (idle < IDLE_NANOS) {
                LockSupport.parkNanos(this, IDLE_NANOS - idle);
            } else {
                return null;
            }
        }
        return null;
    }
}
