package org.almt.core;

import java.util.ArrayList;
import java.util.List;

/**
 * One array in which programs lay out their buffers. Programs that never run at the same time (one per batch size) may
 * share a workspace: its size is that of the largest.
 */
public final class Workspace {
    private float[] array = new float[0];
    private final List<Storage> placed = new ArrayList<>();
    /** The program whose values lie here now; null before the first run. */
    Program lastUser;

    /** An empty workspace, which grows as programs are traced into it. */
    public Workspace() {}

    /** Places a storage at {@code base}; the workspace must already reach that far. */
    void place(Storage storage, int base) {
        storage.moveTo(array, base);
        placed.add(storage);
    }

    /** Makes the workspace at least {@code length} floats long, and moves what was placed before along. */
    void reserve(int length) {
        if (length > array.length) {
            array = new float[length];
            lastUser = null; // its values are gone
            for (Storage storage : placed) {
                storage.moveTo(array, storage.base);
            }
        }
    }

    /** Bytes in use. */
    public long bytes() {
        return 4L * array.length;
    }
}
