package org.almt.data.column;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps small what a mapped file takes of the process's memory. Every page that is read counts as the process's own
 * until it is given back, though the system has it in its cache anyway and soon maps it again: an epoch over CMU-MOSI
 * would end with all its 422 MiB resident. So after every {@value #MOST} bytes that were read, all pages are given
 * back.
 */
public final class ResidentPages {
    private static final long MOST = 32 << 20;

    private final MemorySegment mapped;
    private final AtomicLong read = new AtomicLong();

    /** For a whole file, or null for numbers in the heap, of which nothing can be given back. */
    public ResidentPages(@Nullable MemorySegment mapped) {
        this.mapped = mapped;
    }

    /** Called after so many bytes were read, by any thread. */
    void read(long bytes) {
        if (mapped != null && read.addAndGet(bytes) > MOST) {
            read.set(0);
            mapped.unload();
        }
    }
}
