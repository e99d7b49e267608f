package org.almt.data.column;

import java.util.Locale;

/** Formats sizes for readers. */
public final class Sizes {
    private Sizes() {}

    /** Bytes as MiB or GiB, or as a plain number if they are few. */
    public static String text(long bytes) {
        if (bytes < 1 << 20) {
            return bytes + " bytes";
        }
        return bytes < 1 << 30
                ? String.format(Locale.ROOT, "%.0f MiB", bytes / 0x1p20)
                : String.format(Locale.ROOT, "%.1f GiB", bytes / 0x1p30);
    }
}
