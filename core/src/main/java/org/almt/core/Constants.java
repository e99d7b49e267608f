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
 * Constant folding in a program without gradients. Ops that depend on parameters alone are constant. A parameter is a
 * leaf that requires a gradient, or required one before it was frozen. Constant ops run at the first forward pass, and
 * again only after a parameter has changed. Constants are packed at the same times for the ops that read them. {@link
 * SharedConstants} holds the values.
 */
final class Constants {
    private final SharedConstants shared;
    private final List<Node> nodes = new ArrayList<>();
    /** The value of each constant op. Views need none. */
    private final Map<Storage, Constant> made = new HashMap<>();
    /** The constants that other ops read. */
    private final Map<Storage, Constant> read = new HashMap<>();
    /** Everything that the trace has computed, constant or not. */
    private final Set<Storage> computed = new HashSet<>();
    /** The generation of the shared values in {@link #read}. */
    private int generation = -1;

    /** No constants. */
    Constants() {
        this(List.of(), new SharedConstants());
    }

    /** The constants among recorded ops. Values that other ops read receive their own memory. */
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

    /** Computes the constants, unless their parameters are unchanged. */
    void refresh() {
        int now = shared.refresh(Engine.kernels());
        if (now != generation) {
            read.forEach((storage, constant) -> constant.lend(storage));
            generation = now;
        }
    }
}
