package org.almt.core;

import org.jspecify.annotations.Nullable;

/**
 * One operation on tensors: its formula forward, its formula backward, and what it keeps in between. Each subclass is
 * one file of {@code org.almt.core.op}, and each object is one use of the operation in a computation.
 *
 * <pre>{@code
 * final class Square extends Op {
 *     private final Tensor x;
 *     private final Tensor y;
 *
 *     Square(Tensor x) {
 *         super("square", x);
 *         this.x = x;
 *         y = output(x.shape());
 *         readsInBackward(x);
 *     }
 *     protected void forward()  { ... y = x² ... }
 *     protected void backward() { ... gradient(x) += 2 x gradient(y) ... }
 * }
 * Tensor y = new Square(x).apply();
 * }</pre>
 *
 * <p>The constructor checks shapes and declares the memory that the op needs; it computes nothing. {@link #forward()}
 * may then run once (eager) or many times (in a {@link Program}), always on the same tensors, and {@link #backward()}
 * after it. Neither allocates memory.
 *
 * <p>Gradients accumulate: {@code backward} <em>adds</em> to {@link #gradient gradient(input)}, which starts as zeros.
 * A tensor that is used twice thus gets the sum.
 *
 * <p>Threads: one at a time.
 */
public abstract class Op extends Node {
    /**
     * An op on the given inputs.
     *
     * @param name the op's name in messages: the name of the method in {@code Ops}
     */
    protected Op(String name, Tensor... inputs) {
        super(name, inputs);
    }

    // ------------------------------------------------------------------ declared by the constructor

    /** Declares the result's shape, and returns the result. */
    protected final Tensor output(Shape shape) {
        return setOutput(Tensor.unallocated(shape), false);
    }

    /**
     * Declares that the result is a view: the elements of {@code input} from {@code offset} on, under another shape. A
     * view needs no memory and no work. The two share one gradient too. What is added to the gradient of the view is
     * already in the gradient of the input.
     */
    protected final Tensor view(Tensor input, int offset, Shape shape) {
        return setOutput(new Tensor(input.storage, input.storageOffset() + offset, shape), true);
    }

    /** Declares a buffer that {@link #forward} fills for {@link #backward}, such as statistics or masks. */
    protected final Tensor buffer(Shape shape) {
        return addBuffer(Tensor.unallocated(shape));
    }

    /** Declares a buffer that only {@link #backward} uses while it runs. It starts with arbitrary contents. */
    protected final Tensor scratch(Shape shape) {
        return addScratch(Tensor.unallocated(shape));
    }

    /** Declares inputs or outputs whose values {@link #backward} reads. It refuses to run if they have changed. */
    protected final void readsInBackward(Tensor... values) {
        setReads(values);
    }

    /** Declares indices that {@link #backward} reads. It refuses to run if they have changed. */
    protected final void readsInBackward(Indices... indices) {
        setReads(indices);
    }

    // ------------------------------------------------------------------ the mathematics

    /** Computes the output from the inputs. */
    @Override
    protected abstract void forward();

    /**
     * Adds to the gradient of each input that {@link #wants wants} one what the output's gradient contributes to it:
     * the vector-Jacobian product.
     */
    @Override
    protected abstract void backward();

    /**
     * Computes the output and the buffers a second time, because a program has reused their memory; see {@link
     * Recomputation}. The bits are those of {@link #forward}, random numbers included.
     */
    @Override
    protected void recompute() {
        forward();
    }

    /** Whether equal inputs always give an equal output. False if the op reads random numbers or indices. */
    @Override
    protected boolean dependsOnInputsAlone() {
        return true;
    }

    /**
     * Everything that decides the output beside the inputs and the shapes, such as a factor or an axis. It is an object
     * with {@code equals}, or an empty list for nothing. Programs with {@link SharedConstants} compute constant ops
     * once if they have the same class, equal attributes and the same inputs. Null, the default, means that each op
     * computes its own value.
     */
    @Override
    protected @Nullable Object attributes() {
        return null;
    }

    /**
     * Floating-point operations of a forward pass, for {@link Program#explain}: a multiply-add counts as two, any other
     * function of an element as one. The default is one for each element of the result or of the first input, whichever
     * has more.
     */
    @Override
    protected long flop() {
        int read = inputs().length == 0 ? 0 : inputs()[0].shape().count();
        return Math.max(read, output().shape().count());
    }

    /**
     * The input that a program without gradients may pack before {@link #forward}, if the input is constant. Otherwise
     * null.
     */
    @Override
    protected @Nullable Packable packable() {
        return null;
    }

    /**
     * Whether {@link #backward} can write the gradient of this input instead of adding to zeros. It then asks {@link
     * #isFirst}. For each op that can, a program saves one pass over the memory of a gradient.
     */
    @Override
    protected boolean writesGradient(Tensor input) {
        return false;
    }

    // ------------------------------------------------------------------ for backward()

    /** Whether this input needs a gradient. */
    protected final boolean wants(Tensor input) {
        return isWanted(input);
    }

    /**
     * Whether the gradient of this input holds arbitrary numbers. {@link #backward} must then write all of them, as if
     * it added to +0. Only for inputs that {@link #writesGradient} names.
     */
    protected final boolean isFirst(Tensor input) {
        return isFirstReached(input);
    }

    /** The gradient of an input, to add to, or the gradient of the output, to read. */
    protected static Tensor gradient(Tensor tensor) {
        return tensor.gradientView();
    }
}
