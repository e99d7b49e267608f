package org.almt.core.parallel;

import org.jspecify.annotations.Nullable;

/**
 * A thread of a pool. It inherits no thread locals and no context class loader. These would keep the application that
 * happened to start it in memory.
 */
final class Worker extends Thread {
    private final Workers pool;
    private final int index;
    /** The owner of the job that it runs. Only this thread reads and writes it. */
    private @Nullable Object owner;

    Worker(Workers pool, int index) {
        super(null, null, "almt-worker-" + (index + 1), 0, false);
        this.pool = pool;
        this.index = index;
        setDaemon(true);
        setContextClassLoader(null);
    }

    Workers pool() {
        return pool;
    }

    @Nullable
    Object owner() {
        return owner;
    }

    void setOwner(@Nullable Object newOwner) {
        owner = newOwner;
    }

    @Override
    public void run() {
        pool.work(this, index);
    }
}
