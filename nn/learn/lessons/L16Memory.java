/// # 16. Memory, planned
///
/// 15 minutes. After lesson 10.
///
/// **The trap.** The backward pass needs what the forward pass computed. So a training step keeps every value, and a
/// gradient beside it. But most of these buffers are never needed at the same time.
///
/// **Naive:** a buffer for every value, and one for every gradient. **Right:** trace the step once. Then the engine
/// knows the first and the last operation that uses each buffer. Buffers that are never needed at the same time share
/// one place in one array. A replay allocates nothing, and no number changes. Without gradients almost no buffer is
/// needed for long.
///
/// In the list of buffers that share memory, 7 is the result of operation 7, and 7' is its gradient. 7* is what this
/// operation saved for the backward pass, or its scratch memory.

import static org.almt.core.op.Ops.*;

import java.util.function.Supplier;
import org.almt.core.GradMode;
import org.almt.core.Program;
import org.almt.core.ProgramExplanation;
import org.almt.core.Tensor;
import org.almt.core.random.RandomStream;
import org.almt.learn.Hash;
import org.almt.learn.Lesson;
import org.almt.nn.Initialiser;
import org.almt.nn.Parameters;
import org.almt.nn.layer.BlockConfig;
import org.almt.nn.layer.Linear;
import org.almt.nn.layer.TransformerStack;

void main() {
    TransformerStack stack = new TransformerStack(3, BlockConfig.of(64, 4));
    stack.initialise(1);
    Linear head = new Linear(64, 1);
    head.initialise(2);
    Tensor x = Tensor.zeros(16, 32, 64);
    Tensor labels = Tensor.zeros(16, 32, 1);
    Initialiser.normal(1).fill(x, new RandomStream(16, 0));
    Supplier<Tensor> loss = () -> mseLoss(head.forward(stack.forward(x)), labels);

    Program training = Program.trace(loss);
    Program prediction = GradMode.noGrad(() -> Program.trace(loss));
    report("training", training.explain());
    report("prediction", prediction.explain());

    IO.println("the operations with the largest results, and who shares their memory at another time:");
    training.explain().rows().stream().filter(row -> row.result() != null)
            .sorted(Comparator.comparingLong(row -> -row.result().bytes())).limit(4)
            .forEach(row -> IO.println("  %3d %-10s %-12s at %,9d, shared with %s".formatted(row.number(), row.op(),
                    row.shape(), row.result().address(), row.sharers().stream().limit(3).toList())));

    // The plan changes where numbers lie, and none of them.
    Parameters parameters = Parameters.of(stack);
    training.forward();
    training.backward();
    String planned = Hash.of(parameters.gradients());
    parameters.zeroGrad();
    loss.get().backward();
    IO.println("gradients: planned %s, eager %s".formatted(planned, Hash.of(parameters.gradients())));
    Lesson.write("L16Memory", training.explain().svg());
}

static void report(String name, ProgramExplanation plan) {
    long naive = plan.bytesSideBySide();
    IO.println("%-10s %3d operations; naive %,6d KiB, planned %,6d KiB, %.0f %% less".formatted(name,
            plan.rows().size(), naive / 1024, plan.plannedBytes() / 1024, 100 - 100.0 * plan.plannedBytes() / naive));
}

/// ## Exercise
///
/// Write the memory planner: [E16Memory](../src/test/java/org/almt/learn/exercise/E16Memory.java). Run `nn/learn/learn
/// test 16`.
///
/// ## Read on
///
/// [Record, plan, replay](../../../core/docs/decisions/06-record-plan-replay.md) gives the reasons.
/// [Recomputation](../../../core/src/main/java/org/almt/core/Recomputation.java) saves still more memory, and costs
/// time.
