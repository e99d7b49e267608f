package org.almt.core;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * Reports leaves: tensors that are asked for a gradient. The layers of {@code org.almt.nn} listen, because a leaf that
 * is made in a layer's constructor and is no parameter of it would get gradients and never be trained.
 *
 * <p>Threads: safe for many at once.
 */
public final class Leaves {
    private static volatile Consumer<Tensor> listener = leaf -> {};

    private Leaves() {}

    /** Sets the listener, in place of the one before. It is called on the thread that asks, and must be quick. */
    public static void listen(Consumer<Tensor> to) {
        listener = Objects.requireNonNull(to, "leaves: the listener is null; give one");
    }

    static void asked(Tensor leaf) {
        listener.accept(leaf);
    }
}
