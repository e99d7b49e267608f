package org.almt.nn.optim;

import org.almt.core.op.Checks;
import org.almt.core.parallel.Slabs;
import org.almt.nn.Parameters;

/**
 * Stochastic gradient descent with momentum (Polyak, "Some methods of speeding up the convergence of iteration
 * methods", 1964; Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013), as
 * PyTorch's {@code SGD}:
 *
 * <pre>
 * g = g + decay p                                    an L2 penalty
 * b = momentum b + g                                 b: the velocity, zeros at first
 * p = p - lr b                                       or, with Nesterov:  p = p - lr (g + momentum b)
 * </pre>
 *
 * <p>Without momentum a step follows the negative gradient. With momentum, steps along a valley add up, and steps
 * across it cancel. A momentum of 0.9 is usual. Nesterov's form looks one step ahead. {@link AdamW} adapts the rate of
 * each element. Plain descent needs a rate that fits the problem. It often generalises equally well, above all for
 * pictures.
 *
 * <p>To resume a run, only {@link #velocity} and {@link #steps} are needed.
 *
 * <p>Threads: one at a time.
 */
public final class Sgd extends Optimiser {
    /**
     * Settings of all groups, except their rates.
     *
     * @param momentum the fraction of the velocity that is kept, from 0 to less than 1
     * @param nesterov whether a step looks ahead
     * @param weightDecay the weight of the L2 penalty
     */
    public record Settings(double momentum, boolean nesterov, double weightDecay) {
        /** Neither momentum nor penalty. */
        public static final Settings PLAIN = new Settings(0, false, 0);

        /** Momentum alone. */
        public static Settings withMomentum(double momentum) {
            return new Settings(momentum, false, 0);
        }

        /** Checks ranges. */
        public Settings {
            if (!(momentum >= 0 && momentum < 1)) {
                throw new IllegalArgumentException(
                        "sgd: momentum is " + momentum + "; it must be at least 0 and less than 1");
            }
            if (nesterov && momentum == 0) {
                throw new IllegalArgumentException("sgd: nesterov without momentum has no effect; set a momentum");
            }
            requireRate("sgd", "weight decay", weightDecay);
        }
    }

    private final Settings settings;
    private final float[] velocity;

    /** At step 0, all groups at {@code learningRate}. */
    public Sgd(Parameters parameters, double learningRate, Settings settings) {
        super("sgd", parameters, learningRate, Checks.given("Sgd", "settings", settings).weightDecay);
        this.settings = settings;
        velocity = new float[parameters.size()];
    }

    @Override
    boolean accepts(float gradient) {
        return Float.isFinite(gradient);
    }

    @Override
    void move(int start, int count, double rate, double decay, long t) {
        float[] p = parameters().values();
        float[] g = parameters().gradients();
        float[] b = velocity;
        float momentum = (float) settings.momentum;
        float ahead = settings.nesterov ? momentum : 0;
        float penalty = (float) decay;
        float down = (float) -rate;
        Slabs.over(count, Slabs.CHEAP, (from, n) -> {
            for (int i = start + from; i < start + from + n; i++) {
                float slope = Math.fma(penalty, p[i], g[i]);
                float v = Math.fma(momentum, b[i], slope);
                b[i] = v;
                float direction = settings.nesterov ? Math.fma(ahead, v, slope) : v;
                p[i] = Math.fma(down, direction, p[i]);
            }
        });
    }

    /** b, in the layout of {@link Parameters#values}. Write into it to restore a state. */
    public float[] velocity() {
        return velocity;
    }
}
