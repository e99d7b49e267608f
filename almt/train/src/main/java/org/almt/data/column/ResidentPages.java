package org.almt.data.column;

import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import org.almt.data.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps small what a mapped file takes of the process's memory. Every page that is read counts as the process's own
 * until it is given back, though the system has it in its cache anyway and soon maps it again: an epoch over CMU-MOSI
 * would end with all its 422 MiB resident. So after every {@value #MOST} bytes that were read, all pages are given
 * back.
 */
public final class ResidentPages {
    private static final long MOST = 32 << 20;

    private final @Nullable MemorySegment mapped;
    private final AtomicLong read = new AtomicLong();

    private final String file;

    /** For a whole file, or null for numbers in the heap, of which nothing can be given back. */
    public ResidentPages(@Nullable MemorySegment mapped) {
        this(mapped, "the memory");
    }

    /** The same; errors name the file. */
    public ResidentPages(@Nullable MemorySegment mapped, String file) {
        this.mapped = mapped;
        this.file = file;
    }

    /** What it means that mapped memory cannot be read: its file has become shorter. */
    UncheckedIOException cut(InternalError fault) {
        return new UncheckedIOException(cut(file, fault));
    }

    /** The same for any mapped file. */
    public static DataException cut(String file, InternalError fault) {
        return new DataException(file + " was cut short or replaced while it was in use; run the command again, which"
                + " makes the file anew", fault);
    }

    /** Called after so many bytes were read, by any thread. */
    void read(long bytes) {
        if (mapped != null && read.addAndGet(bytes) > MOST) {
            read.set(0);
            mapped.unload();
        }
    }
}
