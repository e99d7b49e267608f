package org.almt.data.column;

import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import org.almt.data.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Limits the resident memory of a mapped file. Every page that is read counts as memory of the process until it is
 * released, although it is in the system's cache and can be mapped again quickly. After an epoch over CMU-MOSI, all its
 * 422 MiB would be resident. So all pages are released after every {@value #MOST} bytes read.
 */
public final class ResidentPages {
    private static final long MOST = 32 << 20;

    private final @Nullable MemorySegment mapped;
    private final AtomicLong read = new AtomicLong();

    private final String file;

    /** The pages of a whole file; null for numbers in the heap, whose memory cannot be released. */
    public ResidentPages(@Nullable MemorySegment mapped) {
        this(mapped, "the memory");
    }

    /** The same, with the name of the file for errors. */
    public ResidentPages(@Nullable MemorySegment mapped, String file) {
        this.mapped = mapped;
        this.file = file;
    }

    /** The error for mapped memory that cannot be read: the file has become shorter. */
    UncheckedIOException cut(InternalError fault) {
        return new UncheckedIOException(cut(file, fault));
    }

    /** The same for any mapped file. */
    public static DataException cut(String file, InternalError fault) {
        return new DataException(file + " was truncated or replaced while it was in use; run the command again to make"
                + " the file anew", fault);
    }

    /** Counts bytes that were read, by any thread. */
    void read(long bytes) {
        if (mapped != null && read.addAndGet(bytes) > MOST) {
            read.set(0);
            mapped.unload();
        }
    }
}
