package org.almt.core;

import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import org.almt.core.op.Checks;
import org.jspecify.annotations.Nullable;

/**
 * A contiguous, row-major array of 32-bit floats on the Java heap, with a {@link Shape} and, if requested, a
 * gradient. Operations live in {@code org.almt.core.op.Ops}; this class holds data and knows the op that made it.
 *
 * <p>Some ops (reshape, slices along the first axis) give a view, which shares elements and gradient with the original.
 * Tensors are not thread-safe, but any number of threads may read one. {@code equals} compares identity: compare
 * elements by {@code Arrays.equals(x.toArray(), y.toArray())}, or one by one by {@code Ops.equal}.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class Tensor {
    final Storage storage;
    private final Shape shape;
    private final int offset;

    private boolean requiresGrad;
    /** The op that made this tensor and will pass its gradient on; null for leaves. */
    @Nullable
    Node producer;

    private @Nullable Tensor gradient;
    private boolean retained;
    /**
     * Whether this shares its numbers, and so its place for a gradient, with a tensor that is no part of its history.
     */
    private boolean detached;

    Tensor(Storage storage, int offset, Shape shape) {
        this.storage = storage;
        this.offset = offset;
        this.shape = shape;
    }

    /** A tensor whose memory is decided later: at once by an eager op, or by a program's plan. */
    static Tensor unallocated(Shape shape) {
        return new Tensor(new Storage(shape.count()), 0, shape);
    }

    // ------------------------------------------------------------------ making

    /** A tensor of zeros. */
    public static Tensor zeros(int... sizes) {
        Checks.given("Tensor.zeros", "sizes", sizes);
        return zeros(Shape.of(sizes));
    }

    /** A tensor of zeros. */
    public static Tensor zeros(Shape shape) {
        Checks.given("Tensor.zeros", "shape", shape);
        Tensor tensor = unallocated(shape);
        tensor.storage.allocate();
        return tensor;
    }

    /** A tensor filled with one value. */
    public static Tensor full(float value, int... sizes) {
        Checks.given("Tensor.full", "sizes", sizes);
        Tensor tensor = zeros(sizes);
        Arrays.fill(tensor.array(), value);
        return tensor;
    }

    /** A scalar. */
    public static Tensor scalar(float value) {
        return new Tensor(new Storage(new float[] {value}, 0, 1), 0, Shape.SCALAR);
    }

    /**
     * A tensor of a copy of {@code values}; no sizes make a scalar. {@link #wrap} makes no copy.
     *
     * @throws IllegalArgumentException when the array's length is not the product of the sizes
     */
    public static Tensor of(float[] values, int... sizes) {
        Checks.given("Tensor.of", "values", values);
        Checks.given("Tensor.of", "sizes", sizes);
        Shape shape = Shape.of(sizes);
        if (shape.count() != values.length) {
            throw new IllegalArgumentException("tensor: " + values.length + " values do not fill " + shape
                    + ", which holds " + shape.count() + (sizes.length > 0
                            ? ""
                            : "; without sizes it is a scalar, a vector is Tensor.of(values, " + values.length + ")"));
        }
        return new Tensor(new Storage(values.clone(), 0, values.length), 0, shape);
    }

    /**
     * A tensor over {@code shape.count()} elements of {@code array} from {@code offset} on, without a copy: a change of
     * one is a change of the other, which {@link #markModified} must report.
     */
    public static Tensor wrap(float[] array, int offset, Shape shape) {
        Checks.given("Tensor.wrap", "array", array);
        Checks.given("Tensor.wrap", "shape", shape);
        Objects.checkFromIndexSize(offset, shape.count(), array.length);
        return new Tensor(new Storage(array, offset, shape.count()), 0, shape);
    }

    // ------------------------------------------------------------------ reading

    /** The axis sizes. */
    public Shape shape() {
        return shape;
    }

    /**
     * The array behind the tensor; the tensor's elements start at {@link #offset()}. The caller
     * reports a change of elements by {@link #markModified}.
     *
     * <p>A change that nobody reports makes the gradients of an earlier forward pass wrong. Backward compares the
     * elements that it reads, and refuses them if they changed: all of them where ops ran eagerly (of more than a
     * million an evenly spread sample), 64 of each tensor that a program reads, all with the system property {@code
     * almt.check=true}.
     *
     * @throws IllegalStateException if there are no elements yet, as within a trace
     */
    public float[] array() {
        float[] array = storage.array;
        if (array == null) {
            throw notComputed();
        }
        return array;
    }

    /** Whether there are elements: not within a trace, nor before the first forward pass of a program. */
    public boolean isComputed() {
        return storage.array != null && !storage.awaited;
    }

    private float[] computed() {
        if (storage.awaited) {
            throw notComputed();
        }
        return array();
    }

    private IllegalStateException notComputed() {
        if (storage.isGradient && storage.array == null) {
            return new IllegalStateException("backward: the gradient of an input " + shape + " is not wanted, so that"
                    + " it has no memory; ask wants(input) before it is read or written");
        }
        return new IllegalStateException(described() + " has no elements yet: a trace records ops and computes"
                + " nothing; read it after the program's forward()");
    }

    /** Index in {@link #array()} of the first element. */
    public int offset() {
        return storage.base + offset;
    }

    /** Offset inside the storage: zero unless this is a view of a part. */
    int storageOffset() {
        return offset;
    }

    /** The only element of a tensor that has one. */
    public float item() {
        if (shape.count() != 1) {
            throw new IllegalStateException("item: " + shape + " has " + shape.count() + " elements; 1 is needed");
        }
        return computed()[offset()];
    }

    /** The element at an index, one per axis. */
    public float get(int... index) {
        Checks.given("Tensor.get", "index", index);
        if (index.length != shape.rank()) {
            throw new IllegalArgumentException("get: index " + Arrays.toString(index) + " of " + shape
                    + "; give one number for each axis, " + shape.rank());
        }
        int position = 0;
        for (int i = 0; i < index.length; i++) {
            if (index[i] < 0 || index[i] >= shape.size(i)) {
                throw new IndexOutOfBoundsException("get: index " + Arrays.toString(index) + " of " + shape + "; axis "
                        + i + " has " + (shape.size(i) == 0 ? "no elements" : "0 to " + (shape.size(i) - 1)));
            }
            position = position * shape.size(i) + index[i];
        }
        return computed()[offset() + position];
    }

    /** A copy of the elements, row-major. */
    public float[] toArray() {
        return Arrays.copyOfRange(computed(), offset(), offset() + shape.count());
    }

    // ------------------------------------------------------------------ changing in place

    /**
     * Replaces all elements; backward refuses what was saved before.
     *
     * @throws IllegalArgumentException if there are more or fewer than the tensor has
     */
    public void set(float... values) {
        Checks.given("Tensor.set", "values", values);
        if (values.length != shape.count()) {
            throw new IllegalArgumentException("set: " + values.length + " values for " + shape + ", which has "
                    + shape.count() + "; give as many, or copyFrom(array, from) to take some of a longer array");
        }
        copyFrom(values, 0);
    }

    /**
     * Replaces all elements by those of a longer array, from {@code from} on.
     *
     * @throws IllegalArgumentException if the array ends before the tensor is full
     */
    public void copyFrom(float[] source, int from) {
        Checks.given("Tensor.copyFrom", "source", source);
        if (from < 0 || source.length - from < shape.count()) {
            throw new IllegalArgumentException(
                    "copyFrom: " + shape + " has " + shape.count() + " elements, and an array"
                            + " of " + source.length + " has not so many from " + from + " on");
        }
        System.arraycopy(source, from, array(), offset(), shape.count());
        markModified();
    }

    /** Replaces all elements with one value. */
    public void fill(float value) {
        Arrays.fill(array(), offset(), offset() + shape.count(), value);
        markModified();
    }

    /** Reports that the elements were changed through {@link #array()}. */
    public void markModified() {
        storage.version++;
        storage.awaited = false;
    }

    int version() {
        return storage.version;
    }

    // ------------------------------------------------------------------ gradients

    /** Whether backward computes a gradient for this tensor. */
    public boolean requiresGrad() {
        return requiresGrad;
    }

    /** Whether no op that passes gradients on made this tensor. */
    public boolean isLeaf() {
        return producer == null;
    }

    /** Asks for a gradient (a parameter), or freezes the tensor. Only for leaves: tensors that no op made. */
    public Tensor requiresGrad(boolean wanted) {
        if (producer != null && !wanted) {
            throw new IllegalStateException("requiresGrad: made by " + producer + "; use detach() instead");
        }
        if (detached && wanted) {
            throw new IllegalStateException("requiresGrad: " + described()
                    + " is detached and shares its numbers, so that its"
                    + " gradient would mix with the original's; make a leaf of a copy: Tensor.of(x.toArray(), sizes)");
        }
        requiresGrad = wanted;
        if (wanted && producer == null) {
            if (storage.accumulation == null) {
                storage.accumulation = new Accumulation();
            }
            Leaves.asked(this);
        }
        return this;
    }

    /**
     * The gradient of the last backward passes, which accumulate; null before the first. Kept for leaves, and where
     * {@link #retainGrad} says so.
     *
     * @throws IllegalStateException if this tensor never gets one: it is no leaf that requires a gradient, or it was
     *     made by an op and retainGrad was not called, or it is a value of a program; or there is none yet, within
     *     a trace
     */
    public @Nullable Tensor grad() {
        if (gradient == null && !requiresGrad && storage.accumulation == null) {
            throw new IllegalStateException("grad: " + described() + " requires no gradient; call requiresGrad(true) on"
                    + " it before it is used");
        }
        if (producer != null && producer.isRecorded()) {
            throw new IllegalStateException("grad: " + described() + ", made by " + producer + ", is a value of a"
                    + " program, which reuses the memory of its gradient; compute it without the program, and call"
                    + " retainGrad() before backward");
        }
        if (producer != null && !retained) {
            throw new IllegalStateException("grad: the gradient of " + described() + ", made by " + producer
                    + ", is dropped as soon as it was passed on; call retainGrad() before backward to keep it");
        }
        Tensor present = nullableGradient();
        if (present == null && Execution.current().recording() != null) {
            throw new IllegalStateException("grad: " + described() + " has no gradient yet: a trace records ops and"
                    + " computes nothing; read it after the program's backward()");
        }
        return present;
    }

    private @Nullable Tensor nullableGradient() {
        return gradient == null || gradient.storage.array == null ? null : gradient;
    }

    /**
     * Keeps the gradient of a value that an op made after {@link #backward}, for {@link #grad} to show. Programs reuse
     * the memory of such gradients: for computations that run eagerly only. A leaf keeps its gradient anyway; called on
     * one, it says that the gradient is wanted for its own sake, so that no optimiser misses the leaf.
     *
     * @throws IllegalStateException if the tensor gets no gradient, or is a program's
     */
    public Tensor retainGrad() {
        if (!requiresGrad) {
            throw new IllegalStateException(
                    "retainGrad: " + described() + " depends on nothing that requires a gradient;"
                            + " call requiresGrad(true) on a leaf first");
        }
        if (producer != null) {
            producer.checkNotRecorded();
        }
        retained = true;
        return this;
    }

    /** Whether {@link #retainGrad} was called. */
    boolean isRetained() {
        return retained;
    }

    /** What the gradient of this leaf holds: whether backward passes have added to it, and optimisers used it. */
    public GradientState gradientState() {
        return storage.accumulation == null ? GradientState.NONE : storage.accumulation.state();
    }

    /** Notes what the gradient of this leaf holds from now on; for optimisers. */
    public void gradientIs(GradientState state) {
        if (storage.accumulation != null) {
            storage.accumulation.become(state);
        }
    }

    /**
     * A leaf that a backward pass reached together with this one since {@link #zeroGrad}, described for a message, if
     * the gradient of this one is {@linkplain #gradientAt an optimiser's} and that of the other is not; null if
     * there is none. For optimisers: a layer or tensor that was never registered would stay as it is.
     */
    public @Nullable String strayLeaf() {
        return storage.accumulation == null ? null : storage.accumulation.stray();
    }

    /** The gradient, given zeros where it has none yet. */
    public Tensor gradOrZeros() {
        Tensor grad = gradientView();
        grad.storage.allocate();
        return grad;
    }

    /** Sets the gradient to zero if there is one. */
    public void zeroGrad() {
        Tensor present = nullableGradient();
        if (present != null) {
            present.fill(0);
            gradientIs(GradientState.NONE);
        }
    }

    /** The tensor over this tensor's part of the shared gradient storage, not necessarily allocated. */
    Tensor gradientView() {
        if (gradient == null) {
            gradient = new Tensor(storage.gradient(), offset, shape);
        }
        return gradient;
    }

    /** Forgets the gradient of a value that an op made; that of a view lives on with the tensor behind it. */
    void dropGradient(boolean view) {
        gradient = null;
        if (!view) {
            storage.gradient = null;
        }
    }

    /** Computes the gradients of all leaves that this scalar depends on; see {@code Backward}. */
    public void backward() {
        Backward.from(this);
    }

    /** The leaves whose gradients {@link #backward} adds to, in no order; of a program's result too. */
    public Set<Tensor> leaves() {
        return Backward.leavesBehind(this);
    }

    /** The same numbers, shared, with no memory of how they were made. */
    public Tensor detach() {
        Tensor tensor = new Tensor(storage, offset, shape);
        tensor.markDetached();
        return tensor;
    }

    /** Marks this as sharing elements with another tensor without remembering it. */
    void markDetached() {
        detached = true;
    }

    /** Moves the numbers (with those of all views) to another array; used to pack parameters side by side. */
    public void moveTo(float[] target, int base) {
        Checks.given("Tensor.moveTo", "target", target);
        if (offset != 0 || storage.length != shape.count()) {
            throw new IllegalStateException("moveTo: " + described() + " is a view of a part; move the whole");
        }
        System.arraycopy(array(), storage.base, target, base, storage.length);
        storage.moveTo(target, base);
    }

    /** Makes the gradient live in {@code target}, which is taken as it is; used to pack gradients side by side. */
    public void gradientAt(float[] target, int base) {
        gradientView().storage.moveTo(target, base);
        if (storage.accumulation != null) {
            storage.accumulation.becomePacked();
        }
    }

    /** The shape alone, as in {@code Tensor[64,508,128]}; for messages. */
    String described() {
        return "Tensor" + shape;
    }

    /**
     * Shape and elements, for example {@code Tensor[2,2] [[1, 2], [3, 4.5]]}; of an axis of more than six elements the
     * first three and the last three; fewer if that would be more than 40 elements.
     */
    @Override
    public String toString() {
        return described() + " " + (isComputed() ? TensorText.of(this) : "(not computed yet)");
    }
}
