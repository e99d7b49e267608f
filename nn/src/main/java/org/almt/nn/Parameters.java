package org.almt.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.almt.core.GradientState;
import org.almt.core.Tensor;
import org.almt.core.parallel.Slabs;
import org.almt.core.op.Checks;

/**
 * The trainable parameters of a layer, side by side in one array. Their gradients are in another array, in the same
 * order. An optimiser thus makes one pass, and one fill sets all gradients to zero.
 *
 * <pre>
 *            weight        bias   weight
 * values     p p p p p p | p p  | p p p …
 * gradients  g g g g g g | g g  | g g g …
 * </pre>
 *
 * <p>Packing moves the layer's values into the new array, and the layer's tensors then use it. Frozen parameters stay
 * where they are. Freeze parameters before packing. Also freeze those that the loss never uses, because weight decay
 * would shrink them.
 *
 * <p>Parameters may be divided into groups, each with its own learning rate. A group is a contiguous range. Groups
 * follow one another, and inside each the order is that of the layer.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class Parameters {
    /**
     * A range of the packed arrays with its own settings.
     *
     * @param from index of its first element
     * @param to index after its last
     */
    public record Group(String name, int from, int to) {}

    /**
     * The place of one parameter in the packed arrays.
     *
     * @param from index of its first element
     * @param to index after its last
     */
    public record Slot(String name, Tensor tensor, int from, int to) {}

    /** The name of the group, if there is only one. */
    public static final String ALL = "all";

    private final List<Slot> slots;
    private final List<Group> groups;
    private final float[] values;
    private final float[] gradients;

    private Parameters(Map<String, Map<String, Tensor>> byGroup) {
        List<Slot> places = new ArrayList<>();
        List<Group> ranges = new ArrayList<>();
        int end = 0;
        for (var group : byGroup.entrySet()) {
            int start = end;
            for (var entry : group.getValue().entrySet()) {
                int from = end;
                end = Math.addExact(end, entry.getValue().shape().count());
                places.add(new Slot(entry.getKey(), entry.getValue(), from, end));
            }
            ranges.add(new Group(group.getKey(), start, end));
        }
        slots = List.copyOf(places);
        groups = List.copyOf(ranges);
        values = new float[end];
        gradients = new float[end];
        for (Slot slot : slots) {
            slot.tensor.moveTo(values, slot.from);
            slot.tensor.gradientAt(gradients, slot.from);
        }
    }

    /** Packs the trainable parameters of {@code layer} in its order, in one group. */
    public static Parameters of(Layer layer) {
        Checks.given("Parameters.of", "layer", layer);
        return of(layer, name -> ALL);
    }

    /**
     * Packs the trainable parameters of {@code layer} by groups. Groups are in the order in which {@code groupOf} first
     * names them.
     *
     * @param groupOf gives the name of the group for a parameter's dotted name
     * @throws IllegalStateException if a parameter holds NaN, as a new one does
     */
    public static Parameters of(Layer layer, UnaryOperator<String> groupOf) {
        Checks.given("Parameters.of", "layer", layer);
        return of(layer.parameters(), groupOf);
    }

    /**
     * Packs tensors that belong to no layer, named 0, 1, 2, …, in one group: for a model of a few lines.
     *
     * @throws IllegalArgumentException if a tensor requires no gradient, or is given twice
     * @throws IllegalStateException if a tensor holds NaN, or is a view of a part of another
     */
    public static Parameters of(Tensor... tensors) {
        Checks.given("Parameters.of", "tensors", tensors);
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < tensors.length; i++) {
            if (!tensors[i].requiresGrad()) {
                throw new IllegalArgumentException("parameters: tensor " + i + " " + tensors[i].shape()
                        + " requires no gradient; call requiresGrad(true) on it first");
            }
            if (Arrays.asList(tensors).indexOf(tensors[i]) != i) {
                throw new IllegalArgumentException("parameters: tensor " + i + " " + tensors[i].shape()
                        + " is given a second time; give each once");
            }
            named.put(Integer.toString(i), tensors[i]);
        }
        return of(named, name -> ALL);
    }

    private static Parameters of(Map<String, Tensor> tensors, UnaryOperator<String> groupOf) {
        Map<String, Map<String, Tensor>> byGroup = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> {
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

    /** Number of elements. */
    public int size() {
        return values.length;
    }

    /** All elements: the parameters themselves, not a copy. Call {@link #markModified} after a change. */
    public float[] values() {
        return values;
    }

    /**
     * All gradients, in the same places. After a step of an optimiser, call {@link #zeroGrad} before writing into them.
     * Zeros that are written by hand suffice before a backward pass. Other values would be mistaken for gradients of
     * the step before.
     */
    public float[] gradients() {
        return gradients;
    }

    /** The groups: ranges that follow one another and cover everything. */
    public List<Group> groups() {
        return groups;
    }

    /** The place of each parameter, in packed order. */
    public List<Slot> slots() {
        return slots;
    }

    /** Sets all gradients to zero. */
    public void zeroGrad() {
        Slabs.clear(gradients, 0, gradients.length);
        slots.forEach(slot -> slot.tensor.gradientIs(GradientState.NONE));
    }

    /**
     * Checks that backward and the optimiser still use the same arrays.
     *
     * @throws IllegalStateException if a parameter was frozen, or packed elsewhere, after these were packed
     */
    public void check() {
        for (Slot slot : slots) {
            if (!slot.tensor.requiresGrad()) {
                throw new IllegalStateException("parameters: '" + slot.name + "' was frozen after it was packed;"
                        + " make new Parameters, and an optimiser on them, after freezing");
            }
            if (slot.tensor.array() != values) {
                throw new IllegalStateException("parameters: '" + slot.name
                        + "' was packed again by other Parameters, and these are out of date; make"
                        + " Parameters once, and give them to all");
            }
        }
    }

    /** Marks all parameters as modified. Backward then refuses values that it saved before. */
    public void markModified() {
        for (Slot slot : slots) {
            slot.tensor.markModified();
        }
    }

    // ------------------------------------------------------------------ by name

    /** The names, in packed order. */
    public List<String> names() {
        return slots.stream().map(Slot::name).toList();
    }

    /**
     * The parameters that a loss depends on: its backward pass adds to their gradients. The loss does not train the
     * others.
     *
     * @param loss a scalar, computed eagerly or the result of a program
     */
    public Set<String> below(Tensor loss) {
        Checks.given("Parameters.below", "loss", loss);
        Set<Tensor> leaves = loss.leaves();
        Set<String> names = new LinkedHashSet<>();
        for (Slot slot : slots) {
            if (leaves.contains(slot.tensor)) {
                names.add(slot.name);
            }
        }
        return names;
    }

    /**
     * Named windows into an array of the same layout: {@link #values}, {@link #gradients}, an optimiser's moments,
     * averaged weights. They share its elements. The map is a new one for each call.
     */
    public LinkedHashMap<String, Tensor> named(float[] packed) {
        Checks.given("Parameters.named", "packed", packed);
        if (packed.length != values.length) {
            throw new IllegalArgumentException("parameters: an array of " + packed.length
                    + " elements has not the layout of these parameters, which hold " + values.length);
        }
        LinkedHashMap<String, Tensor> views = new LinkedHashMap<>();
        slots.forEach(slot -> views.put(slot.name, Tensor.wrap(packed, slot.from, slot.tensor.shape())));
        return views;
    }
}
