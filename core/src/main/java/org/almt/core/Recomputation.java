package org.almt.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Parts of a computation whose values a {@link Program} lets go of after the forward pass and computes again before
 * their backward pass: memory for time (gradient checkpointing; Chen et al., "Training deep nets with sublinear memory
 * cost", 2016). Of a stack of layers that are parts each, only what passes from one to the next is held, and the inside
 * of one layer at a time, for at most one more forward pass.
 *
 * <pre>{@code
 * for (Layer layer : layers) {
 *     Tensor input = x;
 *     x = Recomputation.of(() -> layer.forward(input));
 * }
 * }</pre>
 *
 * <p>The bits of results and gradients are those without. An eager computation, which holds whatever somebody holds,
 * goes as if this were not here.
 */
public final class Recomputation {
    private static final ThreadLocal<Recomputation> CURRENT = new ThreadLocal<>();

    private Recomputation() {}

    /** Runs {@code body}, whose ops make a part of their own; inside of another part they belong to that one. */
    public static Tensor of(Supplier<Tensor> body) {
        if (CURRENT.get() != null) {
            return body.get();
        }
        CURRENT.set(new Recomputation());
        try {
            return body.get();
        } finally {
            CURRENT.remove();
        }
    }

    /** The part being computed on this thread, or null. */
    static Recomputation current() {
        return CURRENT.get();
    }

    /**
     * One step of a program's backward pass.
     *
     * @param op the op
     * @param again whether it computes its values again, and does not pass gradients on
     */
    record Step(Op op, boolean again) {}

    /**
     * Puts before a part's first backward op those ops of the part that must run again, in their order: those that made
     * what its backward ops read and no one outside of the part does, and what these are made from.
     */
    static List<Step> steps(List<Op> forward, List<Op> backward, Tensor result) {
        Map<Recomputation, List<Op>> parts = new IdentityHashMap<>();
        for (Op op : forward) {
            if (op.part() != null) {
                parts.computeIfAbsent(op.part(), part -> new ArrayList<>()).add(op);
            }
        }
        Map<Recomputation, List<Op>> again = again(parts, forward, backward, result);
        List<Step> steps = new ArrayList<>();
        for (Op op : backward) {
            List<Op> first = again.remove(op.part());
            if (first != null) {
                first.forEach(repeated -> steps.add(new Step(repeated, true)));
            }
            steps.add(new Step(op, false));
        }
        return steps;
    }

    private static Map<Recomputation, List<Op>> again(
            Map<Recomputation, List<Op>> parts, List<Op> forward, List<Op> backward, Tensor result) {
        Map<Storage, Set<Recomputation>> readers = new IdentityHashMap<>();
        for (Op op : forward) {
            for (Tensor input : op.inputs()) {
                readers.computeIfAbsent(input.storage, storage -> new HashSet<>()).add(op.part());
            }
        }
        readers.put(result.storage, Collections.singleton(null));
        Set<Op> differentiated = Collections.newSetFromMap(new IdentityHashMap<>());
        differentiated.addAll(backward);
        Map<Recomputation, List<Op>> again = new HashMap<>();
        parts.forEach((part, ops) -> {
            Set<Storage> needed = Collections.newSetFromMap(new IdentityHashMap<>());
            List<Op> repeated = new ArrayList<>();
            Collections.reverse(ops);
            for (Op op : ops) {
                boolean escapes = !readers.get(op.output().storage).equals(Set.of(part));
                boolean kept = differentiated.contains(op) && !op.kept().isEmpty();
                if (!escapes && !op.outputIsAlias() && (kept || needed.contains(op.output().storage))) {
                    repeated.add(op);
                    for (Tensor input : op.inputs()) {
                        needed.add(input.storage);
                    }
                }
                if (differentiated.contains(op)) {
                    for (Tensor saved : op.saved()) {
                        needed.add(saved.storage);
                    }
                }
            }
            Collections.reverse(repeated);
            again.put(part, repeated);
        });
        return again;
    }
}
