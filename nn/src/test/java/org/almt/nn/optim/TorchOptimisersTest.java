package org.almt.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.almt.core.Tensor;
import org.almt.nn.Parameters;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The paths of ten steps under given gradients, of sizes over five orders of magnitude, as PyTorch 1.13 went them. */
class TorchOptimisersTest {
    private static final int STEPS = 10;
    private static final int FIRST = 4;
    private static final int SECOND = 3;
    private static final Set<Integer> ABSENT = Set.of(0, 1, 4, 7);

    /** Optimisers by their names in the record. */
    enum Named {
        SGD(p -> new Sgd(p, 0.01, Sgd.Settings.PLAIN)),
        SGD_MOMENTUM(p -> new Sgd(p, 0.01, Sgd.Settings.withMomentum(0.9))),
        SGD_MOMENTUM_DECAY(p -> new Sgd(p, 0.01, new Sgd.Settings(0.9, false, 0.1))),
        SGD_NESTEROV(p -> new Sgd(p, 0.01, new Sgd.Settings(0.8, true, 0.1))),
        ADAM(p -> new AdamW(p, 0.01, AdamW.Settings.withPenalty(0))),
        ADAM_PENALTY(p -> new AdamW(p, 0.01, AdamW.Settings.withPenalty(0.1))),
        ADAMW(p -> new AdamW(p, 0.01, AdamW.Settings.withDecay(0.1)));

        private final Function<Parameters, Optimiser> maker;

        Named(Function<Parameters, Optimiser> maker) {
            this.maker = maker;
        }
    }

    private final Map<String, NpyArray> record = read();

    private static Map<String, NpyArray> read() {
        try {
            return Npz.read(Fixtures.path("torch/optimisers.npz"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Parameters parameters() throws IOException {
        float[] start = record.get("start").floats();
        return Parameters.of(
                Tensor.of(Arrays.copyOf(start, FIRST), FIRST).requiresGrad(true),
                Tensor.of(Arrays.copyOfRange(start, FIRST, FIRST + SECOND), SECOND).requiresGrad(true));
    }

    private void gradients(Parameters parameters, int step) throws IOException {
        System.arraycopy(record.get("gradients").floats(), step * (FIRST + SECOND), parameters.gradients(), 0,
                FIRST + SECOND);
    }

    private void compare(String name, float[] values, int step) throws IOException {
        float[] expected = record.get(name).floats();
        for (int i = 0; i < values.length; i++) {
            float was = expected[step * values.length + i];
            assertEquals(was, values[i], 4 * (step + 1) * Math.ulp(Math.max(1, Math.abs(was))),
                    name + " step " + step + " element " + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyStepIsPyTorchs(Named named) throws IOException {
        Parameters parameters = parameters();
        Optimiser optimiser = named.maker.apply(parameters);
        for (int step = 0; step < STEPS; step++) {
            gradients(parameters, step);
            optimiser.step();
            compare(named.name().toLowerCase(), parameters.values(), step);
        }
    }

    /** Parameters for which PyTorch has no gradient. Steps are counted for each parameter. */
    @ParameterizedTest
    @EnumSource
    void aParameterWithoutAGradientRests(Named named) throws IOException {
        Parameters parameters = parameters();
        Optimiser optimiser = named.maker.apply(parameters);
        for (int step = 0; step < STEPS; step++) {
            gradients(parameters, step);
            if (ABSENT.contains(step)) {
                optimiser.step(Set.of("0"));
            } else {
                optimiser.step();
            }
            compare(named.name().toLowerCase() + "_absent", parameters.values(), step);
        }
        assertEquals(STEPS, optimiser.steps());
        assertEquals(STEPS - ABSENT.size(), optimiser.stepsOfEach()[1]);
    }

    @Test
    void theAverageIsPyTorchs() throws IOException {
        Parameters parameters = parameters();
        WeightAverage average = new WeightAverage(parameters, 0.9);
        Optimiser optimiser = Named.SGD_MOMENTUM.maker.apply(parameters);
        for (int step = 0; step < STEPS; step++) {
            gradients(parameters, step);
            optimiser.step();
            average.update();
            compare("average", average.values(), step);
        }
    }
}
