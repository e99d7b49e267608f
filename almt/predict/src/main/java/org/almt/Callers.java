package org.almt;

import java.lang.ref.SoftReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The callers that compute at the same time, each in memory of its own. Others wait their turn, so that memory depends
 * on the permits and not on the threads of a server. Memory that lies idle is kept for the next caller, until the
 * collector needs it.
 */
final class Callers {
    /** How often a caller that waits looks whether it is cancelled, in nanoseconds; each time it queues anew. */
    private static final long LOOK = 20_000_000;

    private final Supplier<CallerMemory> maker;
    private final Semaphore permits;
    private final Queue<SoftReference<CallerMemory>> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    Callers(int most, Supplier<CallerMemory> maker) {
        this.maker = maker;
        permits = new Semaphore(most, true);
    }

    /**
     * Waits for a turn; an interrupt is kept for the caller.
     *
     * @param watch ends the wait; null to wait for as long as it takes
     */
    CallerMemory enter(PredictionLimits.@Nullable Watch watch) {
        if (watch == null) {
            permits.acquireUninterruptibly();
        } else {
            acquire(watch);
        }
        return memory();
    }

    private void acquire(PredictionLimits.Watch watch) {
        try {
            while (!permits.tryAcquire(watch.pause(LOOK), TimeUnit.NANOSECONDS)) {
                watch.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            watch.check();
        }
    }

    private CallerMemory memory() {
        try {
            if (closed) {
                throw new IllegalStateException("predict: the model is closed; load it again");
            }
            for (SoftReference<CallerMemory> next = idle.poll(); next != null; next = idle.poll()) {
                CallerMemory memory = next.get();
                if (memory != null) {
                    return memory;
                }
            }
            return maker.get();
        } catch (RuntimeException | Error e) {
            permits.release();
            throw e;
        }
    }

    /** Ends a turn. */
    void leave(CallerMemory memory) {
        idle.add(memory.idle);
        if (closed) {
            idle.clear();
        }
        permits.release();
    }

    /** Refuses new callers and drops what lies idle; those that compute end undisturbed. */
    void close() {
        closed = true;
        idle.clear();
    }
}
