package org.almt.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * One operation on tensors: its formula forward, its formula backward, and what it keeps in between. Each subclass is
 * one file of {@code org.almt.core.op}, and one object is one use of the operation in a computation.
 *
 * <p>The constructor checks shapes, and declares with {@link #output}, {@link #view}, {@link #buffer}, {@link #scratch}
 * and {@link #readsInBackward} the memory that the op needs; it computes nothing. {@link #forward()} may then run once (eager) or
 * many times (in a {@link Program}), always on the same tensors, and {@link #backward()} after it. Neither allocates.
 *
 * <p>Gradients always accumulate: {@code backward} <em>adds</em> to {@link #gradient gradient(input)}, which starts as
 * zeros, so that a tensor used twice gets the sum.
 */
public abstract class Op {
    private static final Tensor[] NONE = {};
    private static final Indices[] NO_INDICES = {};

    private final String name;
    private final Tensor[] inputs;
    private Tensor output;
    private boolean outputIsAlias;
    private final List<Tensor> kept = new ArrayList<>(2);
    private final List<Tensor> scratches = new ArrayList<>(2);
    private Tensor[] saved = NONE;
    private int[] savedVersions;
    private Indices[] savedIndices = NO_INDICES;
    /** Which inputs required a gradient when the op was applied; a parameter frozen later is still served. */
    private boolean[] wanted = {};
    private State state = State.NEW;
    /** Whether a program runs this, in memory that it has planned, and not whoever holds a tensor. */
    private boolean recorded;
    /** The part of a program that this belongs to, or null; and whether it runs again before that part's backward. */
    private Recomputation part;

    private boolean repeated;
    /** Position in the order of use: an op's inputs were always made by ops with a smaller number. */
    private long order;

    private static long nextOrder;

    private enum State {
        NEW, RAN, SPENT
    }

    /** An op called {@code name} in messages (the method's name in {@code Ops}), on the given inputs. */
    protected Op(String name, Tensor... inputs) {
        this.name = name;
        this.inputs = inputs;
    }

    // ------------------------------------------------------------------ declared by the constructor

    /** Declares the result's shape. */
    protected final Tensor output(Shape shape) {
        output = Tensor.unallocated(shape);
        return output;
    }

    /**
     * Declares that the result is a run of the numbers of {@code input}, from {@code offset} on, under another shape:
     * no memory, no work. Both share one gradient too, so that what is added to the alias's has reached the input's.
     */
    protected final Tensor view(Tensor input, int offset, Shape shape) {
        output = new Tensor(input.storage, input.storageOffset() + offset, shape);
        outputIsAlias = true;
        return output;
    }

    /** Declares a buffer that {@link #forward} fills for {@link #backward} (statistics, masks). */
    protected final Tensor buffer(Shape shape) {
        Tensor tensor = Tensor.unallocated(shape);
        kept.add(tensor);
        return tensor;
    }

    /** Declares a buffer that {@link #backward} alone uses, for as long as it runs; its contents start as anything. */
    protected final Tensor scratch(Shape shape) {
        Tensor tensor = Tensor.unallocated(shape);
        scratches.add(tensor);
        return tensor;
    }

    /** Declares the inputs or outputs whose values {@link #backward} reads; they must not change until then. */
    protected final void readsInBackward(Tensor... values) {
        saved = values;
    }

    /** Declares the indices that {@link #backward} reads; they too must not change until then. */
    protected final void readsInBackward(Indices... indices) {
        savedIndices = indices;
    }

    // ------------------------------------------------------------------ the mathematics

    /** Computes the output from the inputs. */
    protected abstract void forward();

    /**
     * Adds to the gradient of each input that {@link #wants wants} one its share of the output's gradient: the
     * vector-Jacobian product.
     */
    protected abstract void backward();

    /**
     * Computes the output and what is kept a second time, after {@link #forward} and to the same bits, where a program
     * has let go of them; see {@link Recomputation}. Random numbers are those of the forward pass.
     */
    protected void recompute() {
        forward();
    }

    /** Whether equal inputs always give an equal output; not so where random numbers come in. */
    protected boolean dependsOnInputsAlone() {
        return true;
    }

    /**
     * Asked once by a program without gradients: whether the op has something to {@link #prepare} from inputs that
     * {@code settled} holds for, which change only when parameters do.
     */
    protected boolean prepares(Predicate<Tensor> settled) {
        return false;
    }

    /** Runs before {@link #forward} whenever settled inputs have changed, if {@link #prepares} said so. */
    protected void prepare() {}

    // ------------------------------------------------------------------ for backward()

    /** Whether this input needs a gradient. */
    protected final boolean wants(Tensor input) {
        for (int i = 0; i < wanted.length; i++) {
            if (inputs[i] == input) {
                return wanted[i];
            }
        }
        return false;
    }

    /** The gradient of an input, to be added to; or the gradient of the output, to be read. */
    protected static Tensor gradient(Tensor tensor) {
        return tensor.gradientView();
    }

    // ------------------------------------------------------------------ running

    /** Runs the op, or adds it to the program that is being traced, and returns its output. */
    public final Tensor apply() {
        boolean differentiable = GradMode.enabled() && anyInputRequiresGrad();
        if (differentiable) {
            output.requiresGrad(true);
            output.producer = this;
            order = nextOrder();
            wanted = new boolean[inputs.length];
            for (int i = 0; i < inputs.length; i++) {
                wanted[i] = inputs[i].requiresGrad();
            }
        } else if (outputIsAlias) {
            output.markDetached();
        }
        Program traced = Program.current();
        if (traced != null) {
            traced.add(this);
        } else {
            output.storage.allocate();
            for (Tensor buffer : kept) {
                buffer.storage.allocate();
            }
            runForward();
        }
        return output;
    }

    private static synchronized long nextOrder() {
        return nextOrder++;
    }

    private boolean anyInputRequiresGrad() {
        for (Tensor input : inputs) {
            if (input.requiresGrad()) {
                return true;
            }
        }
        return false;
    }

    final void runForward() {
        forward();
        if (!outputIsAlias) {
            output.markModified();
        }
        if (output.producer == this || repeated) {
            if (savedVersions == null) {
                savedVersions = new int[saved.length + savedIndices.length];
            }
            for (int i = 0; i < saved.length; i++) {
                savedVersions[i] = saved[i].version();
            }
            for (int i = 0; i < savedIndices.length; i++) {
                savedVersions[saved.length + i] = savedIndices[i].version();
            }
        }
        state = State.RAN;
    }

    /** Says that a program has this op now. */
    final void record() {
        recorded = true;
        part = Recomputation.current();
    }

    final Recomputation part() {
        return part;
    }

    /** Says that the op will run again, and so will read these inputs again, which no op of the program computes. */
    final void repeat(Tensor... leaves) {
        repeated = true;
        Tensor[] all = Arrays.copyOf(saved, saved.length + leaves.length);
        System.arraycopy(leaves, 0, all, saved.length, leaves.length);
        saved = all;
    }

    final void runAgain() {
        recompute();
        output.markModified();
    }

    /** Refuses an eager backward pass through an op of a program, whose gradients lie where the program plans them. */
    final void checkNotRecorded() {
        if (recorded) {
            throw new IllegalStateException(name + ": this result is a program's; call the program's backward(), or"
                    + " detach() what is taken from it");
        }
    }

    /** Refuses a backward pass that would give wrong numbers. */
    final void checkReadyForBackward() {
        if (state != State.RAN) {
            throw new IllegalStateException(name + ": backward was already run through this result; its saved values"
                    + " are gone. Compute the loss again before a second backward.");
        }
        for (int i = 0; i < saved.length; i++) {
            if (saved[i].version() != savedVersions[i]) {
                throw new IllegalStateException(name + ": a value of shape " + saved[i].shape()
                        + " that backward needs was changed in place after the forward pass (" + saved[i].version()
                        + " changes, expected " + savedVersions[i] + "). Change a copy, or run backward first.");
            }
        }
        for (int i = 0; i < savedIndices.length; i++) {
            if (savedIndices[i].version() != savedVersions[saved.length + i]) {
                throw new IllegalStateException(name + ": " + savedIndices[i] + " that backward needs were changed"
                        + " after the forward pass. Change others, or run backward first.");
            }
        }
    }

    final void runBackward() {
        backward();
        state = State.SPENT;
    }

    /** Gives an eager op the memory that {@link #runBackward} adds to and uses; a program has planned it. */
    final void allocateForBackward() {
        for (Tensor input : inputs) {
            if (wants(input)) {
                input.gradientView().storage.allocate();
            }
        }
        for (Tensor buffer : scratches) {
            buffer.storage.allocate();
        }
    }

    /** Lets go of what only an eager backward through this op needed, the gradient of its output foremost. */
    final void releaseAfterBackward() {
        output.dropGradient(outputIsAlias);
        for (Tensor buffer : scratches) {
            buffer.storage.array = null;
        }
    }

    final String name() {
        return name;
    }

    final Tensor[] inputs() {
        return inputs;
    }

    final Tensor output() {
        return output;
    }

    final boolean outputIsAlias() {
        return outputIsAlias;
    }

    final List<Tensor> kept() {
        return kept;
    }

    final List<Tensor> scratches() {
        return scratches;
    }

    final Tensor[] saved() {
        return saved;
    }

    final long order() {
        return order;
    }

    /** For example {@code matmul [64,508,128]}. */
    @Override
    public String toString() {
        return name + " " + output.shape();
    }
}
