package org.almt.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.almt.core.Tensor;
import org.almt.core.op.Checks;
import org.almt.core.op.DropoutSource;
import org.almt.core.random.RandomStream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a network. It has parameters, and other layers inside it, all with names.
 *
 * <pre>{@code
 * final class Head extends Layer {
 *     private final Tensor token = parameter("token", Initialiser.zeros(), 1, 1, 128);
 *     private final Linear out = child("regression.0", new Linear(128, 1));
 *     ...
 * }
 * Head head = new Head();
 * head.initialise(7);      // or load a checkpoint
 * head.parameters();       // token, regression.0.weight, regression.0.bias
 * }</pre>
 *
 * <p>A dotted name is the way from the root to a parameter. Names are in the order of registration, and a layer's own
 * parameters come before those of its children. A PyTorch {@code state_dict} has the same order. The name of a child
 * may itself contain dots ({@code net.0}), if the names of a checkpoint have steps that need no object here.
 *
 * <p>Parameters hold NaN until {@link #initialise} or a checkpoint gives them values. A forgotten parameter is thus
 * never mistaken for a trained one. {@link #initialise}, {@link #parameters} and {@link #state} refuse a part that a
 * layer's constructor made and did not register: a layer, or a tensor that requires a gradient. If a part is passed to
 * the constructor, or made later, the first step of an optimiser on a loss that depends on it is refused.
 *
 * <p>Threads: many may use it while none changes it.
 */
public abstract class Layer {
    private static final Pattern NAME = Pattern.compile("\\w+(\\.\\w+)*");

    /** A registered tensor. If it is not trainable, it is a buffer. */
    private record Parameter(Tensor tensor, Initialiser initialiser, boolean trainable) {}

    private final Map<String, Parameter> own = new LinkedHashMap<>();
    private final Map<String, Layer> children = new LinkedHashMap<>();
    /** What this layer's constructor made: layers, and unregistered tensors that require gradients. */
    private final List<Layer> layersMade = new ArrayList<>();
    private final List<Tensor> leavesMade = new ArrayList<>();
    private @Nullable Layer parent;
    private String name = "";
    private boolean training = true;
    private @Nullable DropoutSource dropoutSource;

    /** A layer without parameters, in training mode. */
    @SuppressWarnings("this-escape") // the layer is only stored
    protected Layer() {
        Construction.begins(this);
    }

    // ------------------------------------------------------------------ registering, in the subclass's constructor

    /** Adds a trainable parameter. {@code initialiser} will give it its values. */
    protected final Tensor parameter(String name, Initialiser initialiser, int... sizes) {
        return register(name, initialiser, true, sizes);
    }

    /**
     * Adds a buffer: values that training changes without gradients, such as running statistics. Checkpoints contain
     * buffers beside the parameters, but buffers are no parameters.
     */
    protected final Tensor buffer(String name, Initialiser initialiser, int... sizes) {
        return register(name, initialiser, false, sizes);
    }

    private Tensor register(String name, Initialiser initialiser, boolean trainable, int... sizes) {
        claim(name);
        Tensor tensor = Tensor.full(Float.NaN, sizes);
        if (trainable) {
            Construction.register(tensor);
        }
        own.put(name, new Parameter(tensor, initialiser, trainable));
        return tensor;
    }

    /** Adds a part. One object has one place in one network. To use it twice, call it twice. */
    protected final <M extends Layer> M child(String name, M layer) {
        Checks.given("Layer.child", "name", name);
        Layer part = Checks.given(toString(), "the layer '" + name + "'", layer);
        claim(name);
        if (part.parent != null || part == this) {
            throw new IllegalArgumentException(
                    this + ": '" + name + "' (" + part + ") already has a place in a network; a layer has only one");
        }
        part.parent = this;
        part.name = name;
        children.put(name, part);
        return layer;
    }

    private void claim(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    this + ": '" + name + "' is not a name; use letters, digits and _, with single dots between");
        }
        if (own.containsKey(name) || children.containsKey(name)) {
            throw new IllegalArgumentException(this + ": '" + name + "' is already registered; choose another name");
        }
    }

    void made(Layer part) {
        layersMade.add(part);
    }

    void made(Tensor leaf) {
        leavesMade.add(leaf);
    }

    boolean hasPlace() {
        return parent != null;
    }

    /** Refuses parts that the constructor of this layer, or of a layer inside it, made and did not register. */
    private void requireRegistered() {
        for (Layer part : layersMade) {
            if (part.parent == null) {
                throw new IllegalStateException(described() + ": its constructor makes " + part + " and does not"
                        + " register it; write child(\"name\", ...) around it, or make it elsewhere if it is no part of"
                        + " the layer");
            }
        }
        for (Tensor leaf : leavesMade) {
            if (leaf.requiresGrad()) {
                throw new IllegalStateException(described() + ": its constructor makes a tensor " + leaf.shape()
                        + " that requires a gradient and does not register it, so it would not be trained; write"
                        + " parameter(\"name\", initialiser, sizes), or leave requiresGrad out");
            }
        }
        layersMade.clear();
        leavesMade.clear();
        children.values().forEach(Layer::requireRegistered);
    }

    // ------------------------------------------------------------------ the tree

    /** The parts inside this one, in order of registration. */
    public final Map<String, Layer> children() {
        return Collections.unmodifiableMap(children);
    }

    /** The dotted name from the root of the network to this layer. Empty for the root. */
    public final String path() {
        if (parent == null) {
            return "";
        }
        String above = parent.path();
        return above.isEmpty() ? name : above + "." + name;
    }

    /** All parameters, frozen ones included, by dotted name, in order. The map is a new one for each call. */
    public final LinkedHashMap<String, Tensor> parameters() {
        LinkedHashMap<String, Tensor> all = state();
        visit("", (name, parameter) -> {
            if (!parameter.trainable) {
                all.remove(name);
            }
        });
        return all;
    }

    /**
     * What a checkpoint holds: all parameters and buffers, by dotted name, in order. The map is a new one for each
     * call.
     */
    public final LinkedHashMap<String, Tensor> state() {
        requireRegistered();
        LinkedHashMap<String, Tensor> all = new LinkedHashMap<>();
        visit("", (name, parameter) -> {
            if (all.put(name, parameter.tensor) != null) {
                throw new IllegalStateException(this + ": two parameters are called '" + name + "'; rename one");
            }
        });
        return all;
    }

    /**
     * The parameter with a dotted name.
     *
     * @throws IllegalArgumentException if there is none; the message gives the most similar names
     */
    public final Tensor parameter(String name) {
        Checks.given("Layer.parameter", "name", name);
        LinkedHashMap<String, Tensor> all = parameters();
        Tensor found = all.get(name);
        if (found == null) {
            throw new IllegalArgumentException(this + ": no parameter is named '" + name + "'; "
                    + (all.isEmpty() ? "there are none" : "the nearest are " + nearest(name, all)));
        }
        return found;
    }

    private static String nearest(String name, LinkedHashMap<String, Tensor> all) {
        List<String> names = new ArrayList<>(all.keySet());
        names.sort(Comparator.comparingInt(candidate -> -commonStart(name, candidate)));
        return String.join(", ", names.subList(0, Math.min(3, names.size())));
    }

    private static int commonStart(String a, String b) {
        int n = 0;
        while (n < Math.min(a.length(), b.length()) && a.charAt(n) == b.charAt(n)) {
            n++;
        }
        return n;
    }

    private void visit(String prefix, BiConsumer<String, Parameter> visitor) {
        own.forEach((name, parameter) -> visitor.accept(prefix + name, parameter));
        children.forEach((name, layer) -> layer.visit(prefix + name + ".", visitor));
    }

    /** Number of elements of all parameters, frozen ones included. */
    public final long parameterCount() {
        return parameters().values().stream().mapToLong(tensor -> tensor.shape().count()).sum();
    }

    /** A table of the layers inside this one that have parameters, with sizes and counts; see {@code Summary}. */
    public final String summary() {
        return Summary.of(this);
    }

    // ------------------------------------------------------------------ values

    /**
     * Gives every parameter and buffer its initial values. The values of a parameter are a function of the seed and its
     * dotted name alone. Another layer that is added elsewhere changes none of them. Call it on the root, because only
     * there the names are complete.
     */
    public final void initialise(long seed) {
        requireRegistered();
        visit("", (name, parameter) -> {
            initialiser(name, parameter.tensor, parameter.initialiser)
                    .fill(parameter.tensor, new RandomStream(seed, NameHash.key(name)));
            parameter.tensor.markModified();
        });
    }

    /**
     * The initialiser of a parameter inside this layer, used if {@link #initialise} is called on this layer. A model
     * overrides this method to initialise parameters of its parts in its own way.
     *
     * @param name dotted, from this layer
     * @param usual the initialiser that the part was made with
     */
    protected Initialiser initialiser(String name, Tensor parameter, Initialiser usual) {
        return usual;
    }

    /** Excludes the parameters of this part from training: they get no gradient, and no optimiser moves them. */
    public final void freeze() {
        visit("", (name, parameter) -> parameter.tensor.requiresGrad(false));
    }

    /** Undoes {@link #freeze}. */
    public final void unfreeze() {
        visit("", (name, parameter) -> parameter.tensor.requiresGrad(parameter.trainable));
    }

    // ------------------------------------------------------------------ mode

    /**
     * Switches between training, with dropout, and evaluation, without it. This applies to the layer and all layers
     * inside. A program keeps the mode in which it was traced.
     */
    public final void train(boolean on) {
        training = on;
        children.values().forEach(layer -> layer.train(on));
    }

    /** Whether the layer is in training mode. A new layer is. */
    public final boolean isTraining() {
        return training;
    }

    /** Gives this layer, and all layers inside, the random numbers for dropout. Dropout needs them in training. */
    public final void dropoutFrom(DropoutSource source) {
        dropoutSource = source;
        children.values().forEach(layer -> layer.dropoutFrom(source));
    }

    /** The source given to {@link #dropoutFrom}. Null before. */
    protected final @Nullable DropoutSource dropoutSource() {
        return dropoutSource;
    }

    // ------------------------------------------------------------------ messages

    /**
     * Requires that an input has rows of a given width.
     *
     * @throws IllegalArgumentException if it is null, a scalar, or of another width; the message names this layer
     */
    protected final void requireWidth(@Nullable Tensor input, int width) {
        requireWidth(input, width, "");
    }

    /**
     * The same for an input with axes that users may expect in another order.
     *
     * @param axes the axes for the message, such as {@code [batch, length, channels]}
     */
    protected final void requireWidth(@Nullable Tensor input, int width, String axes) {
        if (input == null) {
            throw new IllegalArgumentException(
                    described() + ": the input is null; give a tensor with rows of " + width);
        }
        if (input.shape().rank() == 0) {
            throw new IllegalArgumentException(
                    described() + ": the input is a single number; give a tensor with rows of " + width);
        }
        if (input.shape().width() != width) {
            throw new IllegalArgumentException(described() + ": the input " + input.shape() + " has rows of "
                    + input.shape().width() + ", expected " + width
                    + (axes.isEmpty() ? "" : "; the axes are " + axes));
        }
    }

    /** The exception of an op inside this layer, with the name of the layer before its message. */
    protected final IllegalArgumentException refused(IllegalArgumentException byOp) {
        return new IllegalArgumentException(described() + ": " + byOp.getMessage(), byOp);
    }

    /** The description of this layer in messages: its kind, and its place in a network, if it has one. */
    protected final String described() {
        return parent == null ? toString() : this + " '" + path() + "'";
    }

    /** The name of the class, such as {@code Linear}. Layers add their sizes. */
    @Override
    public String toString() {
        String simple = getClass().getSimpleName(); // empty for an anonymous class
        return simple.isEmpty() ? getClass().getName().replaceFirst(".*\\.", "") : simple;
    }
}
