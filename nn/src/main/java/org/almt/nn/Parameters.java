package org.almt.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import org.almt.core.Tensor;

/**
 * The trainable parameters of a layer, side by side in one array, and their gradients in another in the same order, so
 * that an optimiser makes one pass and forgetting the gradients is one fill.
 *
 * <p>Making one moves the layer's numbers into the new array; the layer's tensors then live there. Frozen parameters
 * stay where they are: freeze first, also what the loss never uses, since weight decay would shrink it.
 *
 * <p>Parameters may fall into groups with a learning rate each. A group is a contiguous range, so groups come one after
 * another, and inside each the order is the layer's.
 */
public final class Parameters {
    /**
     * A range of the packed arrays with settings of its own.
     *
     * @param from index of its first number
     * @param to index after its last
     */
    public record Group(String name, int from, int to) {}

    private record Slot(Tensor tensor, int offset) {}

    /** The name of the only group, where there are no others. */
    public static final String ALL = "all";

    private final LinkedHashMap<String, Slot> slots = new LinkedHashMap<>();
    private final List<Group> groups;
    private final float[] values;
    private final float[] gradients;

    private Parameters(LinkedHashMap<String, LinkedHashMap<String, Tensor>> byGroup) {
        List<Group> ranges = new ArrayList<>();
        int end = 0;
        for (var group : byGroup.entrySet()) {
            int start = end;
            for (var entry : group.getValue().entrySet()) {
                slots.put(entry.getKey(), new Slot(entry.getValue(), end));
                end = Math.addExact(end, entry.getValue().shape().count());
            }
            ranges.add(new Group(group.getKey(), start, end));
        }
        groups = List.copyOf(ranges);
        values = new float[end];
        gradients = new float[end];
        for (Slot slot : slots.values()) {
            slot.tensor.moveTo(values, slot.offset);
            slot.tensor.gradientAt(gradients, slot.offset);
        }
    }

    /** Packs the trainable parameters of {@code layer} in its order, in one group. */
    public static Parameters of(Layer layer) {
        return of(layer, name -> ALL);
    }

    /**
     * Packs the trainable parameters of {@code layer} by groups, in the order in which {@code groupOf} first names
     * them.
     *
     * @param groupOf from a parameter's dotted name to its group's
     * @throws IllegalStateException when a parameter holds NaN, as a new one does
     */
    public static Parameters of(Layer layer, UnaryOperator<String> groupOf) {
        LinkedHashMap<String, LinkedHashMap<String, Tensor>> byGroup = new LinkedHashMap<>();
        layer.parameters().forEach((name, tensor) -> {
            if (tensor.requiresGrad()) {
                requireNumbers(name, tensor);
                byGroup.computeIfAbsent(groupOf.apply(name), group -> new LinkedHashMap<>()).put(name, tensor);
            }
        });
        return new Parameters(byGroup);
    }

    private static void requireNumbers(String name, Tensor tensor) {
        for (int i = 0; i < tensor.shape().count(); i++) {
            if (Float.isNaN(tensor.array()[tensor.offset() + i])) {
                throw new IllegalStateException("parameters: '" + name + "' holds NaN, as a new parameter does; call"
                        + " initialise(seed) or load a checkpoint before training");
            }
        }
    }

    // ------------------------------------------------------------------ the packed arrays

    /** How many numbers there are. */
    public int size() {
        return values.length;
    }

    /** All numbers: the parameters themselves, not a copy. Say {@link #markModified} after a change. */
    public float[] values() {
        return values;
    }

    /** All gradients, in the same places. */
    public float[] gradients() {
        return gradients;
    }

    /** The groups: ranges that follow one another and cover everything. */
    public List<Group> groups() {
        return groups;
    }

    /** Sets all gradients to zero. */
    public void zeroGrad() {
        Arrays.fill(gradients, 0f);
    }

    /**
     * Makes sure that backward and the optimiser still mean the same arrays.
     *
     * @throws IllegalStateException when a parameter was frozen, or packed elsewhere, since these were made
     */
    public void check() {
        for (var entry : slots.entrySet()) {
            Tensor tensor = entry.getValue().tensor;
            if (!tensor.requiresGrad()) {
                throw new IllegalStateException("parameters: '" + entry.getKey() + "' was frozen after it was packed;"
                        + " make new Parameters, and an optimiser on them, after freezing");
            }
            if (tensor.array() != values) {
                throw new IllegalStateException("parameters: '" + entry.getKey()
                        + "' was packed again by other Parameters, and these are out of date");
            }
        }
    }

    /** Says that the numbers were changed in place, so that backward refuses what it saved before. */
    public void markModified() {
        for (Slot slot : slots.values()) {
            slot.tensor.markModified();
        }
    }

    // ------------------------------------------------------------------ by name

    /** The names, in packed order. */
    public List<String> names() {
        return List.copyOf(slots.keySet());
    }

    /**
     * Named windows into an array of the same layout: {@link #values}, {@link #gradients}, an optimiser's moments,
     * averaged weights. They share its numbers; the map is the caller's own.
     */
    public LinkedHashMap<String, Tensor> named(float[] packed) {
        if (packed.length != values.length) {
            throw new IllegalArgumentException("parameters: an array of " + packed.length
                    + " numbers has not the layout of these parameters, which hold " + values.length);
        }
        LinkedHashMap<String, Tensor> views = new LinkedHashMap<>();
        slots.forEach((name, slot) -> views.put(name, Tensor.wrap(packed, slot.offset, slot.tensor.shape())));
        return views;
    }
}
