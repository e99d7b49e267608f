package org.almt.core;

import java.util.List;
import java.util.function.Supplier;

/**
 * What happens to ops that are applied on a thread. By default they run at once and remember how to pass gradients
 * back.
 *
 * @param gradients whether ops remember how to pass gradients back
 * @param recording where ops are recorded while a {@link Program} is traced; null if they run at once
 * @param segment the {@linkplain Recomputation segment} that ops belong to; null outside of any
 */
record Execution(boolean gradients, List<Node> recording, Object segment) {
    private static final Execution EAGER = new Execution(true, null, null);

    /** Unset on a thread that runs eagerly, so that a foreign thread never holds a class of this library. */
    private static final ThreadLocal<Execution> OF_THREAD = new ThreadLocal<>();

    /** The present one of this thread. */
    static Execution current() {
        Execution execution = OF_THREAD.get();
        return execution == null ? EAGER : execution;
    }

    Execution withoutGradients() {
        return new Execution(false, recording, segment);
    }

    Execution recordingInto(List<Node> nodes) {
        return new Execution(gradients, nodes, segment);
    }

    Execution inSegment(Object newSegment) {
        return new Execution(gradients, recording, newSegment);
    }

    /** Runs {@code body} in this execution and then returns to the one before. */
    <T> T run(Supplier<T> body) {
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
