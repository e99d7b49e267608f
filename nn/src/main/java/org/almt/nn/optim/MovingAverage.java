package org.almt.nn.optim;

import org.almt.core.Engine;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;
import org.almt.nn.Parameters;

/**
 * An exponential moving average of parameters over the steps of an optimiser, which often predicts better than the last
 * of them (Polyak and Juditsky, 1992, on averages):
 *
 * <pre>
 * a = decay a + (1 - decay) p          a: at first the parameters themselves
 * </pre>
 */
public final class MovingAverage {
    private final Parameters parameters;
    private final float keep;
    private final float[] values;

    /**
     * Begins with the present parameters.
     *
     * @param decay share of the average that a step keeps, from 0 to below 1
     */
    public MovingAverage(Parameters parameters, double decay) {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException(
                    "moving average: the decay is " + decay + "; it must be at least 0 and less than 1");
        }
        this.parameters = parameters;
        keep = (float) decay;
        values = parameters.values().clone();
    }

    /** Takes the present parameters in. */
    public void update() {
        Kernels kernels = Engine.kernels();
        float[] now = parameters.values();
        Slabs.over(values.length, Slabs.CHEAP, (from, n) -> {
            kernels.scale(n, keep, values, from, values, from);
            kernels.addScaled(n, 1 - keep, now, from, values, from);
        });
    }

    /** Runs {@code body} with the average in the place of the parameters, which are themselves again afterwards. */
    public <R, E extends Exception> R during(Body<R, E> body) throws E {
        float[] own = parameters.values().clone();
        put(values);
        try {
            return body.run();
        } finally {
            put(own);
        }
    }

    /** What is done with the average. */
    @FunctionalInterface
    public interface Body<R, E extends Exception> {
        /** Does it. */
        R run() throws E;
    }

    private void put(float[] numbers) {
        System.arraycopy(numbers, 0, parameters.values(), 0, numbers.length);
        parameters.touched();
    }

    /** a, in the layout of {@link Parameters#values}; write into it to restore a state. */
    public float[] values() {
        return values;
    }

    /** For example {@code MovingAverage(0.99, 2403201 numbers)}. */
    @Override
    public String toString() {
        return "MovingAverage(" + keep + ", " + values.length + " numbers)";
    }
}
