package org.almt.core;

import java.util.Arrays;
import java.util.List;
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

    /** Whether an optimiser owns the array of the gradient. */
    private volatile boolean packed;

    /** A leaf that is not packed, which a backward pass reached together with this packed leaf. May be null. */
    private volatile @Nullable String stray;

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
            become(GradientState.NONE);
        }
    }

    GradientState state() {
        return state;
    }

    void become(GradientState next) {
        state = next;
        if (next == GradientState.NONE) {
            stray = null;
        }
    }

    void becomePacked() {
        packed = true;
    }

    @Nullable
    String stray() {
        return stray;
    }

    /**
     * A leaf without an optimiser, if an optimiser holds the gradients of others. It was probably forgotten. Null if
     * there is none, or if the gradient of the leaf is retained for inspection.
     */
    static @Nullable Tensor strayAmong(Tensor[] leaves) {
        Tensor stray = null;
        boolean others = false;
        for (Tensor leaf : leaves) {
            if (of(leaf).packed) {
                others = true;
            } else if (!leaf.isRetained()) {
                stray = leaf;
            }
        }
        return others ? stray : null;
    }

    /** Notes a leaf without an optimiser, for the optimiser of the other leaves. One of these ops reads it. */
    static void noteStray(Tensor stray, Tensor[] leaves, List<Node> nodes) {
        String what = stray.described();
        for (Node node : nodes) {
            if (Arrays.asList(node.inputs()).contains(stray)) {
                what = stray.described() + ", which " + node.name() + " reads,";
            }
        }
        for (Tensor leaf : leaves) {
            if (of(leaf).packed) {
                of(leaf).stray = what;
            }
        }
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
