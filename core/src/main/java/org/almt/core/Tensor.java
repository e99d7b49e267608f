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
 * <p>Some ops (reshape, slices along the first axis) give a view. A view shares elements and gradient with the
 * original. Tensors are not thread-safe, but any number of threads may read one. {@code equals} compares identity. To
 * compare elements, use {@code Arrays.equals(x.toArray(), y.toArray())}, or {@code Ops.equal} to compare one by one.
 *
 * <p>Threads: many may use it while none changes it.
 */
public final class Tensor {
    final Storage storage;
    private final Shape shape;
    private final int offset;

    private boolean requiresGrad;
    /** The op that made this tensor and will pass its gradient on. Null for leaves. */
    @Nullable
    Node producer;

    private @Nullable Tensor gradient;
    private boolean retained;
    /**
     * Whether this shares its elements with a tensor that is no part of its history. It then shares the place of the
     * gradient too.
     */
    private boolean detached;

    Tensor(Storage storage, int offset, Shape shape) {
        this.storage = storage;
        this.offset = offset;
        this.shape = shape;
    }

    /** A tensor whose memory is decided later, by an eager op at once or by a program's plan. */
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
     * A tensor that holds a copy of {@code values}. Without sizes it is a scalar. {@link #wrap} makes no copy.
     *
     * @throws IllegalArgumentException if the array's length is not the product of the sizes
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
     * A tensor over {@code shape.count()} elements of {@code array} from {@code offset} on, without a copy. A change of
     * the array changes the tensor, and {@link #markModified} must report it.
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
     * The array behind the tensor. The tensor's elements start at {@link #offset()}. After a change of elements, the
     * caller must call {@link #markModified}.
     *
     * <p>A change that is not reported makes the gradients of an earlier forward pass wrong. Backward therefore
     * compares the elements that it reads, and refuses to run if they changed. If ops ran eagerly, it compares all
     * elements, but only an evenly spaced sample if a tensor has more than a million. In a program it compares 64
     * elements of each tensor. With the system property {@code almt.check=true} it compares all elements everywhere.
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

    /** Whether there are elements. There are none within a trace, or before the first forward pass of a program. */
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
            return new IllegalStateException("backward: the gradient of an input " + shape + " is not wanted and has"
                    + " no memory; check wants(input) before it is read or written");
        }
        return new IllegalStateException(described() + " has no elements yet: a trace records ops and computes"
                + " nothing; read it after the program's forward()");
    }

    /** Index in {@link #array()} of the first element. */
    public int offset() {
        return storage.base + offset;
    }

    /** Offset inside the storage. Zero unless this is a view. */
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
     * Replaces all elements. A backward pass that needs the old ones is refused.
     *
     * @throws IllegalArgumentException if there are more or fewer than the tensor has
     */
    public void set(float... values) {
        Checks.given("Tensor.set", "values", values);
        if (values.length != shape.count()) {
            throw new IllegalArgumentException("set: " + values.length + " values for " + shape + ", which has "
                    + shape.count()
                    + "; set replaces all elements: give as many, or copyFrom(array, from) to take some of"
                    + " a longer array");
        }
        copyFrom(values, 0);
    }

    /**
     * Replaces all elements with those of a longer array, starting at index {@code from}.
     *
     * @throws IllegalArgumentException if the array ends before the tensor is full
     */
    public void copyFrom(float[] source, int from) {
        Checks.given("Tensor.copyFrom", "source", source);
        if (from < 0 || source.length - from < shape.count()) {
            throw new IllegalArgumentException(
                    "copyFrom: " + shape + " has " + shape.count() + " elements, and an array"
                            + " of " + source.length + " has fewer from " + from + " on");
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

    /** Whether this is a leaf: no op that passes gradients on made it. */
    public boolean isLeaf() {
        return producer == null;
    }

    /** Requests a gradient, as for a parameter, or freezes the tensor. Only for leaves: tensors that no op made. */
    public Tensor requiresGrad(boolean wanted) {
        if (producer != null && !wanted) {
            throw new IllegalStateException("requiresGrad: made by " + producer + "; use detach() instead");
        }
        if (detached && wanted) {
            throw new IllegalStateException("requiresGrad: " + described()
                    + " is detached and shares its elements with the original, and their gradients would mix; make a"
                    + " leaf of a copy: Tensor.of(x.toArray(), sizes)");
        }
        requiresGrad = wanted;
        if (wanted && producer == null) {
            if (storage.accumulation == null) {
                storage.accumulation = new Accumulation();
            }
            Leaves.report(this);
        }
        return this;
    }

    /**
     * The gradient: the sum of all backward passes since it was last zero. Null before the first backward pass that
     * reaches this tensor. Zeros after {@link #zeroGrad}. It is kept for leaves, and for tensors on which {@link
     * #retainGrad} was called.
     *
     * @throws IllegalStateException if this tensor never gets one: it is no leaf that requires a gradient, an op made
     *     it and retainGrad was not called, or it is a value of a program. Also within a trace, because there is none
     *     yet
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
     * Keeps the gradient of an op's output after {@link #backward}, so that {@link #grad} returns it. Only for
     * computations that run eagerly: programs reuse the memory of such gradients. A leaf always keeps its gradient. For
     * a leaf, this call states that the caller itself uses the gradient. Optimisers then do not report the leaf as
     * forgotten.
     *
     * @throws IllegalStateException if the tensor gets no gradient, or is a value of a program
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

    /**
     * What the gradient of this leaf holds: whether backward passes have added to it, and whether optimisers have used
     * it.
     */
    public GradientState gradientState() {
        return storage.accumulation == null ? GradientState.NONE : storage.accumulation.state();
    }

    /** Notes what the gradient of this leaf now holds. For optimisers. */
    public void gradientIs(GradientState state) {
        if (storage.accumulation != null) {
            storage.accumulation.become(state);
        }
    }

    /**
     * A leaf that a backward pass reached together with this one since {@link #zeroGrad}, described for a message. An
     * optimiser {@linkplain #gradientAt holds} the gradient of this leaf, but none holds that of the other. Null if
     * there is no such leaf. For optimisers: a layer or tensor that was never registered would stay unchanged.
     */
    public @Nullable String strayLeaf() {
        return storage.accumulation == null ? null : storage.accumulation.stray();
    }

    /** The gradient. If there is none yet, it is created as zeros. */
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

    /** This tensor's part of the shared gradient storage, as a tensor. It need not be allocated. */
    Tensor gradientView() {
        if (gradient == null) {
            gradient = new Tensor(storage.gradient(), offset, shape);
        }
        return gradient;
    }

    /** Drops the gradient of an op's output. The gradient of a view remains with the tensor behind it. */
    void dropGradient(boolean view) {
        gradient = null;
        if (!view) {
            storage.gradient = null;
        }
    }

    /** Computes the gradients of all leaves that this scalar depends on. See {@code Backward}. */
    public void backward() {
        Backward.from(this);
    }

    /** The leaves whose gradients {@link #backward} adds to, in no order. Works for a program's result too. */
    public Set<Tensor> leaves() {
        return Backward.leavesBehind(this);
    }

    /** A tensor with the same elements, shared, that does not remember how they were made. */
    public Tensor detach() {
        Tensor tensor = new Tensor(storage, offset, shape);
        tensor.markDetached();
        return tensor;
    }

    /** Notes that this shares elements with another tensor that is not in its history. */
    void markDetached() {
        detached = true;
    }

    /** Moves the elements, with those of all views, to another array. Used to pack parameters side by side. */
    public void moveTo(float[] target, int base) {
        Checks.given("Tensor.moveTo", "target", target);
        if (offset != 0 || storage.length != shape.count()) {
            throw new IllegalStateException("moveTo: " + described() + " is a view of a part; move the whole");
        }
        System.arraycopy(array(), storage.base, target, base, storage.length);
        storage.moveTo(target, base);
    }

    /**
     * Makes {@code target} the memory of the gradient. Its present elements become the gradient. Used to pack gradients
     * side by side.
     */
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
     * Shape and elements, for example {@code Tensor[2,2] [[1, 2], [3, 4.5]]}. An axis of more than six elements shows
     * its first three and last three. It shows fewer if the text would otherwise have more than 40 elements.
     */
    @Override
    public String toString() {
        return described() + " " + (isComputed() ? TensorText.of(this) : "(not computed yet)");
    }
}
