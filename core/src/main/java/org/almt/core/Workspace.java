package org.almt.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One array in which programs place their buffers. Programs that never run at the same time may share a workspace, such
 * as one program for each batch size. Its size is that of the largest.
 *
 * <p>Threads: one at a time.
 */
public final class Workspace {
    private float[] array = new float[0];
    private final List<Storage> placed = new ArrayList<>();
    private final AtomicBoolean running = new AtomicBoolean();
    /** The program whose values lie here now. Null before the first run. */
    private @Nullable Object owner;

    /** An empty workspace, which grows as programs are traced into it. */
    public Workspace() {}

    /** Places a storage at {@code base}. The workspace must already reach that far. */
    void place(Storage storage, int base) {
        storage.moveTo(array, base);
        storage.planned = true;
        placed.add(storage);
    }

    /** Makes the workspace at least {@code length} floats long. What was placed before moves along. */
    void reserve(int length) {
        if (length > array.length) {
            array = new float[length];
            owner = null; // the values of the last program are gone
            for (Storage storage : placed) {
                storage.moveTo(array, storage.base);
            }
        }
    }

    /** Refuses a second thread. Its values would overwrite those of the first. */
    void enter() {
        if (!running.compareAndSet(false, true)) {
            throw new IllegalStateException("program: another thread runs it, or another program in the same"
                    + " workspace, and their values would mix; give each thread a program of its own by copy()");
        }
    }

    void leave() {
        running.set(false);
    }

    boolean isOwnedBy(Object program) {
        return owner == program;
    }

    void setOwner(Object program) {
        owner = program;
    }

    /** Bytes in use. */
    public long bytes() {
        return 4L * array.length;
    }
}
