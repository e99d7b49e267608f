package org.almt.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import org.almt.core.Engine;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.almt.core.parallel.Slabs;
import org.almt.core.random.RandomStream;
import org.almt.nn.Parameters;
import org.almt.nn.optim.GradientAccumulation.Meaning;
import org.junit.jupiter.api.Test;

/** What all optimisers share, and the tools around a step. */
class OptimiserTest {
    private static Tensor leaf(float... values) {
        return Tensor.of(values, values.length).requiresGrad(true);
    }

    /** Momentum on the mean of (w - 3)²: with rate 0.1 the least value is reached within 1e-3 after 100 steps. */
    @Test
    void descentOfLooseTensorsFindsTheLeastValue() {
        Tensor w = leaf(-5, 8);
        Parameters parameters = Parameters.of(w);
        Optimiser optimiser = new Sgd(parameters, 0.1, Sgd.Settings.withMomentum(0.8));
        Program loss = Program.trace(() -> Ops.mseLoss(w, Tensor.full(3, 2)));
        for (int step = 0; step < 100; step++) {
            parameters.zeroGrad();
            loss.forward();
            loss.backward();
            optimiser.step();
        }
        assertArrayEquals(new float[] {3, 3}, w.toArray(), 1e-3f);
    }

    @Test
    void sgdHasTheSameBitsOnAnyNumberOfThreads() {
        int count = 2 * Slabs.CHEAP + 5;
        int before = Engine.threads();
        float[][] results = new float[2][];
        try {
            for (int run = 0; run < 2; run++) {
                Engine.useThreads(run == 0 ? 1 : 3);
                Parameters parameters = Parameters.of(Tensor.full(1, count).requiresGrad(true));
                Optimiser optimiser = new Sgd(parameters, 1e-2, new Sgd.Settings(0.9, true, 0.01));
                for (int step = 0; step < 3; step++) {
                    RandomStream random = new RandomStream(step, 5);
                    for (int i = 0; i < count; i++) {
                        parameters.gradients()[i] = random.nextFloat() - 0.5f;
                    }
                    optimiser.step();
                }
                results[run] = parameters.values().clone();
            }
        } finally {
            Engine.useThreads(before);
        }
        assertArrayEquals(results[0], results[1]);
    }

    /** The parameters that a loss does not reach are those without a gradient. */
    @Test
    void whatALossDoesNotReachRests() {
        Tensor a = leaf(1, 2);
        Tensor b = leaf(3);
        Parameters parameters = Parameters.of(a, b);
        Optimiser optimiser = new AdamW(parameters, 0.1, AdamW.Settings.withDecay(0.5));
        Tensor loss = Ops.sum(Ops.mul(a, a));
        assertEquals(Set.of("0"), parameters.below(loss));
        assertEquals(Set.of("0", "1"), parameters.below(Ops.add(loss, Ops.sum(b))));
        Program program = Program.trace(() -> Ops.sum(Ops.mul(b, b)));
        assertEquals(Set.of("1"), parameters.below(program.forward()));
        loss.backward();
        optimiser.step(parameters.below(loss));
        assertEquals(3, b.item(), "neither moved nor decayed");
        assertTrue(a.get(0) < 0.9f);
        assertArrayEquals(new long[] {1, 0}, optimiser.stepsOfEach());
    }

    /** Steps of parameters that were left out continue from a restored state with the same bits. */
    @Test
    void aRestoredStateCountsTheStepsOfEach() {
        Parameters first = Parameters.of(leaf(1, 2), leaf(3));
        AdamW stopped = new AdamW(first, 0.1, AdamW.Settings.withPenalty(0.1));
        Arrays.fill(first.gradients(), 0.5f);
        stopped.step(Set.of("1"));
        stopped.step();
        Parameters second = Parameters.of(leaf(0, 0), leaf(0));
        System.arraycopy(first.values(), 0, second.values(), 0, 3);
        AdamW resumed = new AdamW(second, 0.1, AdamW.Settings.withPenalty(0.1));
        System.arraycopy(stopped.firstMoment(), 0, resumed.firstMoment(), 0, 3);
        System.arraycopy(stopped.secondMoment(), 0, resumed.secondMoment(), 0, 3);
        resumed.restoreSteps(stopped.steps());
        System.arraycopy(stopped.stepsOfEach(), 0, resumed.stepsOfEach(), 0, 2);
        for (int step = 0; step < 3; step++) {
            Arrays.fill(first.gradients(), -0.25f);
            Arrays.fill(second.gradients(), -0.25f);
            stopped.step();
            resumed.step();
        }
        assertArrayEquals(first.values(), second.values());
    }

    @Test
    void looseTensorsMustWantGradientsOnce() {
        Tensor a = leaf(1);
        assertEquals("parameters: tensor 1 [1] requires no gradient; call requiresGrad(true) on it first",
                assertThrows(IllegalArgumentException.class, () -> Parameters.of(a, Tensor.zeros(1))).getMessage());
        assertEquals("parameters: tensor 1 [1] is given a second time; give each once",
                assertThrows(IllegalArgumentException.class, () -> Parameters.of(a, a)).getMessage());
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Sgd.Settings(1, false, 0));
        assertThrows(IllegalArgumentException.class, () -> new Sgd.Settings(0, true, 0));
        assertThrows(IllegalArgumentException.class, () -> new Sgd.Settings(0, false, -1));
        assertThrows(IllegalArgumentException.class, () -> new Sgd(Parameters.of(leaf(1)), -1, Sgd.Settings.PLAIN));
        assertThrows(IllegalArgumentException.class, () -> new WeightAverage(Parameters.of(leaf(1)), 1));
        assertThrows(IllegalArgumentException.class,
                () -> new GradientAccumulation(Parameters.of(leaf(1)), 0, Meaning.SUM));
    }

    // ------------------------------------------------------------------ averages

    @Test
    void swappingTheAverageTwiceChangesNothing() {
        Tensor w = leaf(1, 2);
        Parameters parameters = Parameters.of(w);
        WeightAverage average = new WeightAverage(parameters, 0.5);
        w.set(new float[] {3, 6});
        average.update();
        average.swap();
        assertArrayEquals(new float[] {2, 4}, w.toArray());
        assertThrows(IllegalStateException.class, average::update);
        average.swap();
        assertArrayEquals(new float[] {3, 6}, w.toArray());
        assertArrayEquals(new float[] {2, 4}, average.values());
    }

    // ------------------------------------------------------------------ accumulation

    /** Gradients 2, 4 and 8 with steps of two. The mean makes a step from the remaining one, and the sum drops it. */
    @Test
    void bothMeaningsOfAccumulation() {
        for (Meaning meaning : Meaning.values()) {
            Tensor w = leaf(0);
            Parameters parameters = Parameters.of(w);
            Optimiser optimiser = new Sgd(parameters, 1, Sgd.Settings.PLAIN);
            GradientAccumulation accumulation = new GradientAccumulation(parameters, 2, meaning);
            for (float slope : new float[] {2, 4, 8}) {
                Ops.sum(Ops.scale(w, slope)).backward();
                if (accumulation.add()) {
                    optimiser.step();
                    parameters.zeroGrad();
                }
            }
            assertEquals(meaning == Meaning.MEAN ? -3 : -6, w.item());
            boolean rest = accumulation.end();
            assertEquals(meaning == Meaning.MEAN, rest);
            assertEquals(rest ? 8 : 0, parameters.gradients()[0]);
            parameters.zeroGrad();
            assertFalse(accumulation.end());
        }
    }

    /** Two halves are the whole: the gradient of the mean loss, up to rounding. */
    @Test
    void theMeanOfPartsIsTheGradientOfTheWhole() {
        Tensor w = leaf(0.5f, -1);
        Parameters parameters = Parameters.of(w);
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, -1, 0.5f, 2, -3}, 4, 2);
        Tensor y = Tensor.of(new float[] {1, 2, 3, 4}, 4, 1);
        Tensor weight = Ops.reshape(w, 1, 2);
        Ops.mseLoss(Ops.linear(x, weight, null), y).backward();
        float[] whole = parameters.gradients().clone();
        parameters.zeroGrad();
        GradientAccumulation accumulation = new GradientAccumulation(parameters, 2, Meaning.MEAN);
        for (int part = 0; part < 4; part += 2) {
            Tensor rows = Ops.slice(x, 0, part, part + 2);
            Tensor labels = Ops.slice(y, 0, part, part + 2);
            Ops.mseLoss(Ops.linear(rows, Ops.reshape(w, 1, 2), null), labels).backward();
            assertEquals(part == 2, accumulation.add());
        }
        assertArrayEquals(whole, parameters.gradients(), 1e-5f);
    }
}
