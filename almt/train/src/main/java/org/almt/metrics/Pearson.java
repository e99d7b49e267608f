package org.almt.metrics;

/**
 * Pearson's correlation, in double and two passes.
 *
 * <p>Threads: safe for many at once.
 */
public final class Pearson {
    private Pearson() {}

    /**
     * Σ (a-ā)(b-b̄) / √(Σ (a-ā)² Σ (b-b̄)²), clipped to [-1, 1]; NaN when either is constant or holds a NaN.
     */
    public static double correlation(float[] a, float[] b) {
        double meanA = mean(a);
        double meanB = mean(b);
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            double da = a[i] - meanA;
            double db = b[i] - meanB;
            ab += da * db;
            aa += da * da;
            bb += db * db;
        }
        double r = ab / StrictMath.sqrt(aa) / StrictMath.sqrt(bb);
        return Math.max(-1, Math.min(1, r));
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
