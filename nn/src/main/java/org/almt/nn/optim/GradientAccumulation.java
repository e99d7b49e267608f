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
 * <p>{@link Meaning#MEAN} gives the gradient of the mean loss over all parts. If the parts are equally large, this is
 * the gradient of one large batch. The remaining parts of an epoch make a step too. {@link Meaning#SUM} adds the
 * gradients and drops the remaining parts, as many published training loops do. The gradient is then larger by the
 * number of parts. This matters for clipping, for the eps of {@link AdamW} and for an L2 penalty.
 *
 * <p>Threads: one at a time.
 */
public final class GradientAccumulation {
    /** How the gradient of a step is formed. */
    public enum Meaning {
        /** The mean over the parts; at the end of an epoch, the mean over the remaining parts. */
        MEAN,
        /** The sum over a full number of parts. Remaining parts are dropped. */
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

    /** Counts a backward pass. True if it was the last of a step: the gradients are then those of the step. */
    public boolean add() {
        added++;
        return added == parts && ready();
    }

    /**
     * Ends an epoch. True if gradients of remaining parts are ready for a step. Gradients that are dropped are set to
     * zero.
     */
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
