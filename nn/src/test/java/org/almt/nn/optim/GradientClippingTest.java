package org.almt.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.almt.core.Engine;
import org.almt.core.parallel.Slabs;
import org.almt.core.random.RandomStream;
import org.almt.nn.Initialiser;
import org.almt.nn.Layer;
import org.almt.nn.Parameters;
import org.junit.jupiter.api.Test;

class GradientClippingTest {
    private static Parameters withGradients(float... gradients) {
        Layer layer = new Layer() {
            {
                parameter("p", Initialiser.zeros(), gradients.length);
            }
        };
        layer.initialise(1);
        Parameters parameters = Parameters.of(layer);
        System.arraycopy(gradients, 0, parameters.gradients(), 0, gradients.length);
        return parameters;
    }

    private static float[] random(int count) {
        RandomStream random = new RandomStream(3, 3);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    @Test
    void aLongGradientIsCutToTheNorm() {
        Parameters parameters = withGradients(3, 4);
        assertEquals(5, new GradientClipping(parameters).byNorm(1), 1e-6);
        assertArrayEquals(new float[] {0.6f, 0.8f}, parameters.gradients(), 1e-6f);
    }

    @Test
    void aShortGradientKeepsItsBits() {
        Parameters parameters = withGradients(3, 4);
        assertEquals(5, new GradientClipping(parameters).byNorm(5));
        assertArrayEquals(new float[] {3, 4}, parameters.gradients());
    }

    @Test
    void theNormOfManyIsThatOfDoublesAndTheSameOnAnyThreads() {
        float[] gradients = random(3 * Slabs.CHEAP + 5);
        double square = 0;
        for (float g : gradients) {
            square += (double) g * g;
        }
        int before = Engine.threads();
        try {
            Engine.useThreads(1);
            double one = new GradientClipping(withGradients(gradients)).norm();
            Engine.useThreads(3);
            double three = new GradientClipping(withGradients(gradients)).norm();
            assertEquals(one, three);
            assertEquals(Math.sqrt(square), one, 1e-5 * Math.sqrt(square));
        } finally {
            Engine.useThreads(before);
        }
    }

    @Test
    void gradientsThatAreNotFiniteAreLeftToTheCaller() {
        Parameters parameters = withGradients(Float.POSITIVE_INFINITY, 1);
        assertEquals(Double.POSITIVE_INFINITY, new GradientClipping(parameters).byNorm(1));
        assertEquals(1, parameters.gradients()[1]);
        assertTrue(Double.isNaN(new GradientClipping(withGradients(Float.NaN)).byNorm(1)));
    }

    @Test
    void valuesAreMovedIntoTheInterval() {
        Parameters parameters = withGradients(-2, -0.5f, 0, 0.5f, 2, Float.NaN);
        new GradientClipping(parameters).byValue(0.6f);
        assertArrayEquals(new float[] {-0.6f, -0.5f, 0, 0.5f, 0.6f, Float.NaN}, parameters.gradients());
    }

    @Test
    void refusesLimitsThatAreNotPositive() {
        GradientClipping clipping = new GradientClipping(withGradients(1));
        assertThrows(IllegalArgumentException.class, () -> clipping.byNorm(0));
        assertThrows(IllegalArgumentException.class, () -> clipping.byValue(Float.NaN));
    }
}
