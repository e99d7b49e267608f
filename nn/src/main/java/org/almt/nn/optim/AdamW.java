package org.almt.nn.optim;

import org.almt.core.Engine;
import org.almt.core.kernel.Kernels;
import org.almt.core.op.Checks;
import org.almt.core.parallel.Slabs;
import org.almt.nn.Parameters;

/**
 * Adam with decoupled weight decay (Kingma and Ba, "Adam: a method for stochastic optimization", 2015; Loshchilov and
 * Hutter, "Decoupled weight decay regularization", 2019), in PyTorch's order of operations. Step t, from 1:
 *
 * <pre>
 * p = p (1 - lr decay)
 * m = beta1 m + (1 - beta1) g                m, v: running means of g and g², zeros at first
 * v = beta2 v + (1 - beta2) g²
 * p = p - lr / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + eps)
 * </pre>
 *
 * <p>Each element moves by about lr a step, whatever the size of its gradient. AdamW is the usual choice for
 * Transformers, with a rate of 1e-5 to 1e-3. {@link Sgd} has half the state, and needs a rate that fits the problem.
 *
 * <p>With {@link Settings#withPenalty} it is Adam with an L2 penalty, PyTorch's {@code Adam(weight_decay=…)}: decay p
 * is added to the gradient instead. Adam then divides the gradient by its own size. A parameter without another
 * gradient thus moves by about lr towards 0, however small the decay is.
 *
 * <p>To resume a run, only {@link #firstMoment}, {@link #secondMoment} and {@link #steps} are needed. Everything that
 * depends on the step is computed from its number.
 *
 * <p>Threads: one at a time.
 */
public final class AdamW extends Optimiser {
    /**
     * Settings of all groups, except their rates.
     *
     * @param beta1 decay rate of the mean gradient
     * @param beta2 decay rate of the mean squared gradient
     * @param eps added to the square root of the mean squared gradient
     * @param weightDecay times the learning rate, it is the fraction by which a step shrinks every parameter
     * @param decoupled false for Adam with an L2 penalty: weightDecay p is then added to the gradient instead
     */
    public record Settings(double beta1, double beta2, double eps, double weightDecay, boolean decoupled) {
        /** Settings with the decoupled decay of AdamW. */
        public Settings(double beta1, double beta2, double eps, double weightDecay) {
            this(beta1, beta2, eps, weightDecay, true);
        }

        /** The defaults of PyTorch: 0.9, 0.999, 1e-8, and the given decay. */
        public static Settings withDecay(double weightDecay) {
            return new Settings(0.9, 0.999, 1e-8, weightDecay);
        }

        /** Adam: 0.9, 0.999, 1e-8, and an L2 penalty of the given weight. 0 means no penalty. */
        public static Settings withPenalty(double weight) {
            return new Settings(0.9, 0.999, 1e-8, weight, false);
        }

        /** Checks ranges. */
        public Settings {
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
                throw new IllegalArgumentException(
                        "adamw: betas are " + beta1 + " and " + beta2 + "; they must be at least 0 and less than 1");
            }
            if (!(eps >= 0 && eps < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("adamw: eps is " + eps + "; it must be 0 or more");
            }
            requireRate("adamw", "weight decay", weightDecay);
        }
    }

    private final Settings settings;
    private final float[] firstMoment;
    private final float[] secondMoment;

    /** At step 0, all groups at {@code learningRate}. */
    public AdamW(Parameters parameters, double learningRate, Settings settings) {
        super("adamw", parameters, learningRate, Checks.given("AdamW", "settings", settings).weightDecay);
        this.settings = settings;
        firstMoment = new float[parameters.size()];
        secondMoment = new float[parameters.size()];
    }

    /** Whether the square is finite too. An infinite v would stop the parameter for ever. */
    @Override
    boolean accepts(float gradient) {
        return Float.isFinite(gradient * gradient);
    }

    @Override
    void move(int start, int count, double rate, double decay, long t) {
        // Computed from the betas in float, as the kernel uses them. The weights of past gradients then sum to exactly
        // 1. The float nearest to 0.999 makes 1 - beta2 smaller than 0.001 by a fraction of 1e-5.
        double correction1 = 1 - StrictMath.pow((float) settings.beta1, t);
        double correction2 = 1 - StrictMath.pow((float) settings.beta2, t);
        Kernels kernels = Engine.kernels();
        float[] values = parameters().values();
        float[] gradients = parameters().gradients();
        float keep = settings.decoupled ? (float) (1 - rate * decay) : 1;
        float penalty = settings.decoupled ? 0 : (float) decay;
        float stepSize = (float) (rate / correction1);
        float rootCorrection2 = (float) Math.sqrt(correction2);
        Slabs.over(count, Slabs.CHEAP, (from, n) -> {
            int at = start + from;
            if (penalty != 0) {
                kernels.elementwise().addScaled(n, penalty, values, at, gradients, at);
            }
            kernels.elementwise().adamw(n, values, at, gradients, at, firstMoment, at, secondMoment, at, keep,
                    (float) settings.beta1, (float) settings.beta2, stepSize, rootCorrection2, (float) settings.eps);
        });
    }

    /** m, in the layout of {@link Parameters#values}. Write into it to restore a state. */
    public float[] firstMoment() {
        return firstMoment;
    }

    /** v, in the same layout. Write into it to restore a state. */
    public float[] secondMoment() {
        return secondMoment;
    }
}
