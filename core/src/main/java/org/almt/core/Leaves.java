package org.almt.core;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * Reports leaves: tensors that are asked for a gradient. The layers of {@code org.almt.nn} listen. A leaf that a
 * layer's constructor makes but does not register as a parameter would get gradients and never be trained.
 *
 * <p>Threads: safe for many at once.
 */
public final class Leaves {
    private static volatile Consumer<Tensor> listener = leaf -> {};

    private Leaves() {}

    /**
     * Sets the listener and replaces the one before. It is called on the thread that asks for the gradient, and must be
     * quick.
     */
    public static void listen(Consumer<Tensor> to) {
        listener = Objects.requireNonNull(to, "leaves: the listener is null; give one");
    }

    static void report(Tensor leaf) {
        listener.accept(leaf);
    }
}
