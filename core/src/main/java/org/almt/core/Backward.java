package org.almt.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reverse-mode automatic differentiation: the whole walk.
 *
 * <p>Every op that took part in a result is visited once, the latest first. Because an op can only use what was made
 * before it, that order guarantees that the gradient of an op's output is complete when the op is asked to pass it on
 * to its inputs: the chain rule, one op at a time.
 */
final class Backward {
    private Backward() {}

    /** Adds d{@code root}/d{@code leaf} to the gradient of every leaf that requires one. */
    static void from(Tensor root) {
        List<Node> nodes = nodesBehind(root);
        for (Node node : nodes) {
            node.checkNotRecorded();
            node.checkReadyForBackward();
        }
        seed(root);
        for (Node node : nodes) {
            node.allocateForBackward();
            node.runBackward();
            node.releaseAfterBackward();
        }
    }

    /** The leaves whose gradients {@link #from} adds to. */
    static Set<Tensor> leavesBehind(Tensor root) {
        Set<Tensor> leaves = new HashSet<>();
        for (Node node : nodesBehind(root)) {
            for (Tensor input : node.inputs()) {
                if (input.producer == null && input.requiresGrad()) {
                    leaves.add(input);
                }
            }
        }
        return leaves;
    }

    /** d{@code root}/d{@code root} = 1, added since root may be a view of a leaf whose gradient accumulates. */
    static void seed(Tensor root) {
        Tensor gradient = root.gradientView();
        gradient.storage.allocate();
        gradient.array()[gradient.offset()] += 1;
    }

    /** The ops that {@code root} depends on, the latest first. */
    static List<Node> nodesBehind(Tensor root) {
        if (root.shape().count() != 1) {
            throw new IllegalStateException("backward: the result has shape " + root.shape()
                    + "; only a single number can be differentiated. Reduce it first, for example with sum or mean.");
        }
        if (root.producer == null) {
            throw new IllegalStateException("backward: the result does not depend on any tensor that requires a"
                    + " gradient, or was computed under noGrad.");
        }
        Set<Node> seen = new HashSet<>();
        List<Node> nodes = new ArrayList<>();
        nodes.add(root.producer);
        seen.add(root.producer);
        for (int next = 0; next < nodes.size(); next++) {
            for (Tensor input : nodes.get(next).inputs()) {
                if (input.producer != null && seen.add(input.producer)) {
                    nodes.add(input.producer);
                }
            }
        }
        nodes.sort((a, b) -> Long.compare(b.order(), a.order()));
        return nodes;
    }
}
