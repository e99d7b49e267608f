package org.almt.core.parallel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A small pool of daemon threads that runs {@link Bands}. How the work is cut into bands follows from its shape alone,
 * and bands write to separate places, so that the number of threads changes speed but never a bit.
 *
 * <p>Workers spin for a moment after each job, since ops follow one another within microseconds, and then park. One job
 * runs at a time; a caller that finds the pool busy, or is itself a worker, does its bands alone.
 */
public final class Workers {
    private static final int MOST_THREADS = 1024;

    /** How long a worker looks for new work before it parks, in nanoseconds. */
    private static final long SPIN_NANOS = 50_000;

    /** How often the caller looks for the last bands before it lets other threads run: more threads than cores. */
    private static final int SPINS_BEFORE_YIELD = 10_000;

    private static final AtomicBoolean BUSY = new AtomicBoolean();
    private static volatile Workers pool = new Workers(fromProperty());

    private final Thread[] threads;
    private volatile boolean stopped;
    private volatile Job job;

    /**
     * Bands to be taken by whoever comes. A job is its own object, so that a worker that wakes late finds an old job
     * with nothing left, and can never take a band of the next one under the old name. Its number counts the bands that
     * were taken (upper half) and done (lower half): one object a job, since a training step has hundreds.
     */
    private static final class Job extends AtomicLong {
        private static final long serialVersionUID = 1;
        private static final long TAKEN = 1L << 32;

        private final int count;
        /** Either bands, or slabs of so many of so many items. */
        private transient Bands bands;
        private transient Slabs.Slab slab;
        private int items;
        private int slabSize;
        private volatile Throwable failure;

        Job(int count, Bands bands) {
            this.count = count;
            this.bands = bands;
        }

        Job(int items, int slabSize, Slabs.Slab slab) {
            this.count = Slabs.count(items, slabSize);
            this.slab = slab;
            this.items = items;
            this.slabSize = slabSize;
        }

        void takeBands() {
            for (int band = take(); band < count; band = take()) {
                try {
                    if (slab == null) {
                        bands.run(band);
                    } else {
                        int from = band * slabSize;
                        slab.run(from, Math.min(slabSize, items - from));
                    }
                } catch (Throwable t) {
                    failure = t;
                } finally {
                    incrementAndGet();
                }
            }
        }

        private int take() {
            return (int) (getAndAdd(TAKEN) / TAKEN);
        }

        /** A sleeping worker must not hold the tensors of the last job. */
        void release() {
            bands = null;
            slab = null;
        }

        /** Waits for the bands, not for the workers: one that never woke has nothing to do. */
        void awaitBands() {
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
     * Runs bands 0 to {@code count - 1}, in any order and perhaps at the same time, and returns when all are done. What
     * a band throws is thrown here.
     */
    public static void run(int count, Bands bands) {
        Workers workers = pool;
        if (count > 1 && workers.claim()) {
            workers.share(new Job(count, bands));
            return;
        }
        for (int band = 0; band < count; band++) {
            bands.run(band);
        }
    }

    /** As {@link #run}, for slabs of {@code size} of {@code n} items. */
    static void runSlabs(int n, int size, Slabs.Slab slab) {
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
            newJob.takeBands();
            newJob.awaitBands();
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
                next.takeBands();
                last = next;
            }
        }
    }
}
