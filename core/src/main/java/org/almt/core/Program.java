package org.almt.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.almt.core.BackwardPlan.Step;

/**
 * A computation that is recorded once and run many times, on the same memory: a training step or a prediction that
 * leaves no garbage.
 *
 * <pre>{@code
 * Program step = Program.trace(() -> mse(model.forward(batch), labels));
 * for (...) {
 *     batch.set(...);          // new values in the same input tensors
 *     step.forward();
 *     step.backward();         // gradients of parameters accumulate
 *     optimiser.step();
 * }
 * }</pre>
 *
 * <p>Tracing runs the constructors of the ops, so that shapes are checked, but computes nothing. Then {@code
 * MemoryPlan} lays buffers over one another if their lifetimes do not overlap. The ops, their order and so the bits of
 * every result are those of eager execution. Ops that the result does not depend on are left out. The trace fixes which
 * leaves receive gradients: freezing a parameter later has no effect until the computation is traced again.
 *
 * <p>A program without gradients computes {@code Constants} once: a model that is used and not trained folds its
 * weights at the first forward pass, and again only after a parameter has changed. Programs that one model is traced
 * into several times, for threads and batch sizes, may have {@link SharedConstants}.
 *
 * <p>Only one thread at a time may run a program, or any of the programs in one workspace; a second is refused.
 */
public final class Program {
    private final Workspace workspace;
    private final Tensor result;
    private final Constants constants;
    /** The ops of each forward pass, without the constant ones. */
    private final List<Node> forward;
    private final List<Step> backward;
    /** For each step of {@link #backward}, the gradients that receive their first share in it and start as zeros. */
    private final Storage[][] zeroed;

    private Program(
            Workspace workspace, SharedConstants shared, List<Node> recorded, Tensor result, Collection<Tensor> kept) {
        this.workspace = workspace;
        this.result = result;
        List<Node> needed = needed(recorded, result, kept);
        constants = GradMode.enabled() ? new Constants() : new Constants(needed, result, shared);
        forward = without(constants.nodes(), needed);
        backward = BackwardPlan.steps(needed, result);
        MemoryPlan plan = new MemoryPlan(forward, backward, result, kept);
        plan.place(workspace);
        zeroed = plan.gradientsBornAt();
    }

    /**
     * Records {@code body}, whose tensors must not be read while it runs, and plans memory in a workspace of its own.
     */
    public static Program trace(Supplier<Tensor> body) {
        return trace(new Workspace(), body);
    }

    /**
     * Records {@code body} and plans its memory in {@code workspace}, shared with programs that never run meanwhile.
     */
    public static Program trace(Workspace workspace, Supplier<Tensor> body) {
        return trace(workspace, new SharedConstants(), body);
    }

    /**
     * Records {@code body}, some of whose values are to be read beside the result.
     *
     * @param kept filled by {@code body}: their values are there after {@link #forward}, and after {@link #backward}
     *     too
     */
    public static Program trace(Workspace workspace, Supplier<Tensor> body, Collection<Tensor> kept) {
        return trace(workspace, new SharedConstants(), body, kept);
    }

    /** The same, with constants that are computed once for all programs that are traced with {@code shared}. */
    public static Program trace(Workspace workspace, SharedConstants shared, Supplier<Tensor> body) {
        return trace(workspace, shared, body, List.of());
    }

    private static Program trace(
            Workspace workspace, SharedConstants shared, Supplier<Tensor> body, Collection<Tensor> kept) {
        Execution now = Execution.current();
        if (now.recording() != null) {
            throw new IllegalStateException("program: a trace is already being recorded on this thread");
        }
        List<Node> recorded = new ArrayList<>();
        Tensor result = now.recordingInto(recorded).run(body);
        return new Program(workspace, shared, recorded, result, kept);
    }

    /** The recorded ops that the result and what is kept depend on, in order. */
    private static List<Node> needed(List<Node> recorded, Tensor result, Collection<Tensor> kept) {
        Set<Storage> wanted = new HashSet<>(Set.of(result.storage));
        kept.forEach(tensor -> wanted.add(tensor.storage));
        List<Node> needed = new ArrayList<>();
        for (int i = recorded.size() - 1; i >= 0; i--) {
            Node node = recorded.get(i);
            if (wanted.contains(node.output().storage)) {
                needed.add(node);
                Arrays.stream(node.inputs()).forEach(input -> wanted.add(input.storage));
            }
        }
        Collections.reverse(needed);
        return needed;
    }

    private static List<Node> without(List<Node> some, List<Node> all) {
        Set<Node> removed = new HashSet<>(some);
        return all.stream().filter(node -> !removed.contains(node)).toList();
    }

    /**
     * Computes the result from the present values of the inputs.
     *
     * @throws IllegalStateException while another thread runs this program, or another one in the same workspace
     */
    public Tensor forward() {
        workspace.enter();
        try {
            workspace.setOwner(this);
            constants.refresh();
            for (int i = 0; i < forward.size(); i++) {
                forward.get(i).runForward();
            }
            return result;
        } finally {
            workspace.leave();
        }
    }

    /**
     * Adds the gradients of the result, which {@link #forward} has just computed, to those of the leaves.
     *
     * @throws IllegalStateException if the result has no gradient, if values that backward reads have changed, or while
     *     another thread runs this program, or another one in the same workspace
     */
    public void backward() {
        if (backward.isEmpty()) {
            throw new IllegalStateException(
                    "program: its result " + result.described() + " is not a single number that depends on"
                            + " a tensor requiring a gradient");
        }
        workspace.enter();
        try {
            if (!workspace.isOwnedBy(this)) {
                throw new IllegalStateException("program: no forward pass of this program, or another program in the"
                        + " same workspace ran after it; run forward again before backward");
            }
            for (int i = 0; i < backward.size(); i++) {
                backward.get(i).node().checkReadyForBackward();
            }
            for (int i = 0; i < backward.size(); i++) {
                run(i);
            }
        } finally {
            workspace.leave();
        }
    }

    private void run(int i) {
        for (Storage gradient : zeroed[i]) {
            gradient.zero();
        }
        if (i == 0) {
            Backward.seed(result);
        }
        Step step = backward.get(i);
        if (step.recompute()) {
            step.node().runRecompute();
        } else {
            step.node().runBackward();
        }
    }

    /** The tensor that {@link #forward} fills. */
    public Tensor result() {
        return result;
    }

    /** Number of ops, including the constant ones. */
    public int size() {
        return constants.nodes().size() + forward.size();
    }
}
