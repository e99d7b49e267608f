package org.almt.nn.optim;

import org.almt.core.Engine;
import org.almt.core.kernel.Kernels;
import org.almt.core.op.Checks;
import org.almt.core.parallel.Slabs;
import org.almt.nn.Parameters;

/**
 * Several backward passes for one step: large batches in little memory.
 *
 * <pre>{@code
 * for (batch : epoch) {
 *     loss.backward();                   // gradients add up
 *     if (accumulation.add()) {
 *         optimiser.step();
 *         parameters.zeroGrad();
 *     }
 * }
 * if (accumulation.end()) {              // a rest of fewer batches
 *     optimiser.step();
 *     parameters.zeroGrad();
 * }
 * }</pre>
 *
 * <p>{@link Meaning#MEAN} gives the gradient of the mean loss over all parts, as one large batch would, if the parts
 * are equally large; the rest of an epoch makes a step too. {@link Meaning#SUM} adds the gradients as they are and
 * drops the rest, as many published training loops do: the gradient is larger by the number of parts, which matters for
 * clipping, for the eps of {@link AdamW} and for an L2 penalty.
 *
 * <p>Threads: one at a time.
 */
public final class GradientAccumulation {
    /** What the gradient of a step is. */
    public enum Meaning {
        /** The mean over the parts, and over those of the rest. */
        MEAN,
        /** The sum of a full number of parts; the rest is dropped. */
        SUM
    }

    private final Parameters parameters;
    private final int parts;
    private final Meaning meaning;
    private int added;

    /** For steps of {@code parts} backward passes each. */
    public GradientAccumulation(Parameters parameters, int parts, Meaning meaning) {
        Checks.given("GradientAccumulation", "parameters", parameters);
        Checks.given("GradientAccumulation", "meaning", meaning);
        if (parts < 1) {
            throw new IllegalArgumentException("accumulation: " + parts + " parts; 1 or more are needed");
        }
        this.parameters = parameters;
        this.parts = parts;
        this.meaning = meaning;
    }

    /** Counts a backward pass. Whether it was the last of a step: the gradients are then those of the step. */
    public boolean add() {
        added++;
        return added == parts && ready();
    }

    /** Ends an epoch. Whether the gradients of a rest are ready for a step; dropped ones are set to zero. */
    public boolean end() {
        if (added == 0) {
            return false;
        }
        if (meaning == Meaning.SUM) {
            added = 0;
            parameters.zeroGrad();
            return false;
        }
        return ready();
    }

    private boolean ready() {
        if (meaning == Meaning.MEAN && added > 1) {
            Kernels kernels = Engine.kernels();
            float[] g = parameters.gradients();
            float share = 1f / added;
            Slabs.over(g.length, Slabs.CHEAP, (from, n) -> kernels.elementwise().scale(n, share, g, from, g, from));
        }
        added = 0;
        return true;
    }
}
