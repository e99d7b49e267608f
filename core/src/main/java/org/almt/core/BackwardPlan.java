package org.almt.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The order of a program's backward pass: that of {@link Backward}, with each segment recomputed before it is entered.
 */
final class BackwardPlan {
    /**
     * One step of the backward pass.
     *
     * @param node the op
     * @param recompute whether the step recomputes the op's values; such a step passes no gradients on
     */
    record Step(Node node, boolean recompute) {}

    private final List<Node> forward;
    private final List<Node> backward;
    private final Tensor result;
    /** For each value, the segments of the ops that read it. Null means no segment. */
    private final Map<Storage, Set<@Nullable Object>> readers = new HashMap<>();
    private final Set<Storage> computed = new HashSet<>();

    private BackwardPlan(List<Node> forward, Tensor result) {
        this.forward = forward;
        this.result = result;
        backward = Backward.nodesBehind(result);
        refuseOutsiders();
        for (Node node : forward) {
            if (!node.isView()) {
                computed.add(node.output().storage);
            }
            for (Tensor input : node.inputs()) {
                readers.computeIfAbsent(input.storage, storage -> new HashSet<>()).add(node.segment());
            }
        }
        readers.put(result.storage, Collections.singleton(null));
    }

    /** The steps that compute the gradients of {@code result}. Empty if it is no scalar, or needs no gradient. */
    static List<Step> steps(List<Node> forward, Tensor result) {
        if (result.producer == null || result.shape().count() != 1) {
            return List.of();
        }
        return new BackwardPlan(forward, result).steps();
    }

    /** An op that ran before the trace cannot be replayed. No gradient could pass through it a second time. */
    private void refuseOutsiders() {
        Set<Node> known = new HashSet<>(forward);
        for (Node node : backward) {
            if (!known.contains(node)) {
                throw new IllegalStateException("program: its result needs a gradient through " + node + ", which was"
                        + " computed before the trace; compute it inside, or detach() it");
            }
        }
    }

    /** Inserts the ops to recompute before the first backward op of each segment. */
    private List<Step> steps() {
        Map<Object, List<Node>> recomputed = recomputedBySegment();
        List<Step> steps = new ArrayList<>();
        for (Node node : backward) {
            List<Node> first = recomputed.remove(node.segment());
            if (first != null) {
                first.forEach(op -> steps.add(new Step(op, true)));
            }
            steps.add(new Step(node, false));
        }
        return steps;
    }

    private Map<Object, List<Node>> recomputedBySegment() {
        Map<Object, List<Node>> segments = new LinkedHashMap<>();
        for (Node node : forward) {
            if (node.segment() != null) {
                segments.computeIfAbsent(node.segment(), segment -> new ArrayList<>()).add(node);
            }
        }
        segments.replaceAll((segment, nodes) -> recomputed(segment, nodes));
        return segments;
    }

    /**
     * The ops of a segment to recompute, in order. An op is recomputed under two conditions: the segment's backward
     * pass reads its output or its buffers, and nothing outside the segment reads its output. The ops that produce its
     * inputs are recomputed too.
     */
    private List<Node> recomputed(Object segment, List<Node> nodes) {
        Set<Node> differentiated = new HashSet<>(backward);
        Set<Storage> needed = new HashSet<>();
        List<Node> recomputed = new ArrayList<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            boolean escapes = !Set.of(segment).equals(readers.get(node.output().storage));
            boolean buffers = differentiated.contains(node) && node.buffers().length > 0;
            if (!escapes && !node.isView() && (buffers || needed.contains(node.output().storage))) {
                recomputed.add(node);
                node.willBeRecomputed(Arrays.stream(node.inputs())
                        .filter(input -> !computed.contains(input.storage)).toArray(Tensor[]::new));
                Arrays.stream(node.inputs()).forEach(input -> needed.add(input.storage));
            }
            if (differentiated.contains(node)) {
                Arrays.stream(node.reads()).forEach(value -> needed.add(value.storage));
            }
        }
        Collections.reverse(recomputed);
        return recomputed;
    }
}
