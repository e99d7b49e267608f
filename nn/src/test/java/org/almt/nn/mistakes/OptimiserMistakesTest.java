package org.almt.nn.mistakes;

import static org.almt.nn.mistakes.Refusal.leaf;
import static org.almt.nn.mistakes.Refusal.linear;
import static org.almt.nn.mistakes.Refusal.ones;
import static org.almt.nn.mistakes.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Parameters;
import org.almt.nn.layer.Linear;
import org.almt.nn.optim.AdamW;
import org.almt.nn.optim.Optimiser;
import org.almt.nn.optim.Sgd;
import org.junit.jupiter.api.Test;

/** Steps that would move nothing, or to the wrong place. */
class OptimiserMistakesTest {
    private final Linear model = linear(2, 1);
    private final Parameters parameters = Parameters.of(model);

    private static Optimiser adam(Parameters parameters) {
        return new AdamW(parameters, 0.1, AdamW.Settings.withDecay(0));
    }

    private Tensor loss() {
        return Ops.sum(model.forward(ones(1, 2)));
    }

    /** Nothing moved, silently. */
    @Test
    void stepWithoutBackward() {
        refused("adamw: no backward pass has reached these parameters yet; call zeroGrad() and backward() before each"
                + " step, or zeroGrad() before gradients are written by hand", adam(parameters)::step);
    }

    @Test
    void twoStepsAfterOneBackward() {
        Optimiser optimiser = adam(parameters);
        loss().backward();
        optimiser.step();
        refused("adamw: no backward pass has reached these parameters since the step before; call zeroGrad() and"
                + " backward() before each step, or zeroGrad() before gradients are written by hand", optimiser::step);
    }

    /** Elements written by hand cannot be told from those of the step before. */
    @Test
    void gradientsByHandAfterAStepOfABackwardPass() {
        Optimiser optimiser = new Sgd(parameters, 0.5, Sgd.Settings.PLAIN);
        loss().backward();
        optimiser.step();
        Arrays.fill(parameters.gradients(), 2);
        assertThrows(IllegalStateException.class, optimiser::step);
        for (int step = 0; step < 2; step++) {
            parameters.zeroGrad();
            Arrays.fill(parameters.gradients(), 2);
            float before = parameters.values()[0];
            optimiser.step();
            assertEquals(before - 1, parameters.values()[0], 1e-6f);
        }
    }

    /** Zeros written by hand serve as well as zeroGrad(). */
    @Test
    void gradientsMayBeSetToZeroByHand() {
        Optimiser optimiser = new Sgd(parameters, 0.1, Sgd.Settings.PLAIN);
        Program program = Program.trace(this::loss);
        for (int step = 0; step < 4; step++) {
            Arrays.fill(parameters.gradients(), 0);
            if (step % 2 == 0) {
                loss().backward();
            } else {
                program.forward();
                program.backward();
            }
            optimiser.step();
        }
        assertEquals(4, optimiser.steps());
        parameters.gradients()[0] = 0; // of one element of the weight alone
        loss().backward();
        refused("sgd: the gradient of 'weight' still holds that of the step before; call zeroGrad() before the backward"
                + " pass", optimiser::step);
    }

    /** Gradients of all steps added up, silently. */
    @Test
    void noZeroGradBetweenSteps() {
        Optimiser optimiser = new Sgd(parameters, 0.1, Sgd.Settings.PLAIN);
        loss().backward();
        optimiser.step();
        loss().backward();
        refused("sgd: the gradient of 'weight' still holds that of the step before; call zeroGrad() before the backward"
                + " pass", optimiser::step);
    }

    @Test
    void eachTensorMaySetItsOwnGradientToZero() {
        Optimiser optimiser = adam(parameters);
        for (int step = 0; step < 3; step++) {
            model.weight().zeroGrad();
            model.bias().zeroGrad();
            loss().backward();
            loss().backward(); // two passes for one step
            optimiser.step();
        }
    }

    @Test
    void parametersBeforeInitialise() {
        refused("parameters: 'weight' holds NaN, as a new parameter does; call initialise(seed) or load a checkpoint"
                + " before training", () -> Parameters.of(new Linear(2, 2)));
    }

    @Test
    void freezingAfterPacking() {
        Optimiser optimiser = adam(parameters);
        model.freeze();
        refused("parameters: 'weight' was frozen after it was packed; make new Parameters, and an optimiser on them,"
                + " after freezing", optimiser::step);
    }

    @Test
    void packingTwice() {
        Optimiser optimiser = adam(parameters);
        Parameters.of(model);
        refused("parameters: 'weight' was packed again by other Parameters, and these are out of date; make"
                + " Parameters once, and give them to all",
                optimiser::step);
    }

    @Test
    void aLooseTensorThatWantsNoGradient() {
        refused("parameters: tensor 1 [3] wants no gradient; call requiresGrad(true) on it first",
                () -> Parameters.of(leaf(2), ones(3)));
    }

    @Test
    void aNegativeLearningRate() {
        refused("adamw: the learning rate is -1.0; it must be 0 or more",
                () -> new AdamW(parameters, -1, AdamW.Settings.withDecay(0)));
    }

    @Test
    void aLearningRateThatIsNotANumber() {
        refused("adamw: the learning rate is NaN; it must be 0 or more",
                () -> new AdamW(parameters, Double.NaN, AdamW.Settings.withDecay(0)));
    }
}
