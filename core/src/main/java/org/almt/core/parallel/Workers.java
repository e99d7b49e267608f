package org.almt.core.parallel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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
     * with nothing left, and can never take a band of the next one under the old name.
     */
    private static final class Job {
        private final int count;
        private Bands bands;
        private final AtomicInteger taken = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        Job(int count, Bands bands) {
            this.count = count;
            this.bands = bands;
        }

        void takeBands() {
            for (int band = taken.getAndIncrement(); band < count; band = taken.getAndIncrement()) {
                try {
                    bands.run(band);
                } catch (Throwable t) {
                    failure.compareAndSet(null, t);
                } finally {
                    done.incrementAndGet();
                }
            }
        }

        /** Waits for the bands, not for the workers: one that never woke has nothing to do. */
        void awaitBands() {
            for (int spins = 0; done.get() < count; spins++) {
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
        if (count <= 1 || workers.threads.length == 0 || !BUSY.compareAndSet(false, true)) {
            for (int band = 0; band < count; band++) {
                bands.run(band);
            }
            return;
        }
        try {
            workers.share(new Job(count, bands));
        } finally {
            BUSY.set(false);
        }
    }

    private void share(Job newJob) {
        job = newJob;
        for (int i = 0; i < Math.min(threads.length, newJob.count - 1); i++) {
            LockSupport.unpark(threads[i]);
        }
        newJob.takeBands();
        newJob.awaitBands();
        newJob.bands = null; // a sleeping worker must not hold the tensors of the last job
        Throwable failure = newJob.failure.get();
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
