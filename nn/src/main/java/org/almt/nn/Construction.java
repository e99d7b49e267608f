package org.almt.nn;

import java.lang.StackWalker.StackFrame;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.almt.core.Leaves;
import org.almt.core.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Finds the layer whose constructor makes another layer or a leaf. A message can then name a part that was never
 * registered.
 *
 * <p>Field initialisers and constructors of a subclass run after the constructor of {@link Layer}. For a part that is
 * made there, the frame {@code <init>} of the subclass is below it on the stack. The layer is the most recently begun
 * one of that class that has no place in a network yet.
 */
final class Construction {
    /** Number of frames that are searched. A part that a constructor makes through more calls is not noticed. */
    private static final int FRAMES = 32;

    /** Number of layers without a place that are remembered. A network has one such layer on each level. */
    private static final int REMEMBERED = 64;

    private static final String CONSTRUCTOR = "<init>";
    private static final String NO_LAYER = "";
    private static final StackWalker STACK = StackWalker.getInstance();

    /** For each thread, the layers whose constructors have begun and that have no place yet, the last one first. */
    private static final ThreadLocal<Deque<WeakReference<Layer>>> BEGUN = new ThreadLocal<>();

    /**
     * Set while a parameter is registered. Both thread locals hold classes of the JDK alone, so no thread keeps this
     * library in memory.
     */
    private static final ThreadLocal<Boolean> REGISTERING = new ThreadLocal<>();

    static {
        Leaves.listen(Construction::leafAsked);
    }

    private Construction() {}

    /** Called first by the constructor of {@link Layer}. */
    static void begins(Layer layer) {
        Deque<WeakReference<Layer>> begun = BEGUN.get();
        if (begun == null) {
            begun = new ArrayDeque<>();
            BEGUN.set(begun);
        }
        forgetPlaced(begun);
        Layer owner = owner(begun, layer.getClass().getName());
        if (owner != null) {
            owner.made(layer);
        }
        begun.addFirst(new WeakReference<>(layer));
    }

    /** Makes a registered parameter a leaf, unnoticed. */
    static void register(Tensor parameter) {
        REGISTERING.set(true);
        try {
            parameter.requiresGrad(true);
        } finally {
            REGISTERING.remove();
        }
    }

    private static void leafAsked(Tensor leaf) {
        Deque<WeakReference<Layer>> begun = BEGUN.get();
        if (begun != null && REGISTERING.get() == null) {
            Layer owner = owner(begun, NO_LAYER);
            if (owner != null) {
                owner.made(leaf);
            }
        }
    }

    /**
     * The layer whose constructor is now making something. Null if there is none.
     *
     * @param made the class of a layer that is being made; its own constructors, at the top of the stack, are skipped
     */
    private static @Nullable Layer owner(Deque<WeakReference<Layer>> begun, String made) {
        if (begun.isEmpty()) {
            return null;
        }
        Layer last = begun.getFirst().get();
        String likely = last == null ? NO_LAYER : last.getClass().getName();
        Constructors constructors = new Constructors(made, likely);
        STACK.walk(constructors);
        if (constructors.likelyFound) {
            return last;
        }
        for (WeakReference<Layer> each : begun) {
            Layer layer = each.get();
            if (layer != null && constructors.others.contains(layer.getClass().getName())) {
                return layer;
            }
        }
        return null;
    }

    /**
     * Collects the classes whose constructors are running, up to the likely one. It is a separate class with a loop,
     * because lambdas and streams would take 20 ms of a cold start.
     */
    private static final class Constructors implements Function<Stream<StackFrame>, Void> {
        private final String made;
        private final String likely;
        private final List<String> others = new ArrayList<>();
        private boolean likelyFound;

        Constructors(String made, String likely) {
            this.made = made;
            this.likely = likely;
        }

        @Override
        public Void apply(Stream<StackFrame> frames) {
            boolean own = !made.equals(NO_LAYER);
            boolean ownSeen = false;
            int seen = 0;
            for (Iterator<StackFrame> each = frames.iterator(); each.hasNext() && seen < FRAMES
                    && !likelyFound; seen++) {
                StackFrame frame = each.next();
                if (!frame.getMethodName().equals(CONSTRUCTOR)) {
                    continue;
                }
                String type = frame.getClassName();
                ownSeen |= type.equals(made);
                // Its own constructors: those of its superclasses, which run above it, and those of its class that call
                // another one.
                own &= !ownSeen || type.equals(made);
                if (!own) {
                    likelyFound = type.equals(likely);
                    others.add(type);
                }
            }
            return null;
        }
    }

    private static void forgetPlaced(Deque<WeakReference<Layer>> begun) {
        for (Iterator<WeakReference<Layer>> each = begun.iterator(); each.hasNext();) {
            Layer layer = each.next().get();
            if (layer == null || layer.hasPlace()) {
                each.remove();
            }
        }
        while (begun.size() > REMEMBERED) {
            begun.removeLast();
        }
    }
}
