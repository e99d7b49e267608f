package org.almt.core;

import java.util.function.Supplier;

/** Whether ops on this thread remember how to pass gradients back. */
public final class GradMode {
    private static final ThreadLocal<Boolean> OFF = ThreadLocal.withInitial(() -> false);

    private GradMode() {}

    /** True outside {@link #noGrad}. */
    public static boolean enabled() {
        return !OFF.get();
    }

    /** Runs {@code body} without recording anything for backward: prediction needs less memory. */
    public static <T> T noGrad(Supplier<T> body) {
        boolean before = OFF.get();
        OFF.set(true);
        try {
            return body.get();
        } finally {
            OFF.set(before);
        }
    }
}
