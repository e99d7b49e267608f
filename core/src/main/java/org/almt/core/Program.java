package org.almt.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.almt.core.Recomputation.Step;

/**
 * A computation recorded once and run many times, on the same memory: a training step or a prediction that leaves no
 * garbage.
 *
 * <pre>{@code
 * Program step = Program.trace(() -> mse(model.forward(batch), labels));
 * for (...) {
 *     batch.set(...);          // new numbers in the same input tensors
 *     step.forward();
 *     step.backward();         // parameters' gradients accumulate
 *     optimiser.step();
 * }
 * }</pre>
 *
 * <p>Tracing runs the constructors of the ops (so shapes are checked) but computes nothing. Then {@link MemoryPlan}
 * gives buffers whose lifetimes do not meet the same place. The ops, their order and so the bits of every result are
 * those of the eager run. Ops that the result does not depend on are left out. Which leaves receive gradients is fixed
 * by the trace: freezing a parameter later has no effect until the computation is traced again.
 *
 * <p>In a program without gradients, ops that depend on nothing but parameters (leaves that require a gradient) run at
 * the first forward pass, and again only when one of these has changed: a model that is used and not trained folds its
 * weights once.
 */
public final class Program {
    private static final ThreadLocal<Program> CURRENT = new ThreadLocal<>();

    private List<Op> forward = new ArrayList<>();
    /** So many of the first ops of {@link #forward} depend on {@link #settledBy} alone. */
    private int settled;
    private Storage[] settledBy = {};
    private Op[] prepared = {};
    private long settledVersion = -1;
    private List<Step> backward = List.of();
    /** For each step of {@link #backward}, the gradients that receive their first share from it and start as zeros. */
    private Storage[][] zeroed = {};

    private final Workspace workspace;
    private Tensor result;

    private Program(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Records {@code body}, whose tensors must not be read while it runs, and plans memory in a workspace of its own. */
    public static Program trace(Supplier<Tensor> body) {
        return trace(new Workspace(), body);
    }

    /** Records {@code body} and plans its memory in {@code workspace}, shared with programs that never run meanwhile. */
    public static Program trace(Workspace workspace, Supplier<Tensor> body) {
        if (current() != null) {
            throw new IllegalStateException("program: a trace is already being recorded on this thread");
        }
        Program program = new Program(workspace);
        CURRENT.set(program);
        try {
            program.result = body.get();
        } finally {
            CURRENT.remove();
        }
        program.plan();
        return program;
    }

    /** The program being traced on this thread, or null. */
    static Program current() {
        return CURRENT.get();
    }

    void add(Op op) {
        op.record();
        forward.add(op);
    }

    private void plan() {
        forward = needed();
        if (!GradMode.enabled()) {
            settled = ofParametersAlone();
        }
        if (result.producer != null && result.shape().count() == 1) {
            List<Op> ops = Backward.opsBehind(result);
            refuseOutsiders(ops);
            backward = Recomputation.steps(forward, ops, result);
            backward.stream().filter(Step::again).map(Step::op).forEach(op -> op.repeat(leavesOf(op)));
        }
        MemoryPlan plan = new MemoryPlan(forward, backward, result);
        plan.place(workspace);
        zeroed = plan.gradientsBornAt();
    }

    /** The inputs of an op that no op of this program computes. */
    private Tensor[] leavesOf(Op op) {
        Set<Storage> computed = Collections.newSetFromMap(new IdentityHashMap<>());
        forward.stream().filter(other -> !other.outputIsAlias()).forEach(other -> computed.add(other.output().storage));
        return Arrays.stream(op.inputs()).filter(input -> !computed.contains(input.storage)).toArray(Tensor[]::new);
    }

    /** Moves the ops that depend on parameters alone to the front, and gives what others read of theirs lasting memory. */
    private int ofParametersAlone() {
        Set<Op> constant = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Storage> known = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Storage> parameters = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Storage> computed = Collections.newSetFromMap(new IdentityHashMap<>());
        forward.stream().filter(op -> !op.outputIsAlias()).forEach(op -> computed.add(op.output().storage));
        for (Op op : forward) {
            if (op.dependsOnInputsAlone() && Arrays.stream(op.inputs()).allMatch(
                    input -> known.contains(input.storage) || isParameter(input, computed))) {
                constant.add(op);
                known.add(op.output().storage);
                Arrays.stream(op.inputs()).filter(Tensor::requiresGrad).forEach(leaf -> parameters.add(leaf.storage));
            }
        }
        List<Op> ordered = new ArrayList<>();
        forward.stream().filter(constant::contains).forEach(ordered::add);
        for (Op op : forward) {
            if (!constant.contains(op)) {
                ordered.add(op);
                Arrays.stream(op.inputs()).map(input -> input.storage).filter(known::contains).forEach(
                        Storage::allocate);
            }
        }
        prepared = ordered.stream().skip(constant.size()).filter(op -> op.prepares(input -> {
            boolean parameter = isParameter(input, computed);
            if (parameter) {
                parameters.add(input.storage);
            }
            return parameter || known.contains(input.storage);
        })).toArray(Op[]::new);
        if (known.contains(result.storage)) {
            result.storage.allocate();
        }
        forward = ordered;
        settledBy = parameters.toArray(Storage[]::new);
        return constant.size();
    }

    private static boolean isParameter(Tensor input, Set<Storage> computed) {
        return input.requiresGrad() && input.producer == null && !computed.contains(input.storage);
    }

    /** Changes so far of all parameters that the settled ops read. */
    private long versionOfSettled() {
        long changes = 0;
        for (Storage parameter : settledBy) {
            changes += parameter.version;
        }
        return changes;
    }

    /** The recorded ops that the result depends on, in order. */
    private List<Op> needed() {
        Set<Storage> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
        wanted.add(result.storage);
        List<Op> kept = new ArrayList<>();
        for (int i = forward.size() - 1; i >= 0; i--) {
            Op op = forward.get(i);
            if (wanted.contains(op.output().storage)) {
                kept.add(op);
                for (Tensor input : op.inputs()) {
                    wanted.add(input.storage);
                }
            }
        }
        Collections.reverse(kept);
        return List.copyOf(kept);
    }

    /** An op that ran before the trace cannot be replayed, so no gradient could pass through it twice. */
    private void refuseOutsiders(List<Op> ops) {
        Set<Op> mine = Collections.newSetFromMap(new IdentityHashMap<>());
        mine.addAll(forward);
        for (Op op : ops) {
            if (!mine.contains(op)) {
                throw new IllegalStateException("program: its result needs a gradient through " + op + ", which was"
                        + " computed before the trace; compute it inside, or detach() it");
            }
        }
    }

    /** Computes the result from the present values of the inputs. */
    public Tensor forward() {
        workspace.lastUser = this;
        long version = versionOfSettled();
        if (version != settledVersion) {
            for (int i = 0; i < settled; i++) {
                forward.get(i).runForward();
            }
            for (Op op : prepared) {
                op.prepare();
            }
            settledVersion = version;
        }
        for (int i = settled; i < forward.size(); i++) {
            forward.get(i).runForward();
        }
        return result;
    }

    /** Adds the gradients of the result, which {@link #forward} has just computed, to those of the leaves. */
    public void backward() {
        if (backward.isEmpty()) {
            throw new IllegalStateException("program: its result " + result + " is not a single number that depends on"
                    + " a tensor requiring a gradient");
        }
        if (workspace.lastUser != this) {
            throw new IllegalStateException("program: no forward pass of this program, or another program in the same"
                    + " workspace ran after it; run forward again before backward");
        }
        for (int i = 0; i < backward.size(); i++) {
            backward.get(i).op().checkReadyForBackward();
        }
        for (int i = 0; i < backward.size(); i++) {
            for (Storage gradient : zeroed[i]) {
                gradient.zero();
            }
            if (i == 0) {
                Backward.seed(result);
            }
            Step step = backward.get(i);
            if (step.again()) {
                step.op().runAgain();
            } else {
                step.op().runBackward();
            }
        }
    }

    /** The tensor that {@link #forward} fills. */
    public Tensor result() {
        return result;
    }

    /** Number of ops, those included that run only when a parameter has changed. */
    public int size() {
        return forward.size();
    }
}
