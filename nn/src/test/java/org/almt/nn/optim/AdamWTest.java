package org.almt.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.almt.core.Engine;
import org.almt.core.parallel.Slabs;
import org.almt.core.random.RandomStream;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.almt.nn.Parameters;
import org.junit.jupiter.api.Test;

class AdamWTest {
    private static final class Numbers extends Layer {
        Numbers(String name, int count) {
            parameter(name, Initialiser.normal(1), count);
        }

        Numbers and(String name, int count) {
            parameter(name, Initialiser.normal(1), count);
            return this;
        }
    }

    private static Parameters numbers(int count) {
        Layer layer = new Numbers("p", count);
        layer.initialise(1);
        return Parameters.of(layer);
    }

    /** The definition, in double, one number at a time. */
    private static double[] reference(
            double p, double[] gradients, double[] rates, AdamW.Settings s) {
        double m = 0;
        double v = 0;
        double[] path = new double[gradients.length];
        for (int t = 1; t <= gradients.length; t++) {
            double g = gradients[t - 1];
            double rate = rates[t - 1];
            p *= 1 - rate * s.weightDecay();
            m = s.beta1() * m + (1 - s.beta1()) * g;
            v = s.beta2() * v + (1 - s.beta2()) * g * g;
            double mHat = m / (1 - Math.pow(s.beta1(), t));
            double vHat = v / (1 - Math.pow(s.beta2(), t));
            p -= rate * mHat / (Math.sqrt(vHat) + s.eps());
            path[t - 1] = p;
        }
        return path;
    }

    /**
     * By hand, with rate 0.1 and decay 0.01, from p = 1 and gradients 0.5, then -0.25. Step 1: the corrected means are
     * g and g², so p = 1 * 0.999 - 0.1 * 0.5 / 0.5 = 0.899. Step 2: m = 0.9 * 0.05 - 0.025 = 0.02, over 0.19 is
     * 0.10526316; v = 0.999 * 0.00025 + 0.0000625 = 0.00031225, over 0.001999 is 0.15620310, whose root is 0.39522538;
     * p = 0.899 * 0.999 - 0.1 * 0.26633707 = 0.87146729.
     */
    @Test
    void twoStepsByHand() {
        Parameters parameters = numbers(1);
        parameters.values()[0] = 1;
        AdamW optimiser = new AdamW(parameters, 0.1, AdamW.Settings.withDecay(0.01));
        parameters.gradients()[0] = 0.5f;
        optimiser.step();
        assertEquals(0.899, parameters.values()[0], 1e-7);
        parameters.gradients()[0] = -0.25f;
        optimiser.step();
        assertEquals(0.87146729, parameters.values()[0], 2e-7);
        assertEquals(2, optimiser.steps());
        assertEquals(0.02, optimiser.firstMoment()[0], 1e-8);
        assertEquals(0.00031225, optimiser.secondMoment()[0], 1e-8);
    }

    /** Sizes around the lanes' and slabs' ends; gradients over six orders of magnitude. */
    @Property(tries = 40)
    void followsTheDefinition(
            @ForAll @IntRange(min = 1, max = 70) int count,
            @ForAll long seed,
            @ForAll @DoubleRange(min = 0, max = 0.1) double decay) {
        int steps = 25;
        RandomStream random = new RandomStream(seed, 1);
        Parameters parameters = numbers(count);
        float[] start = parameters.values().clone();
        AdamW.Settings settings = AdamW.Settings.withDecay(decay);
        AdamW optimiser = new AdamW(parameters, 0, settings);
        double[][] gradients = new double[count][steps];
        double[] rates = new double[steps];
        for (int t = 0; t < steps; t++) {
            rates[t] = t == 0 ? 0 : 1e-2 * random.nextDouble(); // the reference's first epoch runs at rate 0
            optimiser.learningRate(rates[t]);
            for (int i = 0; i < count; i++) {
                float g = (float) (random.nextGaussian() * StrictMath.pow(10, -3 + 6 * random.nextDouble()));
                parameters.gradients()[i] = g;
                gradients[i][t] = g;
            }
            optimiser.step();
            if (t == 0) {
                assertArrayEquals(start, parameters.values());
            }
        }
        for (int i = 0; i < count; i++) {
            double expected = reference(start[i], gradients[i], rates, settings)[steps - 1];
            double roundings = steps * Math.ulp((float) Math.max(1, Math.abs(expected)));
            // float betas put 1e-5 of a step between this and the definition in double
            assertEquals(expected, parameters.values()[i], roundings + 2e-5 * 1e-2 * steps);
        }
    }

    /** With |g| = eps, the first step is rate * g / (|g| + eps): half the rate. */
    @Test
    void epsDampsGradientsOfItsOwnSize() {
        Parameters parameters = numbers(1);
        parameters.values()[0] = 0;
        parameters.gradients()[0] = -1e-8f;
        new AdamW(parameters, 0.5, AdamW.Settings.withDecay(0)).step();
        assertEquals(0.25, parameters.values()[0], 1e-6);
    }

    /** Adam on g + decay p: with gradient 0.5 - 0.25 p and decay 0.25 the parameter would see 0.5 at every step. */
    @Test
    void aPenaltyIsPartOfTheGradient() {
        Parameters parameters = numbers(1);
        Parameters plain = numbers(1);
        AdamW penalised = new AdamW(parameters, 0.1, new AdamW.Settings(0.9, 0.999, 1e-8, 0.25, false));
        AdamW adam = new AdamW(plain, 0.1, AdamW.Settings.withDecay(0));
        parameters.values()[0] = 1;
        plain.values()[0] = 1;
        for (int step = 0; step < 5; step++) {
            parameters.gradients()[0] = 0.5f - 0.25f * parameters.values()[0];
            plain.gradients()[0] = 0.5f;
            penalised.step();
            adam.step();
            assertEquals(plain.values()[0], parameters.values()[0], 1e-6);
        }
    }

    @Test
    void threadsAndSlabsChangeNoBit() {
        int count = 3 * Slabs.CHEAP + 7;
        int before = Engine.threads();
        float[][] results = new float[2][];
        try {
            for (int run = 0; run < 2; run++) {
                Engine.useThreads(run == 0 ? 1 : 3);
                Parameters parameters = numbers(count);
                AdamW optimiser = new AdamW(parameters, 1e-3, AdamW.Settings.withDecay(1e-2));
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

    @Test
    void groupsHaveTheirOwnRateAndDecay() {
        Layer layer = new Numbers("bert.w", 3).and("head.w", 2).and("bert.b", 1);
        layer.initialise(1);
        Parameters parameters = Parameters.of(layer, name -> name.substring(0, name.indexOf('.')));
        AdamW optimiser = new AdamW(parameters, 1e-2, AdamW.Settings.withDecay(0.5));
        optimiser.learningRate("bert", 0);
        optimiser.weightDecay("head", 0);
        float[] before = parameters.values().clone();
        Arrays.fill(parameters.gradients(), 2);
        optimiser.step();
        for (int i = 0; i < 4; i++) {
            assertEquals(before[i], parameters.values()[i], "bert rests at rate 0");
        }
        for (int i = 4; i < 6; i++) {
            assertEquals(before[i] - 1e-2, parameters.values()[i], 1e-6, "head moves by the rate, without decay");
        }
        String message = assertThrows(IllegalArgumentException.class, () -> optimiser.learningRate("tail", 1))
                .getMessage();
        assertEquals("adamw: there is no group 'tail'; the groups are [bert, head]", message);
    }

    @Test
    void aRestoredStateGoesOnWithTheSameBits() {
        int count = 37;
        Parameters whole = numbers(count);
        AdamW uninterrupted = new AdamW(whole, 1e-2, AdamW.Settings.withDecay(1e-2));
        run(whole, uninterrupted, 0, 7);

        Parameters first = numbers(count);
        AdamW stopped = new AdamW(first, 1e-2, AdamW.Settings.withDecay(1e-2));
        run(first, stopped, 0, 4);
        Parameters second = numbers(count);
        System.arraycopy(first.values(), 0, second.values(), 0, count);
        AdamW resumed = new AdamW(second, 1e-2, AdamW.Settings.withDecay(1e-2));
        System.arraycopy(stopped.firstMoment(), 0, resumed.firstMoment(), 0, count);
        System.arraycopy(stopped.secondMoment(), 0, resumed.secondMoment(), 0, count);
        resumed.restoreSteps(stopped.steps());
        run(second, resumed, 4, 7);

        assertArrayEquals(whole.values(), second.values());
        assertArrayEquals(uninterrupted.secondMoment(), resumed.secondMoment());
    }

    private static void run(Parameters parameters, AdamW optimiser, int from, int to) {
        for (int step = from; step < to; step++) {
            RandomStream random = new RandomStream(step, 6);
            for (int i = 0; i < parameters.size(); i++) {
                parameters.gradients()[i] = (float) random.nextGaussian();
            }
            optimiser.step();
        }
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> new AdamW.Settings(1, 0.999, 1e-8, 0));
        assertThrows(IllegalArgumentException.class, () -> new AdamW.Settings(0.9, Double.NaN, 1e-8, 0));
        assertThrows(IllegalArgumentException.class, () -> new AdamW.Settings(0.9, 0.999, -1, 0));
        assertThrows(IllegalArgumentException.class, () -> AdamW.Settings.withDecay(-1));
        AdamW optimiser = new AdamW(numbers(1), 0, AdamW.Settings.withDecay(0));
        assertThrows(IllegalArgumentException.class, () -> optimiser.learningRate(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> optimiser.restoreSteps(-1));
    }

    @Test
    void refusesToMoveWhatWasFrozenSince() {
        Layer layer = new Numbers("p", 2);
        layer.initialise(1);
        AdamW optimiser = new AdamW(Parameters.of(layer), 1, AdamW.Settings.withDecay(0));
        layer.freeze();
        String message = assertThrows(IllegalStateException.class, optimiser::step).getMessage();
        assertTrue(message.startsWith("parameters: 'p' was frozen"), message);
    }
}
