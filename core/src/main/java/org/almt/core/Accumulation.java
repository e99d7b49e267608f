package org.almt.core;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The backward pass that currently adds to the gradient of a leaf. If two threads added to one array, one of the two
 * sums would be lost. The second backward pass is therefore refused.
 */
final class Accumulation {
    private final AtomicReference<Object> owner = new AtomicReference<>();
    private volatile GradientState state = GradientState.NONE;

    /** Begins a backward pass, which any object may identify. False while another pass adds to the same gradient. */
    boolean enter(Object pass) {
        return owner.get() == pass || owner.compareAndSet(null, pass);
    }

    /** Ends a backward pass that has added to the gradient, if it began here. */
    void leave(Object pass) {
        if (owner.get() == pass) {
            state = state == GradientState.NONE || state == GradientState.FRESH
                    ? GradientState.FRESH
                    : GradientState.MIXED;
            owner.set(null);
        }
    }

    /** Ends a backward pass that has added nothing, if it began here. */
    private void release(Object pass) {
        owner.compareAndSet(pass, null);
    }

    /** Notes that the caller has set the gradient to zero by hand after an optimiser used it. */
    private void noteZeros(@Nullable Storage gradient) {
        if ((state == GradientState.USED || state == GradientState.MIXED) && (gradient == null || gradient.isZero())) {
            state = GradientState.NONE;
        }
    }

    GradientState state() {
        return state;
    }

    void become(GradientState next) {
        state = next;
    }

    /**
     * Begins a backward pass that adds to the gradients of all these leaves. If one of them refuses, it begins for
     * none.
     */
    static void enterAll(Tensor[] leaves, Object pass) {
        for (Tensor leaf : leaves) {
            if (!of(leaf).enter(pass)) {
                for (Tensor entered : leaves) {
                    of(entered).release(pass);
                }
                throw refusal(leaf);
            }
        }
        for (Tensor leaf : leaves) {
            of(leaf).noteZeros(leaf.storage.gradient);
        }
    }

    static void leaveAll(Tensor[] leaves, Object pass) {
        for (Tensor leaf : leaves) {
            of(leaf).leave(pass);
        }
    }

    private static Accumulation of(Tensor leaf) {
        return Objects.requireNonNull(leaf.storage.accumulation, "a leaf that requires a gradient has one");
    }

    private static IllegalStateException refusal(Tensor leaf) {
        return new IllegalStateException("backward: another thread adds to the gradient of " + leaf.described()
                + " at this moment, and one of the two sums would be lost; run the backward passes of one model one"
                + " after another, or give each thread a model of its own");
    }
}
