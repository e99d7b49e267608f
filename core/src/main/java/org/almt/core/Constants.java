package org.almt.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Constant folding in a program without gradients. Ops that depend on parameters alone (leaves that require a gradient,
 * or did so before they were frozen) are constant: they run at the first forward pass, and again only after a parameter
 * has changed. So does the packing of constants for ops that read them. {@link SharedConstants} holds the values.
 */
final class Constants {
    private final SharedConstants shared;
    private final List<Node> nodes = new ArrayList<>();
    /** Of each constant op's result the value; views need none. */
    private final Map<Storage, Constant> made = new HashMap<>();
    /** What other ops read of these. */
    private final Map<Storage, Constant> read = new HashMap<>();
    /** What the trace has computed, constant or not. */
    private final Set<Storage> computed = new HashSet<>();
    /** The generation of shared values that {@link #read} points at. */
    private int generation = -1;

    /** No constants. */
    Constants() {
        this(List.of(), new SharedConstants());
    }

    /** The constants among recorded ops; what others read of their values receives memory of its own. */
    Constants(List<Node> recorded, Tensor result, SharedConstants shared) {
        this(recorded, shared);
        for (Node node : recorded) {
            if (node.dependsOnInputsAlone() && Arrays.stream(node.inputs()).allMatch(this::isConstant)) {
                add(node);
            } else {
                readBy(node);
            }
        }
        readValue(result);
    }

    private Constants(List<Node> recorded, SharedConstants shared) {
        this.shared = shared;
        recorded.stream().filter(node -> !node.isView()).forEach(node -> computed.add(node.output().storage));
    }

    private boolean isConstant(Tensor tensor) {
        return made.containsKey(tensor.storage) || isParameter(tensor);
    }

    private boolean isParameter(Tensor tensor) {
        return tensor.storage.isParameter() && tensor.producer == null && !computed.contains(tensor.storage);
    }

    private void add(Node node) {
        nodes.add(node);
        if (node.isView()) {
            return;
        }
        List<Constant.Source> inputs = Arrays.stream(node.inputs()).map(this::source).toList();
        @Nullable Constant[] sources =
                Arrays.stream(node.inputs()).map(input -> made.get(input.storage)).toArray(Constant[]::new);
        Constant.Key key = new Constant.Key(node.getClass(), node.attributes(), node.output().shape(), inputs);
        made.put(node.output().storage, shared.constant(key, node, sources));
    }

    private Constant.Source source(Tensor input) {
        Constant constant = made.get(input.storage);
        if (constant == null) {
            shared.dependOn(input.storage);
        }
        return new Constant.Source(
                constant == null ? input.storage : constant, input.storageOffset(), input.shape());
    }

    private void readBy(Node node) {
        Packable packable = node.packable();
        if (packable != null && isConstant(packable.input())) {
            Tensor input = packable.input();
            packable.use().accept(shared.packed(packable, source(input), made.get(input.storage)));
            Arrays.stream(node.inputs()).filter(other -> other != input).forEach(this::readValue);
        } else {
            Arrays.stream(node.inputs()).forEach(this::readValue);
        }
    }

    private void readValue(Tensor tensor) {
        Constant constant = made.get(tensor.storage);
        if (constant != null) {
            shared.keep(constant);
            read.put(tensor.storage, constant);
        }
    }

    /** The constant ops, in order. */
    List<Node> nodes() {
        return nodes;
    }

    /** Computes the constants unless their parameters are as they were. */
    void refresh() {
        int now = shared.refresh(Engine.kernels());
        if (now != generation) {
            read.forEach((storage, constant) -> constant.lend(storage));
            generation = now;
        }
    }
}
