package org.almt.baseline;

/**
 * The noise process of the diffusion: the variance-exploding equation of Song et al. ("Score-based generative modeling
 * through stochastic differential equations", ICLR 2021).
 *
 * <pre>
 * dx = g(t) dw        g(t) = S^t        sigma(t)² = (S^2t - 1) / (2 ln S)        0 &lt; t &lt;= 1
 * </pre>
 *
 * @param scale S; 25 in IMDer
 * @param steps the steps from pure noise to a sequence; 100 in IMDer
 */
public record Diffusion(double scale, int steps) {
    /** The smallest time that a score network is trained at. */
    private static final double LEAST_TIME = 1e-5;
    /** The last time of the reverse process. */
    private static final double LAST_TIME = 1e-3;

    /** Checks both. */
    public Diffusion {
        if (!(scale > 1) || steps < 2) {
            throw new IllegalArgumentException("config: samplerSteps is " + steps + " and sigma " + scale
                    + "; at least 2 steps, and a sigma above 1, are needed");
        }
    }

    /** A time for training, from a uniform number in [0, 1). */
    public static double time(double uniform) {
        return uniform * (1 - LEAST_TIME) + LEAST_TIME;
    }

    /** sigma(t), the standard deviation of the noise at a time. */
    public double sigma(double t) {
        double log = StrictMath.log(scale);
        return Math.sqrt(StrictMath.expm1(2 * t * log) / (2 * log));
    }

    /** g(t). */
    double rate(double t) {
        return StrictMath.pow(scale, t);
    }

    /** The time of a step of the reverse process, counted from 0. */
    double time(int step) {
        return 1 + step * (LAST_TIME - 1) / (steps - 1);
    }

    /** The time difference of one step. */
    double stride() {
        return (1 - LAST_TIME) / (steps - 1);
    }
}
