package org.almt.core.parallel;

import java.util.concurrent.atomic.AtomicInteger;
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
    /** How long a worker looks for new work before it parks, in nanoseconds. */
    private static final long SPIN_NANOS = 50_000;

    /** How often the caller looks for the last bands before it lets other threads run: more threads than cores. */
    private static final int SPINS_BEFORE_YIELD = 10_000;

    private static final AtomicInteger BUSY = new AtomicInteger();
    private static Workers pool = new Workers(fromProperty());

    private final Thread[] threads;
    private volatile boolean stopped;

    // One job at a time. `ticket` holds the job's number above and its next band below, so that a worker that wakes
    // late can never take a band of another job; the caller waits for bands, not for workers.
    private volatile int jobNumber;
    private volatile Bands job;
    private volatile int bandCount;
    private final AtomicLong ticket = new AtomicLong();
    private final AtomicInteger bandsDone = new AtomicInteger();
    private volatile Throwable failure;

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
            if (count >= 1 && count <= 1024) {
                return count;
            }
        } catch (NumberFormatException e) {
            // the message below says what is expected
        }
        throw new IllegalArgumentException("almt.threads: '" + wanted + "' is not a number of threads (1 to 1024)");
    }

    /** Number of threads that share the work, the caller included. */
    public static int threads() {
        return pool.threads.length + 1;
    }

    /** Replaces the pool by one of another size; not while work is running. */
    public static synchronized void useThreads(int count) {
        if (count < 1 || count > 1024) {
            throw new IllegalArgumentException("threads: " + count + " is not a number of threads (1 to 1024)");
        }
        if (count != threads()) {
            Workers old = pool;
            old.stopped = true;
            for (Thread thread : old.threads) {
                LockSupport.unpark(thread);
            }
            pool = new Workers(count);
        }
    }

    /** Runs bands 0 to {@code count - 1}, in any order and perhaps at the same time, and returns when all are done. */
    public static void run(int count, Bands bands) {
        Workers workers = pool;
        if (count <= 1 || workers.threads.length == 0 || !BUSY.compareAndSet(0, 1)) {
            for (int band = 0; band < count; band++) {
                bands.run(band);
            }
            return;
        }
        try {
            workers.share(count, bands);
        } finally {
            BUSY.set(0);
        }
    }

    private void share(int count, Bands bands) {
        failure = null;
        job = bands;
        bandCount = count;
        bandsDone.set(0);
        int number = jobNumber + 1;
        ticket.set((long) number << 32);
        jobNumber = number;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
        takeBands(number, bands, count);
        for (int spins = 0; bandsDone.get() < count; spins++) {
            if (spins < SPINS_BEFORE_YIELD) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        if (failure != null) {
            throw new IllegalStateException("a worker thread failed: " + failure, failure);
        }
    }

    private void takeBands(int number, Bands bands, int count) {
        while (true) {
            long next = ticket.get();
            int band = (int) next;
            if ((int) (next >>> 32) != number || band >= count) {
                return;
            }
            if (ticket.compareAndSet(next, next + 1)) {
                try {
                    bands.run(band);
                } catch (Throwable t) {
                    failure = t;
                } finally {
                    bandsDone.incrementAndGet();
                }
            }
        }
    }

    private void work() {
        int done = jobNumber;
        while (!stopped) {
            long idleSince = System.nanoTime();
            while (jobNumber == done && !stopped) {
                if (System.nanoTime() - idleSince < SPIN_NANOS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            done = jobNumber;
            takeBands(done, job, bandCount);
        }
    }
}
