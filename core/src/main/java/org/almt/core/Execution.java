package org.almt.core;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What happens to ops that are applied on a thread. By default they run at once and remember how to pass gradients
 * back.
 *
 * @param gradients whether ops remember how to pass gradients back
 * @param leaves the leaves that receive gradients; null for all leaves that require one
 * @param recording where ops are recorded while a {@link Program} is traced; null if they run at once
 * @param segment the {@linkplain Recomputation segment} that ops belong to; null outside of any
 */
record Execution(
        boolean gradients, @Nullable Set<Tensor> leaves, @Nullable List<Node> recording, @Nullable Object segment) {
    private static final Execution EAGER = new Execution(true, null, null, null);

    /** Unset on a thread that runs eagerly. A foreign thread thus never holds a class of this library. */
    private static final ThreadLocal<Execution> OF_THREAD = new ThreadLocal<>();

    /** The execution of this thread. */
    static Execution current() {
        Execution execution = OF_THREAD.get();
        return execution == null ? EAGER : execution;
    }

    Execution withoutGradients() {
        return new Execution(false, leaves, recording, segment);
    }

    Execution withGradientsOf(Set<Tensor> newLeaves) {
        return new Execution(true, newLeaves, recording, segment);
    }

    /** Whether an input of an op will receive a gradient. */
    boolean wants(Tensor input) {
        return gradients && input.requiresGrad()
                && (leaves == null || input.producer != null || leaves.contains(input));
    }

    Execution recordingInto(List<Node> nodes) {
        return new Execution(gradients, leaves, nodes, segment);
    }

    Execution inSegment(Object newSegment) {
        return new Execution(gradients, leaves, recording, newSegment);
    }

    /** Runs {@code body} in this execution, then returns to the previous one. */
    <T extends @Nullable Object> T run(Supplier<T> body) {
        Execution before = OF_THREAD.get();
        OF_THREAD.set(this);
        try {
            return body.get();
        } finally {
            if (before == null) {
                OF_THREAD.remove();
            } else {
                OF_THREAD.set(before);
            }
        }
    }
}
