package org.almt.core.kernel;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Memory that a kernel uses while it runs: one buffer for each thread, which grows to the largest size requested and is
 * never given back. The class that needs it makes it once:
 *
 * <pre>{@code
 * private static final Scratch SCORES = new Scratch();
 * ...
 * float[] scores = SCORES.floats(keys * queries);
 * }</pre>
 *
 * <p>Two buffers that are in use at the same time must come from two objects of this class.
 */
public final class Scratch {
    private static final AtomicInteger MADE = new AtomicInteger();

    /** The buffers of a thread by slot. Plain arrays: a foreign thread that outlives this library holds no class of it. */
    private static final ThreadLocal<float[][]> BUFFERS = ThreadLocal.withInitial(() -> new float[0][]);

    private final int slot = MADE.getAndIncrement();

    /** A buffer for each thread, empty until first used. */
    public Scratch() {}

    /** At least {@code size} floats with arbitrary contents, valid on this thread until the next call. */
    public float[] floats(int size) {
        float[][] buffers = BUFFERS.get();
        if (slot >= buffers.length) {
            buffers = Arrays.copyOf(buffers, MADE.get());
            BUFFERS.set(buffers);
        }
        float[] buffer = buffers[slot];
        if (buffer == null || buffer.length < size) {
            buffer = new float[size];
            buffers[slot] = buffer;
        }
        return buffer;
    }

    /** As {@link #floats}, with +0 in the first {@code size} floats. */
    public float[] zeros(int size) {
        float[] buffer = floats(size);
        Arrays.fill(buffer, 0, size, 0);
        return buffer;
    }
}
