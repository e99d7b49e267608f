package org.almt.input;

import java.util.function.Function;
import org.almt.core.GradMode;
import org.almt.core.Program;
import org.almt.core.SharedConstants;
import org.almt.core.Tensor;
import org.almt.core.Workspace;

/**
 * A computation that is recorded for inputs of one size: fill the inputs, then run the program.
 *
 * <p>Threads: one at a time.
 *
 * @param <I> the type of the inputs
 * @param inputs the inputs of the program
 * @param program the computation
 */
public record RecordedProgram<I>(I inputs, Program program) {
    /** Records a computation without gradients. Its buffers are in {@code workspace}. */
    public static <I> RecordedProgram<I> withoutGradients(
            I inputs, Workspace workspace, Function<? super I, Tensor> computation) {
        return new RecordedProgram<>(inputs, GradMode.noGrad(
                () -> Program.trace(workspace, () -> computation.apply(inputs))));
    }

    /** The same, with constants (values that depend on parameters alone) shared among programs. */
    public static <I> RecordedProgram<I> withoutGradients(
            I inputs, Workspace workspace, SharedConstants constants, Function<? super I, Tensor> computation) {
        return new RecordedProgram<>(inputs, GradMode.noGrad(
                () -> Program.trace(workspace, constants, () -> computation.apply(inputs))));
    }
}
