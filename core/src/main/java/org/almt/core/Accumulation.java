package org.almt.core;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The backward pass that adds to the gradient of a leaf at this moment. Two passes on two threads that add to one array
 * would lose one of two sums, so that the second is refused.
 */
final class Accumulation {
    private final AtomicReference<Object> owner = new AtomicReference<>();
    private volatile GradientState state = GradientState.NONE;

    /** Whether the gradient lies in an array that is an optimiser's. */
    private volatile boolean packed;

    /** A leaf that a backward pass reached together with this packed one, and that is not packed; null for none. */
    private volatile @Nullable String stray;

    /** Begins a backward pass, any object that stands for it; false while another one adds to the same gradient. */
    boolean enter(Object pass) {
        return owner.get() == pass || owner.compareAndSet(null, pass);
    }

    /** Ends a backward pass that has added to the gradient, if it has begun here. */
    void leave(Object pass) {
        if (owner.get() == pass) {
            state = state == GradientState.NONE || state == GradientState.FRESH
                    ? GradientState.FRESH
                    : GradientState.MIXED;
            owner.set(null);
        }
    }

    /** Ends a backward pass that has added nothing, if it has begun here. */
    private void release(Object pass) {
        owner.compareAndSet(pass, null);
    }

    /** Notes that the caller has set a gradient that an optimiser had used to zero by hand. */
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
     * A leaf whose gradient no optimiser holds, if one holds those of others: it was probably forgotten. Null if there
     * is none, or if its gradient is retained to be looked at.
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

    /** Notes a stray leaf, which one of these ops reads, for the optimiser of the others. */
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

    /** Begins a backward pass that adds to the gradients of all of these leaves, or of none. */
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
