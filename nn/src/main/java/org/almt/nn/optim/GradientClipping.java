package org.almt.nn.optim;

import org.almt.core.Engine;
import org.almt.core.GradientState;
import org.almt.core.kernel.Kernels;
import org.almt.core.op.Checks;
import org.almt.core.parallel.Slabs;
import org.almt.nn.Parameters.Slot;
import org.almt.nn.Parameters;

/**
 * Keeps gradients from growing too large, between backward and the optimiser's step.
 *
 * <p>Threads: one at a time.
 */
public final class GradientClipping {
    /** Added to the norm before dividing by it, as PyTorch does. */
    private static final double EPS = 1e-6;

    private final Parameters parameters;
    /** Sums of squares, one for each slab. */
    private final double[] partial;

    /** Clipping of the gradients of {@code parameters}. */
    public GradientClipping(Parameters parameters) {
        Checks.given("GradientClipping", "parameters", parameters);
        this.parameters = parameters;
        partial = new double[Slabs.count(parameters.size(), Slabs.CHEAP)];
    }

    /**
     * The Euclidean norm of all gradients together. Slabs of fixed size are summed in order, so the norm has the same
     * bits for any number of threads.
     */
    public double norm() {
        Kernels kernels = Engine.kernels();
        float[] g = parameters.gradients();
        Slabs.over(g.length, Slabs.CHEAP,
                (from, n) -> partial[from / Slabs.CHEAP] = kernels.reductions().dot(n, g, from, g, from));
        double sum = 0;
        for (double slab : partial) {
            sum += slab;
        }
        return Math.sqrt(sum);
    }

    /**
     * If the norm exceeds {@code maxNorm}, scales all gradients by maxNorm / (norm + 1e-6).
     *
     * @return the norm before clipping; if it is infinite or NaN, the gradients are not changed, and the step of an
     *     optimiser refuses them
     * @throws IllegalStateException if no backward pass has reached the parameters yet, and the gradients are 0
     */
    public double byNorm(double maxNorm) {
        requirePositive("norm", maxNorm);
        double norm = norm();
        if (norm == 0) {
            requireGradients();
        }
        if (norm > maxNorm && norm < Double.POSITIVE_INFINITY) {
            Kernels kernels = Engine.kernels();
            float factor = (float) Math.min(1, maxNorm / (norm + EPS));
            float[] g = parameters.gradients();
            Slabs.over(g.length, Slabs.CHEAP, (from, n) -> kernels.elementwise().scale(n, factor, g, from, g, from));
        }
        return norm;
    }

    /** Moves every gradient outside [-limit, limit] to the nearer end. NaN stays NaN. */
    public void byValue(float limit) {
        requirePositive("value", limit);
        float[] g = parameters.gradients();
        Slabs.over(g.length, Slabs.CHEAP, (from, n) -> {
            for (int i = from; i < from + n; i++) {
                g[i] = Math.max(-limit, Math.min(limit, g[i]));
            }
        });
    }

    /** Gradients that are 0 without a backward pass were never computed, unless all parameters are frozen. */
    private void requireGradients() {
        for (Slot slot : parameters.slots()) {
            if (slot.tensor().gradientState() != GradientState.NONE) {
                return;
            }
        }
        if (parameters.size() > 0) {
            throw new IllegalStateException("clipping: no backward pass has reached these parameters yet, or"
                    + " zeroGrad() was called after it; call zeroGrad(), backward(), the clipping and step() in this"
                    + " order");
        }
    }

    private static void requirePositive(String what, double limit) {
        if (!(limit > 0)) {
            throw new IllegalArgumentException("clipping: the largest " + what + " is " + limit + "; it must exceed 0");
        }
    }
}
