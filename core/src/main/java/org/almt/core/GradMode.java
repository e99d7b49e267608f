package org.almt.core;

import java.util.function.Supplier;

/** Whether ops on this thread remember how to pass gradients back. */
public final class GradMode {
    private GradMode() {}

    /** True outside of {@link #noGrad}. */
    public static boolean enabled() {
        return Execution.current().gradients();
    }

    /** Runs {@code body} without remembering anything for backward: prediction needs less memory. */
    public static <T> T noGrad(Supplier<T> body) {
        return Execution.current().withoutGradients().run(body);
    }
}
