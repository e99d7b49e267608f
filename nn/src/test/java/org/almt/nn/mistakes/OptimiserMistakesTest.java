package org.almt.nn.mistakes;

import static org.almt.nn.mistakes.Refusal.leaf;
import static org.almt.nn.mistakes.Refusal.linear;
import static org.almt.nn.mistakes.Refusal.ones;
import static org.almt.nn.mistakes.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.nn.Layer;
import org.almt.nn.Parameters;
import org.almt.nn.layer.Linear;
import org.almt.nn.optim.AdamW;
import org.almt.nn.optim.GradientClipping;
import org.almt.nn.optim.Optimiser;
import org.almt.nn.optim.Sgd;
import org.junit.jupiter.api.Test;

/** Steps that would move nothing, or move parameters wrongly. */
class OptimiserMistakesTest {
    private final Linear model = linear(2, 1);
    private final Parameters parameters = Parameters.of(model);

    private static Optimiser adam(Parameters parameters) {
        return new AdamW(parameters, 0.1, AdamW.Settings.withDecay(0));
    }

    private Tensor loss() {
        return Ops.sum(model.forward(ones(1, 2)));
    }

    /** Silently, nothing moved. */
    @Test
    void stepWithoutBackward() {
        refused(NO_BACKWARD, adam(parameters)::step);
    }

    private static final String NO_BACKWARD = "adamw: no backward pass has reached these parameters yet, or zeroGrad()"
            + " was called after it; call zeroGrad(), backward() and step() in this order, or zeroGrad() before"
            + " gradients are written by hand";

    @Test
    void zeroGradBetweenBackwardAndStep() {
        Optimiser optimiser = adam(parameters);
        loss().backward();
        parameters.zeroGrad();
        refused(NO_BACKWARD, optimiser::step);
    }

    @Test
    void twoStepsAfterOneBackward() {
        Optimiser optimiser = adam(parameters);
        loss().backward();
        optimiser.step();
        refused("adamw: no backward pass has reached these parameters since the step before; call zeroGrad(),"
                + " backward() and step() in this order, or zeroGrad() before gradients are written by hand",
                optimiser::step);
    }

    /** Elements written by hand cannot be distinguished from those of the step before. */
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

    /** Zeros written by hand have the same effect as zeroGrad(). */
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

    /** Gradients of all steps silently added up. */
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

    // ------------------------------------------------------------------ what no optimiser holds

    /** A part that is passed to the constructor, which does not register it. */
    private static final class Given extends Layer {
        final Linear inside;
        final Tensor factor;
        final Linear out = child("out", new Linear(2, 1));

        Given(Linear inside, Tensor factor) {
            this.inside = inside;
            this.factor = factor;
        }

        Tensor loss(Tensor x) {
            return Ops.sum(out.forward(Ops.mul(inside.forward(x), factor)));
        }
    }

    private static String stray(String what) {
        return "adamw: the loss also depends on " + what + " which requires a gradient and lies in no Parameters, so"
                + " that nothing would train it; register it by child(...) or parameter(...) before Parameters.of,"
                + " freeze its layer, or call retainGrad() on it if its gradient alone is wanted";
    }

    /** It was silently never trained. */
    @Test
    void aPartThatIsHandedInAndNotRegistered() {
        Linear inside = linear(2, 2);
        Given given = new Given(inside, ones(2));
        given.initialise(1);
        Optimiser optimiser = adam(Parameters.of(given));
        float before = given.out.weight().get(0, 0);
        given.loss(ones(1, 2)).backward();
        String message = assertThrows(IllegalStateException.class, optimiser::step).getMessage();
        assertEquals(stray(message.contains("[2,2]")
                ? "Tensor[2,2], which linear reads,"
                : "Tensor[2], which linear reads,"), message);
        assertEquals(before, given.out.weight().get(0, 0));
        inside.freeze();
        optimiser.parameters().zeroGrad();
        given.loss(ones(1, 2)).backward();
        optimiser.step();
    }

    @Test
    void aTensorThatIsHandedInOrAskedTooLate() {
        Linear inside = linear(2, 2);
        inside.freeze();
        for (Tensor factor : List.of(leaf(2), ones(2))) {
            Given given = new Given(inside, factor);
            given.initialise(1);
            Parameters packed = Parameters.of(given);
            factor.requiresGrad(true);
            Program program = Program.trace(() -> given.loss(ones(1, 2)));
            program.forward();
            program.backward();
            refused(stray("Tensor[2], which mul reads,"), adam(packed)::step);
            factor.retainGrad();
            packed.zeroGrad();
            program.forward();
            program.backward();
            adam(packed).step();
        }
    }

    /** Each optimiser moves its own. */
    @Test
    void twoOptimisersOfOneLossAreNoMistake() {
        Linear inside = linear(2, 2);
        Given given = new Given(inside, ones(2));
        given.initialise(1);
        Optimiser one = adam(Parameters.of(given));
        Optimiser other = adam(Parameters.of(inside));
        given.loss(ones(1, 2)).backward();
        one.step();
        other.step();
        assertEquals(1, other.steps());
    }

    // ------------------------------------------------------------------ gradients that are no numbers

    /** All parameters silently became NaN. The next backward pass was refused. */
    @Test
    void aGradientThatIsInfinite() {
        for (boolean adam : new boolean[] {true, false}) {
            Tensor w = Tensor.of(new float[] {1, 0, 4}, 3).requiresGrad(true);
            Parameters roots = Parameters.of(w);
            Optimiser optimiser = adam ? adam(roots) : new Sgd(roots, 0.1, Sgd.Settings.PLAIN);
            Ops.sum(Ops.sqrt(w)).backward();
            refused((adam ? "adamw" : "sgd") + ": the gradient of '0' is Infinity at element 1, and nothing was moved;"
                    + " look for a root or logarithm of 0, a division by 0, or a learning rate that is too large",
                    optimiser::step);
            assertArrayEquals(new float[] {1, 0, 4}, w.toArray());
            assertEquals(0, optimiser.steps());
            roots.zeroGrad();
            Ops.sum(Ops.mul(w, w)).backward();
            optimiser.step();
        }
    }

    /** Its square is infinite, and AdamW would divide by it for ever. A plain step only moves far. */
    @Test
    void aGradientWhoseSquareIsInfinite() {
        Tensor w = Tensor.of(new float[] {1, 2}, 2).requiresGrad(true);
        Parameters packed = Parameters.of(w);
        Ops.sum(Ops.scale(w, 1e25f)).backward();
        assertThrows(ArithmeticException.class, adam(packed)::step);
        new Sgd(packed, 1e-25, Sgd.Settings.PLAIN).step();
        assertEquals(0, w.get(0), 1e-6f);
    }

    /** It silently clipped zeros. */
    @Test
    void clippingBeforeBackward() {
        GradientClipping clipping = new GradientClipping(parameters);
        refused("clipping: no backward pass has reached these parameters yet, or zeroGrad() was called after it; call"
                + " zeroGrad(), backward(), the clipping and step() in this order", () -> clipping.byNorm(1));
        Ops.sum(Ops.scale(model.forward(ones(1, 2)), 0)).backward();
        assertEquals(0, clipping.byNorm(1));
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

    /** Its steps moved nothing, silently. */
    @Test
    void nothingToMove() {
        model.freeze();
        refused("adamw: there are no parameters to move; was the whole layer frozen, or none of its parts registered by"
                + " child(...) or parameter(...)?", () -> adam(Parameters.of(model)));
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
        refused("parameters: tensor 1 [3] requires no gradient; call requiresGrad(true) on it first",
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
