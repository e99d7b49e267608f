package org.almt.nn.optim;

import org.almt.core.op.Checks;
import org.almt.core.parallel.Slabs;
import org.almt.nn.Parameters;

/**
 * An exponential moving average of the weights (Polyak and Juditsky, "Acceleration of stochastic approximation by
 * averaging", 1992):
 *
 * <pre>
 * a = decay a + (1 - decay) p          after each step; a begins as a copy of p
 * </pre>
 *
 * <p>The average of the weights is often a better model than the last weights, which still move with the noise of small
 * batches. Evaluate and save the average, but train the weights:
 *
 * <pre>{@code
 * optimiser.step();
 * average.update();
 * …
 * average.swap();      // the model now has the average
 * evaluate(model);
 * average.swap();      // and now its weights again
 * }</pre>
 *
 * <p>A decay of 0.999 averages over about the last 1000 steps.
 *
 * <p>Threads: one at a time.
 */
public final class WeightAverage {
    private final Parameters parameters;
    private final float decay;
    private final float[] average;
    private boolean swapped;

    /** An average that begins at the present weights. */
    public WeightAverage(Parameters parameters, double decay) {
        Checks.given("WeightAverage", "parameters", parameters);
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException(
                    "weight average: decay is " + decay + "; it must be at least 0 and less than 1");
        }
        this.parameters = parameters;
        this.decay = (float) decay;
        average = parameters.values().clone();
    }

    /** Adds the weights after a step to the average. */
    public void update() {
        if (swapped) {
            throw new IllegalStateException(
                    "weight average: the model holds the average; call swap() before training on");
        }
        float[] p = parameters.values();
        float fresh = 1 - decay;
        Slabs.over(p.length, Slabs.CHEAP, (from, n) -> {
            for (int i = from; i < from + n; i++) {
                average[i] = Math.fma(fresh, p[i] - average[i], average[i]);
            }
        });
    }

    /** Exchanges the model's weights and their average. */
    public void swap() {
        float[] p = parameters.values();
        for (int i = 0; i < p.length; i++) {
            float weight = p[i];
            p[i] = average[i];
            average[i] = weight;
        }
        swapped = !swapped;
        parameters.markModified();
    }

    /**
     * a, in the layout of {@link Parameters#values}. While swapped, it holds the weights. Write into it to restore a
     * state.
     */
    public float[] values() {
        return average;
    }
}
