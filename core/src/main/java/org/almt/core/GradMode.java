package org.almt.core;

import java.util.Set;
import java.util.function.Supplier;
import org.almt.core.op.Checks;
import org.jspecify.annotations.Nullable;

/**
 * Whether ops on this thread remember how to pass gradients back.
 *
 * <p>Threads: safe for many at once.
 */
public final class GradMode {
    private GradMode() {}

    /** True outside of {@link #noGrad}. */
    public static boolean enabled() {
        return Execution.current().gradients();
    }

    /** Runs {@code body} and remembers nothing for a backward pass. Prediction then needs less memory. */
    public static <T extends @Nullable Object> T noGrad(Supplier<T> body) {
        Checks.given("GradMode.noGrad", "body", body);
        return Execution.current().withoutGradients().run(body);
    }

    /**
     * Runs {@code body} so that only the given leaves receive gradients. The parameters of a model that others use at
     * the same time are then not changed.
     */
    public static <T extends @Nullable Object> T onlyFor(Set<Tensor> leaves, Supplier<T> body) {
        Checks.given("GradMode.onlyFor", "leaves", leaves);
        Checks.given("GradMode.onlyFor", "body", body);
        return Execution.current().withGradientsOf(leaves).run(body);
    }
}
