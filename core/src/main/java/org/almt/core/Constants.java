package org.almt.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Constant folding in a program without gradients. Ops that depend on parameters alone (leaves that require a gradient)
 * are constant: they run at the first forward pass, and again only after a parameter has changed. So does the packing
 * of constants for ops that read them.
 */
final class Constants {
    private final List<Node> nodes = new ArrayList<>();
    private final List<Node> packing = new ArrayList<>();
    /** The parameters that constants are made of. */
    private final Set<Storage> parameters = new HashSet<>();
    /** The sum of the parameters' versions when the constants were computed. */
    private long version = -1;

    /** No constants. */
    Constants() {}

    /** The constants among recorded ops; what others read of their values receives memory of its own. */
    Constants(List<Node> recorded, Tensor result) {
        Set<Storage> computed = new HashSet<>();
        recorded.stream().filter(node -> !node.isView()).forEach(node -> computed.add(node.output().storage));
        Set<Storage> values = new HashSet<>();
        for (Node node : recorded) {
            boolean constant = node.dependsOnInputsAlone() && Arrays.stream(node.inputs())
                    .allMatch(input -> values.contains(input.storage) || isParameter(input, computed));
            if (constant) {
                nodes.add(node);
                values.add(node.output().storage);
                addParameters(node, computed);
            } else {
                Arrays.stream(node.inputs()).map(input -> input.storage).filter(values::contains)
                        .forEach(Storage::allocate);
                if (node.packsConstants(input -> values.contains(input.storage) || isParameter(input, computed))) {
                    packing.add(node);
                    addParameters(node, computed);
                }
            }
        }
        if (values.contains(result.storage)) {
            result.storage.allocate();
        }
    }

    private static boolean isParameter(Tensor input, Set<Storage> computed) {
        return input.requiresGrad() && input.producer == null && !computed.contains(input.storage);
    }

    private void addParameters(Node node, Set<Storage> computed) {
        Arrays.stream(node.inputs()).filter(input -> isParameter(input, computed))
                .forEach(parameter -> parameters.add(parameter.storage));
    }

    /** The constant ops, in order. */
    List<Node> nodes() {
        return nodes;
    }

    /** Computes the constants unless their parameters are as they were. */
    void refresh() {
        long now = 0;
        for (Storage parameter : parameters) {
            now += parameter.version;
        }
        if (now != version) {
            nodes.forEach(Node::runForward);
            packing.forEach(Node::packConstants);
            version = now;
        }
    }
}
