package org.almt.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What a trace has recorded. It can be recorded again for a {@linkplain Program#copy copy}.
 *
 * @param execution in which the body ran
 * @param inputs the inputs of the body; empty for a body that reads tensors from outside alone
 * @param body the computation of the result
 * @param kept values of the body that are read beside the result
 * @param result the result of the body
 * @param nodes the ops that the result and the kept values depend on, in order
 */
record Recording(
        Execution execution, List<Tensor> inputs, Function<List<Tensor>, Tensor> body, List<Tensor> kept, Tensor result,
        List<Node> nodes) {
    static Recording of(Execution execution, List<Tensor> inputs, Function<List<Tensor>, Tensor> body,
            Collection<Tensor> kept) {
        if (Execution.current().recording() != null) {
            throw new IllegalStateException("program: a trace is already being recorded on this thread");
        }
        List<Node> all = new ArrayList<>();
        Tensor result = execution.recordingInto(all).run(() -> body.apply(inputs));
        if (result == null) {
            throw new IllegalArgumentException("program: the computation returned null, expected a tensor");
        }
        return new Recording(execution, List.copyOf(inputs), body, List.copyOf(kept), result,
                needed(all, result, kept));
    }

    /** The recorded ops that the result and the kept values depend on, in order. */
    private static List<Node> needed(List<Node> recorded, Tensor result, Collection<Tensor> kept) {
        Set<Storage> wanted = new HashSet<>(Set.of(result.storage));
        kept.forEach(tensor -> wanted.add(tensor.storage));
        List<Node> needed = new ArrayList<>();
        for (int i = recorded.size() - 1; i >= 0; i--) {
            Node node = recorded.get(i);
            if (wanted.contains(node.output().storage)) {
                needed.add(node);
                Arrays.stream(node.inputs()).forEach(input -> wanted.add(input.storage));
            }
        }
        Collections.reverse(needed);
        return needed;
    }

    /** The same computation with new inputs, which begin as copies of these. */
    Recording withNewInputs() {
        List<Tensor> copies = new ArrayList<>();
        for (Tensor input : inputs) {
            copies.add(Tensor.of(input.toArray(), input.shape().toArray()).requiresGrad(input.requiresGrad()));
        }
        return of(executionFor(copies), copies, body, List.of());
    }

    /** If only some leaves receive gradients, the inputs among them are replaced by those of the copy. */
    private Execution executionFor(List<Tensor> copies) {
        if (execution.leaves() == null) {
            return execution;
        }
        Set<Tensor> leaves = new HashSet<>(execution.leaves());
        for (int i = 0; i < inputs.size(); i++) {
            if (leaves.remove(inputs.get(i))) {
                leaves.add(copies.get(i));
            }
        }
        return new Execution(execution.gradients(), leaves, null, execution.segment());
    }

    /** Refuses a different computation. The memory plan of this one would be wrong for it. */
    void requireSame(Recording other) {
        List<List<Object>> mine = description();
        List<List<Object>> its = other.description();
        for (int i = 0; i < Math.max(mine.size(), its.size()); i++) {
            if (i >= mine.size() || i >= its.size() || !mine.get(i).equals(its.get(i))) {
                throw new IllegalStateException("program: the copy records another computation than the original: op "
                        + i + " is " + name(other, i) + " instead of " + name(this, i)
                        + "; train(boolean), frozen parameters and the shapes of inputs must be the same as before");
            }
        }
        List<Boolean> keptHere = keptNodes();
        List<Boolean> keptThere = other.keptNodes();
        for (int i = 0; i < nodes.size(); i++) {
            if (!keptHere.get(i).equals(keptThere.get(i))) {
                throw new IllegalStateException("program: the copy keeps other values than the original: op " + i
                        + ", " + nodes.get(i) + ", is kept in one of the two alone; let the body put the same values"
                        + " into the collection");
            }
        }
    }

    /** For each op, whether its result is kept. */
    private List<Boolean> keptNodes() {
        Set<Storage> storages = new HashSet<>();
        kept.forEach(tensor -> storages.add(tensor.storage));
        return nodes.stream().map(node -> storages.contains(node.output().storage)).toList();
    }

    private static String name(Recording recording, int i) {
        return i < recording.nodes.size() ? recording.nodes.get(i).toString() : "missing";
    }

    /**
     * For each op, everything that decides memory and gradients: its kind, its shape, and the sources of its inputs.
     */
    private List<List<Object>> description() {
        Map<Storage, Integer> numbers = new HashMap<>();
        List<List<Object>> all = new ArrayList<>();
        for (Node node : nodes) {
            List<Object> one = new ArrayList<>();
            one.add(node.getClass());
            one.add(node.output().shape());
            for (Tensor input : node.inputs()) {
                one.add(numbers.computeIfAbsent(input.storage, storage -> numbers.size()));
                one.add(input.storageOffset());
                one.add(input.shape());
                one.add(node.isWanted(input));
            }
            for (Tensor buffer : node.buffers()) {
                one.add(buffer.shape());
            }
            one.add(numbers.computeIfAbsent(node.output().storage, storage -> numbers.size()));
            one.add(node.attributes() == null ? "" : node.attributes());
            all.add(one);
        }
        return all;
    }
}
