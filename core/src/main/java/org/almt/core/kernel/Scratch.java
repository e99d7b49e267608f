package org.almt.core.kernel;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Memory that a kernel uses while it runs: one buffer for each thread. A buffer grows to the largest requested size and
 * is never released. The class that needs it creates it once:
 *
 * <pre>{@code
 * private static final Scratch SCORES = new Scratch();
 * ...
 * float[] scores = SCORES.floats(keys * queries);
 * }</pre>
 *
 * <p>Two buffers that are in use at the same time must come from two objects of this class.
 *
 * <p>A server has many threads, and few compute at a time. {@link Memory} lends them buffers for the duration of a
 * computation.
 *
 * <p>Threads: safe for many at once.
 */
public final class Scratch {
    private static final AtomicInteger MADE = new AtomicInteger();

    /**
     * The buffers of a thread by slot. They are plain arrays, so a foreign thread that outlives this library holds none
     * of its classes.
     */
    private static final ThreadLocal<Object[]> BUFFERS = new ThreadLocal<>();

    private static final Object[] NONE = {};

    private final int slot = MADE.getAndIncrement();

    /** Buffers that belong to a computation, not to a thread. For one thread at a time. */
    public static final class Memory {
        private Object[] buffers = NONE;

        /** No buffers yet. */
        public Memory() {}

        /** Runs {@code body} with these buffers instead of those of the thread. */
        public <T> T lend(Supplier<T> body) {
            Object[] own = BUFFERS.get();
            BUFFERS.set(buffers);
            try {
                return body.get();
            } finally {
                buffers = BUFFERS.get();
                if (own == null) {
                    BUFFERS.remove();
                } else {
                    BUFFERS.set(own);
                }
            }
        }
    }

    /** A buffer for each thread, empty until first used. */
    public Scratch() {}

    /** At least {@code size} floats with arbitrary contents, valid on this thread until the next call. */
    public float[] floats(int size) {
        Object[] buffers = buffers();
        if (buffers[slot] instanceof float[] buffer && buffer.length >= size) {
            return buffer;
        }
        float[] buffer = new float[size];
        buffers[slot] = buffer;
        return buffer;
    }

    /** Like {@link #floats}, with +0 in the first {@code size} floats. */
    public float[] zeros(int size) {
        float[] buffer = floats(size);
        Arrays.fill(buffer, 0, size, 0);
        return buffer;
    }

    /** Rows that are separate arrays, with arbitrary contents. Each object must be asked for one size only. */
    public float[][] rows(int rows, int length) {
        Object[] buffers = buffers();
        if (buffers[slot] instanceof float[][] buffer) {
            return buffer;
        }
        float[][] buffer = new float[rows][length];
        buffers[slot] = buffer;
        return buffer;
    }

    private Object[] buffers() {
        Object[] buffers = BUFFERS.get();
        if (buffers == null || slot >= buffers.length) {
            buffers = Arrays.copyOf(buffers == null ? NONE : buffers, MADE.get());
            BUFFERS.set(buffers);
        }
        return buffers;
    }
}
