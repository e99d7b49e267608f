package org.almt.train;

/**
 * A linear rise over the first tenth of the epochs, then half a cosine wave down, in the reference's closed form. With
 * N epochs, W = 0.1 N, C = 0.9 N and s = e - 1, epoch e = 1 … N has the factor
 *
 * <pre>
 * s / W                              where s &lt;= W: epoch 1 runs at rate 0, and only AdamW's moments move
 * (1 + cos(pi k / C)) / 2            after, with k = s - (floor(W) + 1)
 * </pre>
 *
 * After epoch N (in a run that stops by other rules) the wave continues, and rises again after k = C.
 *
 * <p>Threads: immutable, safe for many.
 *
 * @param epochs N
 */
public record WarmupCosine(long epochs) {
    private static final double WARMUP = 0.1;
    private static final double COSINE = 0.9;

    /** Checks the number of epochs. */
    public WarmupCosine {
        if (epochs < 1) {
            throw new IllegalArgumentException("warm-up and cosine: " + epochs + " epochs; 1 or more are needed");
        }
    }

    /** The factor of an epoch, from 1. */
    public double factor(long epoch) {
        if (epoch < 1) {
            throw new IllegalArgumentException("warm-up and cosine: epoch " + epoch + "; the first is 1");
        }
        long s = epoch - 1;
        double warmup = WARMUP * epochs;
        if (s <= warmup) {
            return s / warmup;
        }
        double k = s - (Math.floor(warmup) + 1);
        return 0.5 * (1 + StrictMath.cos(StrictMath.PI * k / (COSINE * epochs)));
    }
}
