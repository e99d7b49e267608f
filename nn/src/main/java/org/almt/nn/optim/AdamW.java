package org.almt.nn.optim;

import java.util.Arrays;
import java.util.List;
import org.almt.core.Engine;
import org.almt.core.kernel.Kernels;
import org.almt.core.parallel.Slabs;
import org.almt.nn.Parameters;

/**
 * Adam with decoupled weight decay (Kingma and Ba, 2015; Loshchilov and Hutter, 2019), in PyTorch's order of
 * operations. Step t, from 1:
 *
 * <pre>
 * p = p (1 - lr decay)
 * m = beta1 m + (1 - beta1) g                m, v: running means of g and g², zeros at first
 * v = beta2 v + (1 - beta2) g²
 * p = p - lr / (1 - beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + eps)
 * </pre>
 *
 * <p>All that a run needs to go on later is {@link #firstMoment}, {@link #secondMoment} and {@link #steps}: what
 * depends on the step is computed from its number.
 */
public final class AdamW {
    /**
     * Settings of all groups but for their rates.
     *
     * @param beta1 memory of the mean gradient
     * @param beta2 memory of the mean squared gradient
     * @param eps added to the root of the latter
     * @param weightDecay times the learning rate: the share by which a step shrinks every parameter
     * @param decoupled false for Adam, where the decay is an L2 penalty: weightDecay p is added to the gradient instead
     */
    public record Settings(double beta1, double beta2, double eps, double weightDecay, boolean decoupled) {
        /** AdamW's own, decoupled decay. */
        public Settings(double beta1, double beta2, double eps, double weightDecay) {
            this(beta1, beta2, eps, weightDecay, true);
        }

        /** PyTorch's and the reference's: 0.9, 0.999, 1e-8, and the given decay. */
        public static Settings withDecay(double weightDecay) {
            return new Settings(0.9, 0.999, 1e-8, weightDecay);
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
            requireRate("weight decay", weightDecay);
        }
    }

    private final Parameters parameters;
    private final Settings settings;
    private final double[] rates;
    private final double[] decays;
    private final float[] firstMoment;
    private final float[] secondMoment;
    private long steps;

    /** At step 0, all groups at {@code learningRate}. */
    public AdamW(Parameters parameters, double learningRate, Settings settings) {
        this.parameters = parameters;
        this.settings = settings;
        rates = new double[parameters.groups().size()];
        decays = new double[rates.length];
        Arrays.fill(decays, settings.weightDecay);
        firstMoment = new float[parameters.size()];
        secondMoment = new float[parameters.size()];
        learningRate(learningRate);
    }

    // ------------------------------------------------------------------ rates

    /** Sets the learning rate of all groups, from the next step on. */
    public void learningRate(double rate) {
        requireRate("learning rate", rate);
        Arrays.fill(rates, rate);
    }

    /** Sets the learning rate of one group, from the next step on. */
    public void learningRate(String group, double rate) {
        requireRate("learning rate", rate);
        rates[indexOf(group)] = rate;
    }

    /** Sets the weight decay of one group, from the next step on; 0 for biases and norms is a common choice. */
    public void weightDecay(String group, double decay) {
        requireRate("weight decay", decay);
        decays[indexOf(group)] = decay;
    }

    private static void requireRate(String what, double rate) {
        if (!(rate >= 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("adamw: the " + what + " is " + rate + "; it must be 0 or more");
        }
    }

    private int indexOf(String name) {
        List<String> names = parameters.groups().stream().map(Parameters.Group::name).toList();
        if (!names.contains(name)) {
            throw new IllegalArgumentException("adamw: there is no group '" + name + "'; the groups are " + names);
        }
        return names.indexOf(name);
    }

    // ------------------------------------------------------------------ stepping

    /**
     * Moves all parameters by their present gradients, which it leaves as they are unless a penalty is added to them.
     */
    public void step() {
        parameters.check();
        steps++;
        // From the betas as the kernel has them, in float, so that the weights of past gradients sum to exactly 1: the
        // float nearest to 0.999 makes 1 - beta2 smaller than 0.001 by 1e-5 of it.
        double correction1 = 1 - StrictMath.pow((float) settings.beta1, steps);
        double correction2 = 1 - StrictMath.pow((float) settings.beta2, steps);
        for (int i = 0; i < rates.length; i++) {
            step(parameters.groups().get(i), rates[i], decays[i], correction1, Math.sqrt(correction2));
        }
        parameters.markModified();
    }

    private void step(Parameters.Group group, double rate, double decay, double correction1, double rootCorrection2) {
        Kernels kernels = Engine.kernels();
        float[] values = parameters.values();
        float[] gradients = parameters.gradients();
        float keep = settings.decoupled ? (float) (1 - rate * decay) : 1;
        float penalty = settings.decoupled ? 0 : (float) decay;
        float stepSize = (float) (rate / correction1);
        Slabs.over(group.to() - group.from(), Slabs.CHEAP, (from, n) -> {
            int at = group.from() + from;
            if (penalty != 0) {
                kernels.elementwise().addScaled(n, penalty, values, at, gradients, at);
            }
            kernels.elementwise().adamw(n, values, at, gradients, at, firstMoment, at, secondMoment, at,
                    keep, (float) settings.beta1, (float) settings.beta2, stepSize, (float) rootCorrection2,
                    (float) settings.eps);
        });
    }

    // ------------------------------------------------------------------ state

    /** Steps made so far. */
    public long steps() {
        return steps;
    }

    /** m, in the layout of {@link Parameters#values}; write into it to restore a state. */
    public float[] firstMoment() {
        return firstMoment;
    }

    /** v, likewise. */
    public float[] secondMoment() {
        return secondMoment;
    }

    /** Says how many steps a restored state has behind it. */
    public void restoreSteps(long stepsMade) {
        if (stepsMade < 0) {
            throw new IllegalArgumentException("adamw: " + stepsMade + " steps; a number of 0 or more is needed");
        }
        steps = stepsMade;
    }
}
