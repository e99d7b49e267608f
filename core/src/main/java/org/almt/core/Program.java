package org.almt.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.almt.core.BackwardPlan.Step;
import org.almt.core.op.Checks;
import org.jspecify.annotations.Nullable;

/**
 * A computation that is recorded once and run many times on the same memory, such as a training step or a prediction. A
 * replay leaves no garbage.
 *
 * <pre>{@code
 * Program step = Program.trace(List.of(batch, labels), in -> Ops.mseLoss(model.forward(in.get(0)), in.get(1)));
 * for (...) {
 *     step.forward(nextBatch, nextLabels);   // copies their elements into batch and labels
 *     step.backward();                       // gradients of parameters accumulate
 *     optimiser.step();
 * }
 * }</pre>
 *
 * <p>A program always reads the tensors that existed when it was traced. To give it other elements, put them into the
 * same tensors, by {@link #forward(Tensor...)} or {@link Tensor#set}. A tensor that is made later as a replacement is
 * never read. The body runs only once, so a tensor that it makes is not made again either.
 *
 * <p>Tracing runs the constructors of the ops, which check shapes. It computes nothing. Then {@code MemoryPlan} lays
 * buffers over one another if their lifetimes do not overlap. The ops and their order are those of eager execution, and
 * so are the bits of every result. Ops that the result does not depend on are left out. The trace fixes which leaves
 * receive gradients. Freezing a parameter later has no effect until the computation is traced again.
 *
 * <p>A program without gradients computes {@code Constants} once. A model that is not trained thus folds its weights at
 * the first forward pass, and again only after a parameter has changed. One model may be traced into several programs,
 * for threads and batch sizes. Give them one {@link SharedConstants}, so that the weights are folded only once.
 *
 * <p>Only one thread at a time may run a program, or any of the programs in one workspace. A second thread is refused.
 * Give each thread a {@link #copy}. It has its own inputs and results, and shares the parameters, the plan of memory
 * and the constants. Copies may run forward at the same time. Only one backward pass at a time may add to the gradient
 * of a leaf. The second is refused.
 *
 * <p>Threads: one at a time.
 */
public final class Program {
    private final Workspace workspace;
    private final SharedConstants shared;
    private final Recording recording;
    private final Tensor result;
    private final Constants constants;
    /** The ops of each forward pass, without the constant ones. */
    private final List<Node> forward;
    private final List<Step> backward;
    /** The leaves whose gradients the backward pass adds to. */
    private final Tensor[] receivers;
    private final MemoryPlan plan;
    /**
     * For each step of {@link #backward}, the gradients that start as zeros, because they receive their first
     * contribution in it. Gradients that the op itself writes first are not among them.
     */
    private final Storage[][] zeroed;

    /** A program, or a copy of {@code original}. It is null for a program that is no copy. */
    private Program(
            Workspace workspace, SharedConstants shared, Recording recording, @Nullable Program original) {
        this.workspace = workspace;
        this.shared = shared;
        this.recording = recording;
        result = recording.result();
        List<Node> needed = recording.nodes();
        constants = recording.execution().gradients() ? new Constants() : new Constants(needed, result, shared);
        forward = without(constants.nodes(), needed);
        backward = BackwardPlan.steps(needed, result);
        receivers = receivers(backward);
        plan = new MemoryPlan(forward, backward, result, recording.kept());
        if (original == null) {
            plan.arrange();
        } else {
            original.recording.requireSame(recording);
            plan.arrangeLike(original.plan);
        }
        plan.place(workspace);
        zeroed = zeroed(backward, plan.gradientsBornAt());
        for (Node node : forward) {
            if (!node.isView()) {
                node.output().storage.awaited = true;
            }
        }
    }

    /**
     * Records what {@code body} computes from {@code input}, and plans memory in a new workspace.
     *
     * @param input {@link #forward(Tensor...)} copies elements into it, and each {@link #copy} has its own
     */
    public static Program trace(Tensor input, UnaryOperator<Tensor> body) {
        Checks.given("Program.trace", "input", input);
        Checks.given("Program.trace", "body", body);
        return trace(List.of(input), inputs -> body.apply(inputs.get(0)));
    }

    /** Records what {@code body} computes from several inputs, and plans memory in a new workspace. */
    public static Program trace(List<Tensor> inputs, Function<List<Tensor>, Tensor> body) {
        Checks.given("Program.trace", "inputs", inputs);
        Checks.given("Program.trace", "body", body);
        for (Tensor input : inputs) {
            if (input.producer != null) {
                throw new IllegalArgumentException("program: the input " + input.described() + " was made by "
                        + input.producer + "; an input must be a tensor whose elements can be replaced");
            }
        }
        return new Program(new Workspace(), new SharedConstants(),
                Recording.of(Execution.current(), inputs, body, List.of()), null);
    }

    /**
     * Records {@code body} and plans memory in a new workspace. While the body runs, its results have no elements to
     * read.
     *
     * <p>The program always reads the same tensors as the body. If the caller later assigns another tensor to the
     * variable, this has no effect, and nothing reports it. Put new elements into the same tensor by {@link
     * Tensor#set}, or trace with inputs: {@link #trace(Tensor, UnaryOperator)}.
     */
    public static Program trace(Supplier<Tensor> body) {
        Checks.given("Program.trace", "body", body);
        return trace(new Workspace(), body);
    }

    /**
     * Records {@code body} and plans its memory in {@code workspace}. Programs that share a workspace must never run at
     * the same time.
     */
    public static Program trace(Workspace workspace, Supplier<Tensor> body) {
        Checks.given("Program.trace", "body", body);
        return trace(workspace, new SharedConstants(), body);
    }

    /**
     * Records {@code body}. Some of its values can be read beside the result.
     *
     * @param kept filled by {@code body} with the values to keep; they are present after {@link #forward} and {@link
     *     #backward}
     */
    public static Program trace(Workspace workspace, Supplier<Tensor> body, Collection<Tensor> kept) {
        Checks.given("Program.trace", "body", body);
        return trace(workspace, new SharedConstants(), body, kept);
    }

    /** The same, with constants that are computed once for all programs that are traced with {@code shared}. */
    public static Program trace(Workspace workspace, SharedConstants shared, Supplier<Tensor> body) {
        Checks.given("Program.trace", "body", body);
        return trace(workspace, shared, body, List.of());
    }

    private static Program trace(
            Workspace workspace, SharedConstants shared, Supplier<Tensor> body, Collection<Tensor> kept) {
        Recording recording = Recording.of(Execution.current(), List.of(), inputs -> body.get(), kept);
        return new Program(workspace, shared, recording, null);
    }

    /**
     * The same computation for another thread. The copy has its own workspace and its own inputs, which begin with the
     * elements of these. It shares the parameters, the plan and the constants with this program. Values have the same
     * bits.
     *
     * <pre>{@code
     * Program program = GradMode.noGrad(() -> Program.trace(Tensor.zeros(1, 64), model::forward));
     * // in each thread
     * Program own = program.copy();
     * float y = own.forward(sample).item();
     * }</pre>
     *
     * <p>Only the inputs that the program was traced with are copied. Other tensors and {@link Indices} that the body
     * reads, such as targets, masks or ids, are the same in all copies. Do not change them while one runs. Make an
     * input of everything that differs between threads. For something that is no tensor, use {@link #copy(Supplier)}:
     * its body can read other objects.
     *
     * <p>Making a copy takes as long as running the constructors of the ops. Memory is not planned again. Random
     * numbers are numbered as in a trace. With dropout, go to a {@linkplain org.almt.core.op.DropoutSource#step step}
     * first.
     *
     * @throws IllegalStateException if the program was traced without inputs: its copy would read the same tensors, and
     *     could not avoid changing them. Or if the body records other ops than before
     */
    public synchronized Program copy() {
        if (recording.inputs().isEmpty()) {
            throw new IllegalStateException("program: it was traced without inputs, so that a copy would read the same"
                    + " tensors; trace it with its inputs, or give copy the computation of others");
        }
        return new Program(new Workspace(), shared, recording.withNewInputs(), this);
    }

    /**
     * The same computation of other inputs, for another thread. Use it if the inputs are no tensors, or belong to a
     * larger object such as a batch.
     *
     * @param body does what the original body does, but reads its own tensors and indices
     * @throws IllegalStateException if it records other ops than the original, or if the original keeps values beside
     *     the result; for these use {@link #copy(Supplier, Collection)}
     */
    public Program copy(Supplier<Tensor> body) {
        Checks.given("Program.copy", "body", body);
        if (!recording.kept().isEmpty()) {
            throw new IllegalStateException("program: it was traced with values that are kept beside the result; give"
                    + " copy a collection too, into which the body puts its own");
        }
        return copy(body, List.of());
    }

    /**
     * The same for a program that keeps values beside its result.
     *
     * @param body does what the original body does, but reads its own tensors and indices
     * @param kept filled by {@code body} with this copy's form of the values that the original keeps
     * @throws IllegalStateException if it records other ops, or keeps other values, than the original
     */
    public synchronized Program copy(Supplier<Tensor> body, Collection<Tensor> kept) {
        Checks.given("Program.copy", "body", body);
        Recording other = Recording.of(recording.execution(), List.of(), inputs -> body.get(), kept);
        return new Program(new Workspace(), shared, other, this);
    }

    private static Tensor[] receivers(List<Step> backward) {
        Tensor[] all = Backward.receivers(backward.stream().filter(step -> !step.recompute()).map(Step::node).toList());
        Set<Storage> seen = new HashSet<>();
        return Arrays.stream(all).filter(leaf -> seen.add(leaf.storage)).toArray(Tensor[]::new);
    }

    private static Storage[][] zeroed(List<Step> backward, Storage[][] born) {
        Storage[][] zeroed = new Storage[born.length][];
        for (int i = 0; i < born.length; i++) {
            Node node = backward.get(i).node();
            List<Storage> rest = new ArrayList<>();
            for (Storage gradient : born[i]) {
                if (node.canBeFirst(gradient)) {
                    node.willBeFirst(gradient);
                } else {
                    rest.add(gradient);
                }
            }
            zeroed[i] = rest.toArray(Storage[]::new);
        }
        return zeroed;
    }

    private static List<Node> without(List<Node> some, List<Node> all) {
        Set<Node> removed = new HashSet<>(some);
        return all.stream().filter(node -> !removed.contains(node)).toList();
    }

    /**
     * Copies elements into the inputs, in order, and computes the result; see {@link #forward()}. The copied elements
     * are those before the call, even if a tensor shares memory with an input. A refused call changes no input.
     *
     * @throws IllegalArgumentException if there are more or fewer tensors than inputs, or one has another shape
     * @throws IllegalStateException if a tensor has no elements yet, or while another thread runs this program, or
     *     another one in the same workspace
     */
    public Tensor forward(Tensor... elements) {
        Checks.given("Program.forward", "elements", elements);
        InputElements.requireShapes(recording.inputs(), elements);
        workspace.enter();
        try {
            InputElements.copy(elements, recording.inputs());
            return run();
        } finally {
            workspace.leave();
        }
    }

    /**
     * Computes the result from the present elements of the inputs. The result is the same tensor each time. Copy what
     * must outlive the next forward pass by {@link Tensor#toArray}.
     *
     * @throws IllegalStateException while another thread runs this program, or another one in the same workspace
     */
    public Tensor forward() {
        workspace.enter();
        try {
            return run();
        } finally {
            workspace.leave();
        }
    }

    private Tensor run() {
        workspace.setOwner(this);
        constants.refresh();
        for (int i = 0; i < forward.size(); i++) {
            forward.get(i).runForward();
        }
        return result;
    }

    /**
     * Adds the gradients of the result to the gradients of the leaves. {@link #forward} must have computed the result
     * just before.
     *
     * @throws IllegalStateException if the result has no gradient or is not finite, or if values that backward reads
     *     have changed. Also while another thread runs this program, another one in the same workspace, or a backward
     *     pass that adds to the gradient of one of the same leaves
     */
    public void backward() {
        if (backward.isEmpty()) {
            throw new IllegalStateException("program: its result " + result.described() + (result.shape().count() == 1
                    ? " depends on no tensor that requires a gradient; was the model frozen, or traced under noGrad?"
                    : " is not a single number; reduce it in the trace, for example with sum or mean"));
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
            Backward.requireFinite(result);
            runSteps();
        } finally {
            workspace.leave();
        }
    }

    private void runSteps() {
        Accumulation.enterAll(receivers, this);
        Tensor stray = Accumulation.strayAmong(receivers);
        if (stray != null) {
            Accumulation.noteStray(stray, receivers, backward.stream().map(Step::node).toList());
        }
        try {
            for (int i = 0; i < backward.size(); i++) {
                run(i);
            }
        } finally {
            Accumulation.leaveAll(receivers, this);
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

    /** The inputs that the program was traced with. Empty if it was traced without inputs. */
    public List<Tensor> inputs() {
        return recording.inputs();
    }

    /** The tensor that {@link #forward} fills. */
    public Tensor result() {
        return result;
    }

    /** The recorded ops and their shapes, for inspection. */
    public Graph graph() {
        return Graph.of(recording.nodes(), result);
    }

    /** What the ops cost and where their results lie, for inspection: a table, and a picture of the memory plan. */
    public ProgramExplanation explain() {
        return new ProgramExplanation(constants.nodes(), forward, backward, plan);
    }

    /** Number of ops, including the constant ones. */
    public int size() {
        return constants.nodes().size() + forward.size();
    }
}
