package org.almt.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.almt.core.parallel.Slabs;
import org.almt.core.random.RandomStream;
import org.almt.nn.Module;
import org.almt.nn.Parameters;
import org.almt.nn.init.Initialiser;
import org.almt.testsdata.Tolerance;
import org.junit.jupiter.api.Test;

class MovingAverageTest {
    /** More than one slab, and a rest. */
    private static final int COUNT = 2 * Slabs.CHEAP + 17;

    private static Parameters parameters() {
        Module module = new Module() {
            {
                parameter("p", Initialiser.normal(1), COUNT);
            }
        };
        module.initialise(5);
        return Parameters.of(module);
    }

    @Test
    void isTheWeightedSumOfAllStates() {
        Parameters parameters = parameters();
        float[] values = parameters.values();
        double decay = 0.9f;
        double[] expected = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            expected[i] = values[i];
        }
        MovingAverage average = new MovingAverage(parameters, 0.9);
        RandomStream random = new RandomStream(2, 2);
        for (int step = 0; step < 10; step++) {
            for (int i = 0; i < COUNT; i++) {
                values[i] += (float) random.nextGaussian();
                expected[i] = decay * expected[i] + (1 - decay) * values[i];
            }
            average.update();
        }
        Tolerance.assertClose("average", expected, average.values(), 10);
    }

    @Test
    void takesThePlaceOfTheParametersForAWhile() {
        Parameters parameters = parameters();
        MovingAverage average = new MovingAverage(parameters, 0.5);
        float[] first = parameters.values().clone();
        parameters.values()[0] += 2;
        float[] second = parameters.values().clone();
        assertEquals(7, average.<Integer, RuntimeException>during(() -> {
            assertArrayEquals(first, parameters.values());
            return 7;
        }));
        assertArrayEquals(second, parameters.values());
        assertThrows(IllegalStateException.class, () -> average.during(() -> {
            throw new IllegalStateException("inside");
        }));
        assertArrayEquals(second, parameters.values());
        average.update();
        assertEquals((first[0] + second[0]) / 2, average.values()[0], 1e-6);
    }

    @Test
    void refusesADecayOfOne() {
        assertThrows(IllegalArgumentException.class, () -> new MovingAverage(parameters(), 1));
        assertThrows(IllegalArgumentException.class, () -> new MovingAverage(parameters(), Double.NaN));
    }
}
