package org.almt.core;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the engine does with an {@link Op}: it gives the op memory and runs it. It also checks that backward reads the
 * same values as at the forward pass. Authors of ops need none of this.
 */
abstract class Node {
    private static final AtomicLong APPLIED = new AtomicLong();
    private static final Tensor[] NONE = {};
    private static final Indices[] NO_INDICES = {};

    private final String name;
    private final Tensor[] inputs;
    @SuppressWarnings("NullAway.Init") // set by the constructor of the op
    private Tensor output;
    private boolean view;
    private Tensor[] buffers = NONE;
    private Tensor[] scratches = NONE;
    private Tensor[] reads = NONE;
    private Indices[] indexReads = NO_INDICES;
    /** The versions of {@link #reads}, then of {@link #indexReads}, at the last forward pass. Empty before it. */
    private int[] versions = {};
    /** What {@link Watch} found for them, in the same order. */
    private int[] seen = {};

    /**
     * Which inputs required a gradient when the op was applied. A parameter that is frozen later still receives one.
     */
    private boolean[] wanted = {};
    /** Inputs whose gradients hold nothing yet when a program runs this op's backward pass. */
    private Tensor[] firstReached = NONE;
    /** Position in the order of application. The inputs were made by ops with smaller numbers. */
    private long order;
    private State state = State.NEW;
    /** Whether a program runs this op, in memory that the program has planned. */
    private boolean recorded;
    private @Nullable Object segment;
    private boolean recomputed;

    private enum State {
        NEW, RAN, SPENT
    }

    Node(String name, Tensor... inputs) {
        this.name = name;
        this.inputs = inputs;
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i] == null) {
                throw new IllegalArgumentException(
                        name + ": input " + (i + 1) + " of " + inputs.length + " is null; give a tensor");
            }
        }
    }

    abstract void forward();

    abstract void backward();

    abstract void recompute();

    abstract boolean dependsOnInputsAlone();

    abstract @Nullable Object attributes();

    abstract @Nullable Packable packable();

    abstract long flop();

    abstract boolean writesGradient(Tensor input);

    // ------------------------------------------------------------------ declarations

    final Tensor setOutput(Tensor tensor, boolean isView) {
        output = tensor;
        view = isView;
        return tensor;
    }

    final Tensor addBuffer(Tensor tensor) {
        buffers = with(buffers, tensor);
        return tensor;
    }

    final Tensor addScratch(Tensor tensor) {
        scratches = with(scratches, tensor);
        return tensor;
    }

    final void setReads(Tensor... values) {
        reads = values;
    }

    final void setReads(Indices... indices) {
        indexReads = indices;
    }

    private static Tensor[] with(Tensor[] tensors, Tensor... more) {
        Tensor[] all = Arrays.copyOf(tensors, tensors.length + more.length);
        System.arraycopy(more, 0, all, tensors.length, more.length);
        return all;
    }

    // ------------------------------------------------------------------ application

    /** Runs the op and returns its output. During a trace it records the op in the program instead. */
    public final Tensor apply() {
        Execution now = Execution.current();
        if (output == null) {
            throw new IllegalStateException(name + ": its constructor declares no result; call output(shape) or view("
                    + "input, offset, shape) there");
        }
        connect(now);
        if (now.recording() == null) {
            runEagerly();
        } else {
            recorded = true;
            segment = now.segment();
            now.recording().add(this);
        }
        return output;
    }

    /** Remembers that the output comes from this op, if gradients are wanted. */
    private void connect(Execution now) {
        if (anyInputIsWanted(now)) {
            output.producer = this; // first, because a tensor with a producer is no leaf
            output.requiresGrad(true);
            order = APPLIED.getAndIncrement();
            wanted = new boolean[inputs.length];
            for (int i = 0; i < inputs.length; i++) {
                wanted[i] = now.wants(inputs[i]);
            }
        } else if (view) {
            output.markDetached();
        }
    }

    private boolean anyInputIsWanted(Execution now) {
        for (Tensor input : inputs) {
            if (now.wants(input)) {
                return true;
            }
        }
        return false;
    }

    final boolean isWanted(Tensor input) {
        for (int i = 0; i < wanted.length; i++) {
            if (inputs[i] == input) {
                return wanted[i];
            }
        }
        return false;
    }

    final void runEagerly() {
        output.storage.allocate();
        for (Tensor buffer : buffers) {
            buffer.storage.allocate();
        }
        runForward();
    }

    // ------------------------------------------------------------------ forward

    final void runForward() {
        forward();
        if (!view) {
            output.markModified();
        }
        if (output.producer == this || recomputed) {
            rememberVersions();
        }
        state = State.RAN;
    }

    private void rememberVersions() {
        int n = reads.length + indexReads.length;
        if (versions.length < n) {
            versions = new int[n];
            seen = new int[n];
        }
        for (int i = 0; i < reads.length; i++) {
            versions[i] = reads[i].version();
            seen[i] = Watch.of(reads[i], recorded);
        }
        for (int i = 0; i < indexReads.length; i++) {
            versions[reads.length + i] = indexReads[i].version();
            seen[reads.length + i] = Watch.of(indexReads[i], recorded);
        }
    }

    /**
     * Notes that the op will be recomputed. It will then read these inputs again, which no op of its program computes.
     */
    final void willBeRecomputed(Tensor... leaves) {
        recomputed = true;
        reads = with(reads, leaves);
    }

    final void runRecompute() {
        recompute();
        output.markModified();
    }

    // ------------------------------------------------------------------ backward

    /** Refuses an eager backward pass through an op of a program. Its gradients lie where the program plans them. */
    final void checkNotRecorded() {
        if (recorded) {
            throw new IllegalStateException(name + ": this result is a program's; call the program's backward(), or"
                    + " detach() what is taken from it");
        }
    }

    /** Refuses a backward pass that would give wrong gradients. */
    final void checkReadyForBackward() {
        if (state != State.RAN) {
            throw new IllegalStateException(name + ": backward was already run through this result; its saved values"
                    + " are gone. Compute the loss again before a second backward.");
        }
        for (int i = 0; i < reads.length; i++) {
            if (reads[i].version() != versions[i]) {
                throw new IllegalStateException(name + ": a value of shape " + reads[i].shape()
                        + " that backward needs was changed in place after the forward pass."
                        + " Change a copy, or run backward first.");
            }
            if (Watch.of(reads[i], recorded) != seen[i]) {
                throw new IllegalStateException(name + ": a value of shape " + reads[i].shape() + " that backward needs"
                        + " was changed through array() after the forward pass, and markModified() not called. Change"
                        + " a copy, or run backward first.");
            }
        }
        for (int i = 0; i < indexReads.length; i++) {
            if (indexReads[i].version() != versions[reads.length + i]
                    || Watch.of(indexReads[i], recorded) != seen[reads.length + i]) {
                throw new IllegalStateException(name + ": " + indexReads[i] + " that backward needs were changed"
                        + " after the forward pass. Change others, or run backward first.");
            }
        }
    }

    /**
     * Whether this op can be the first to write {@code storage}, the gradient of one of its inputs. The gradient then
     * need not hold zeros. The op must reach it through one input alone, and must write all of it.
     */
    final boolean canBeFirst(Storage storage) {
        Tensor reached = null;
        for (int i = 0; i < inputs.length; i++) {
            if (wanted[i] && inputs[i].gradientView().storage == storage) {
                if (reached != null) {
                    return false;
                }
                reached = inputs[i];
            }
        }
        return reached != null && reached.shape().count() == storage.length && writesGradient(reached);
    }

    /** Notes that the gradient {@code storage} holds nothing when the backward pass runs. */
    final void willBeFirst(Storage storage) {
        for (Tensor input : inputs) {
            if (input.gradientView().storage == storage) {
                firstReached = with(firstReached, input);
            }
        }
    }

    final boolean isFirstReached(Tensor input) {
        for (Tensor each : firstReached) {
            if (each == input) {
                return true;
            }
        }
        return false;
    }

    final void runBackward() {
        backward();
        state = State.SPENT;
    }

    /**
     * Allocates the memory that {@link #runBackward} adds to and uses. Only for eager ops, because a program has
     * planned it.
     */
    final void allocateForBackward() {
        for (Tensor input : inputs) {
            if (isWanted(input)) {
                input.gradientView().storage.allocate();
            }
        }
        for (Tensor scratch : scratches) {
            scratch.storage.allocate();
        }
    }

    /**
     * Releases the memory that only an eager backward pass through this op needed, such as the gradient of its output.
     */
    final void releaseAfterBackward() {
        if (!output.isRetained()) {
            output.dropGradient(view);
        }
        for (Tensor scratch : scratches) {
            scratch.storage.array = null;
        }
    }

    // ------------------------------------------------------------------ parts

    final String name() {
        return name;
    }

    final Tensor[] inputs() {
        return inputs;
    }

    final Tensor output() {
        return output;
    }

    final boolean isView() {
        return view;
    }

    final Tensor[] buffers() {
        return buffers;
    }

    final Tensor[] scratches() {
        return scratches;
    }

    final Tensor[] reads() {
        return reads;
    }

    final boolean isRecorded() {
        return recorded;
    }

    final @Nullable Object segment() {
        return segment;
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
