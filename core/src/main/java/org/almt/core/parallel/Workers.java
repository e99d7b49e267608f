package org.almt.core.parallel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A small pool of daemon threads that share the {@link Slabs slabs} of a piece of work. The cut follows from the work's
 * shape alone, and slabs write to separate places, so that the number of threads changes the speed but never a bit.
 *
 * <p>Workers spin for a moment after each job, because ops follow one another within microseconds, and then park. One job
 * runs at a time. A caller that finds the pool busy, or is itself a worker, runs its slabs alone: so work inside of a slab
 * may be cut into slabs again.
 */
public final class Workers {
    private static final int MOST_THREADS = 1024;

    /** How long a worker looks for new work before it parks, in nanoseconds. */
    private static final long SPIN_NANOS = 50_000;

    /** How often the caller looks for the last slabs before it lets other threads run: there may be more than cores. */
    private static final int SPINS_BEFORE_YIELD = 10_000;

    private static final AtomicBoolean BUSY = new AtomicBoolean();
    private static volatile Workers pool = new Workers(fromProperty());

    private final Thread[] threads;
    private volatile boolean stopped;
    private volatile Job job;

    /**
     * A set of slabs that any thread may claim. Every job is a new object: a worker that wakes late sees its old job, which
     * is exhausted, and cannot claim a slab of the next job by mistake. The job's number counts the slabs that were claimed
     * (upper half) and done (lower half): one object a job, since a training step has hundreds.
     */
    private static final class Job extends AtomicLong {
        private static final long serialVersionUID = 1;
        private static final long CLAIMED = 1L << 32;

        private final int count;
        private final int items;
        private final int size;
        private transient Slabs.Slab slab;
        private volatile Throwable failure;

        Job(int items, int size, Slabs.Slab slab) {
            this.count = Slabs.count(items, size);
            this.items = items;
            this.size = size;
            this.slab = slab;
        }

        void runSlabs() {
            for (int i = claim(); i < count; i = claim()) {
                try {
                    int from = i * size;
                    slab.run(from, Math.min(size, items - from));
                } catch (Throwable t) {
                    failure = t;
                } finally {
                    incrementAndGet();
                }
            }
        }

        private int claim() {
            return (int) (getAndAdd(CLAIMED) / CLAIMED);
        }

        /** A sleeping worker must not hold the tensors of the last job. */
        void release() {
            slab = null;
        }

        /** Waits for the slabs, not for the workers: one that never woke has nothing to do. */
        void awaitSlabs() {
            for (int spins = 0; intValue() < count; spins++) {
                if (spins < SPINS_BEFORE_YIELD) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield();
                }
            }
        }
    }

    private Workers(int count) {
        threads = new Thread[count - 1];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(this::work, "almt-worker-" + (i + 1));
            threads[i].setDaemon(true);
            threads[i].start();
        }
    }

    private static int fromProperty() {
        String wanted = System.getProperty("almt.threads");
        if (wanted == null) {
            return Math.max(1, Runtime.getRuntime().availableProcessors());
        }
        try {
            int count = Integer.parseInt(wanted);
            if (count >= 1 && count <= MOST_THREADS) {
                return count;
            }
        } catch (NumberFormatException e) {
            // the message below says what is expected
        }
        throw new IllegalArgumentException(
                "almt.threads: '" + wanted + "' is not a number of threads (1 to " + MOST_THREADS + ")");
    }

    /** Number of threads that share the work, the caller included. */
    public static int threads() {
        return pool.threads.length + 1;
    }

    /** Replaces the pool by one of another size; work that is running ends on the old one. */
    public static synchronized void useThreads(int count) {
        if (count < 1 || count > MOST_THREADS) {
            throw new IllegalArgumentException(
                    "threads: " + count + " is not a number of threads (1 to " + MOST_THREADS + ")");
        }
        if (count != threads()) {
            Workers old = pool;
            pool = new Workers(count);
            old.stopped = true;
            for (Thread thread : old.threads) {
                LockSupport.unpark(thread);
            }
        }
    }

    /**
     * Covers items 0 to {@code n - 1} by slabs of {@code size}, in any order and perhaps at the same time, and returns when
     * all are done. Throws what a slab throws.
     */
    static void run(int n, int size, Slabs.Slab slab) {
        Workers workers = pool;
        if (n > size && workers.claim()) {
            workers.share(new Job(n, size, slab));
            return;
        }
        for (int from = 0; from < n;) {
            int next = from + Math.min(size, n - from);
            slab.run(from, next - from);
            from = next;
        }
    }

    /** Whether there are threads to share work with, and no other job has them. */
    private boolean claim() {
        return threads.length > 0 && BUSY.compareAndSet(false, true);
    }

    /** Runs a job on the claimed threads. */
    private void share(Job newJob) {
        try {
            job = newJob;
            for (int i = 0; i < Math.min(threads.length, newJob.count - 1); i++) {
                LockSupport.unpark(threads[i]);
            }
            newJob.runSlabs();
            newJob.awaitSlabs();
        } finally {
            BUSY.set(false);
        }
        newJob.release();
        Throwable failure = newJob.failure;
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
    }

    private void work() {
        Job last = null;
        while (!stopped) {
            long idleSince = System.nanoTime();
            Job next = job;
            while ((next == null || next == last) && !stopped) {
                if (System.nanoTime() - idleSince < SPIN_NANOS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
                next = job;
            }
            if (next != null) {
                next.runSlabs();
                last = next;
            }
        }
    }
}
