package org.almt.core.parallel;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A set of slabs that any thread may claim. Every job is a new object: a worker that wakes late sees its old job, which
 * is exhausted, and cannot claim a slab of the next job by mistake. The job is itself the counter of claimed slabs. A
 * job is thus a single object, because a training step has hundreds of jobs.
 *
 * <p>The caller and every second worker claim from the first slab on (lower half of the counter). The others claim from
 * the last slab backwards (upper half). Consecutive ops are often cut alike. A thread then finds what it wrote in its
 * own cache. A training step of a GPT on two threads took 10 % less time than with slabs in order (sizes of {@code
 * GptWork} in bench, virtual Intel Xeon with AVX-512).
 */
final class Job extends AtomicLong {
    private static final long serialVersionUID = 1;
    private static final long FROM_THE_END = 1L << 32;
    /**
     * How often the caller looks for unfinished slabs before it lets other threads run, as there may be more threads
     * than cores.
     */
    private static final int SPINS_BEFORE_YIELD = 10_000;
    private static final Slabs.Slab NOTHING = (from, n) -> {};
    private static final AtomicIntegerFieldUpdater<Job> DONE =
            AtomicIntegerFieldUpdater.newUpdater(Job.class, "done");

    private final int count;
    private final int items;
    private final int size;
    private final transient @Nullable Object owner;
    private transient Slabs.Slab slab;
    private volatile @Nullable Throwable failure;
    private volatile int done;

    Job(int items, int size, Slabs.Slab slab) {
        this.count = Slabs.count(items, size);
        this.items = items;
        this.size = size;
        this.slab = slab;
        owner = Workers.owner();
    }

    /** Number of slabs. */
    int count() {
        return count;
    }

    /** The computation that the job belongs to. */
    @Nullable
    Object owner() {
        return owner;
    }

    /** The exception of a slab. Null if no slab has thrown one. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Runs slabs until none is left. */
    void runSlabs(boolean fromTheEnd) {
        for (int i = claim(fromTheEnd); i >= 0; i = claim(fromTheEnd)) {
            try {
                int from = i * size;
                slab.run(from, Math.min(size, items - from));
            } catch (Throwable t) {
                failure = t;
            } finally {
                DONE.incrementAndGet(this);
            }
        }
    }

    /** The number of a slab that no other thread has claimed, or -1. */
    private int claim(boolean fromTheEnd) {
        long claimed = getAndAdd(fromTheEnd ? FROM_THE_END : 1);
        int before = (int) claimed;
        int behind = (int) (claimed >>> 32);
        if ((long) before + behind >= count) {
            return -1;
        }
        return fromTheEnd ? count - 1 - behind : before;
    }

    /** Drops the work. A sleeping worker must not hold the tensors of the last job. */
    void release() {
        slab = NOTHING;
    }

    /** Waits for the slabs, not for the workers. A worker that never woke has nothing to do. */
    void awaitSlabs() {
        for (int spins = 0; done < count; spins++) {
            if (spins < SPINS_BEFORE_YIELD) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }
}
