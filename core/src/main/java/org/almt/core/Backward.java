package org.almt.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reverse-mode automatic differentiation: the whole walk.
 *
 * <p>Every op behind a result is visited once, the latest first. An op can only use what was made before it. In this
 * order, the gradient of an op's output is therefore complete when the op passes it on to its inputs: the chain rule,
 * one op at a time.
 */
final class Backward {
    private Backward() {}

    /** Adds d{@code root}/d{@code leaf} to the gradient of every leaf that requires one. */
    static void from(Tensor root) {
        if (Execution.current().recording() != null) {
            throw new IllegalStateException("backward: a trace records ops and computes nothing; end the trace, then"
                    + " call forward() and backward() of the program");
        }
        List<Node> nodes = nodesBehind(root);
        for (Node node : nodes) {
            node.checkNotRecorded();
            node.checkReadyForBackward();
        }
        requireFinite(root);
        Tensor[] leaves = receivers(nodes);
        Accumulation.enterAll(leaves, nodes);
        Tensor stray = Accumulation.strayAmong(leaves);
        if (stray != null) {
            Accumulation.noteStray(stray, leaves, nodes);
        }
        try {
            seed(root);
            for (Node node : nodes) {
                node.allocateForBackward();
                node.runBackward();
                node.releaseAfterBackward();
            }
        } finally {
            Accumulation.leaveAll(leaves, nodes);
        }
    }

    /** The leaves whose gradients these ops add to. A leaf is listed once for each op that reads it. */
    static Tensor[] receivers(List<Node> nodes) {
        List<Tensor> leaves = new ArrayList<>();
        for (Node node : nodes) {
            for (Tensor input : node.inputs()) {
                if (input.producer == null && node.isWanted(input)) {
                    leaves.add(input);
                }
            }
        }
        return leaves.toArray(new Tensor[0]);
    }

    /** Refuses a loss of NaN or infinity. It makes gradients and parameters NaN, or at best has no meaning. */
    static void requireFinite(Tensor root) {
        float value = root.item();
        if (!Float.isFinite(value)) {
            throw new IllegalStateException("backward: the result is " + value + ", which is not finite; look"
                    + " for parameters that were never initialised, a learning rate that is too large, a gradient"
                    + " that was infinite, such as that of sqrt at 0, a division by 0, or input that is not finite");
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

    /**
     * d{@code root}/d{@code root} = 1. The 1 is added, because root may be a view of a leaf whose gradient accumulates.
     */
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
                    + " gradient, or was computed under noGrad. Look for freeze() and detach().");
        }
        List<Node> nodes = everythingBehind(root);
        nodes.sort((a, b) -> Long.compare(b.order(), a.order()));
        return nodes;
    }

    /** The ops behind a tensor that an op made, in no order. */
    static List<Node> everythingBehind(Tensor root) {
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
        return nodes;
    }
}
