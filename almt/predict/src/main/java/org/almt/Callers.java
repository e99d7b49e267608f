package org.almt;

import java.lang.ref.SoftReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * The callers that compute at the same time, each in memory of its own. Others wait their turn, so that memory depends
 * on the permits and not on the threads of a server. Memory that lies idle is kept for the next caller, until the
 * collector needs it.
 */
final class Callers {
    private final Supplier<CallerMemory> maker;
    private final Semaphore permits;
    private final Queue<SoftReference<CallerMemory>> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    Callers(int most, Supplier<CallerMemory> maker) {
        this.maker = maker;
        permits = new Semaphore(most, true);
    }

    /** Waits for a turn; an interrupt is kept for the caller. */
    CallerMemory enter() {
        permits.acquireUninterruptibly();
        return memory();
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
