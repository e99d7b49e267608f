package org.almt.nn.text;

import java.util.Arrays;
import org.almt.core.Tensor;
import org.almt.core.kernel.FloatMath;
import org.almt.core.op.Checks;
import org.almt.core.random.RandomStream;

/**
 * Draws the next token from a model's scores.
 *
 * <pre>
 * p = softmax(scores / temperature) over the tokens that are left:
 *     the topK most probable ones, and of these the fewest whose probabilities add up to topP
 * </pre>
 *
 * <p>A low temperature prefers the most probable tokens, and 0 takes the most probable one. topP is nucleus sampling
 * (Holtzman et al., "The curious case of neural text degeneration", 2020): it leaves out the long tail of tokens that
 * are improbable individually, but not together. Equal seeds draw equal tokens. If scores are equal, the smaller id
 * comes first.
 *
 * <p>Threads: one at a time.
 */
public final class Sampler {
    private final float temperature;
    private final int topK;
    private final double topP;
    private final RandomStream random;

    private Sampler(float temperature, int topK, double topP, RandomStream random) {
        if (!(temperature >= 0 && temperature < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("sampler: a temperature of " + temperature + "; 0 or more is needed");
        }
        if (topK < 1 || !(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("sampler: topK " + topK + ", topP " + topP
                    + "; the first must be 1 or more, the second above 0 and at most 1");
        }
        this.temperature = temperature;
        this.topK = topK;
        this.topP = topP;
        this.random = random;
    }

    /** Draws from all tokens, with temperature 1. */
    public static Sampler of(long seed) {
        return new Sampler(1, Integer.MAX_VALUE, 1, new RandomStream(seed, 0x73616d70));
    }

    /** The same with another temperature and the same random numbers. */
    public Sampler temperature(float newTemperature) {
        return new Sampler(newTemperature, topK, topP, random);
    }

    /** The same, restricted to the given number of most probable tokens. */
    public Sampler topK(int newTopK) {
        return new Sampler(temperature, newTopK, topP, random);
    }

    /** The same, restricted to the most probable tokens that together have this probability. */
    public Sampler topP(double newTopP) {
        return new Sampler(temperature, topK, newTopP, random);
    }

    /** A token drawn from the last row of scores [..., V]. A score of -infinity hides a token. */
    public int next(Tensor scores) {
        Checks.given("Sampler.next", "scores", scores);
        int size = scores.shape().width();
        if (scores.shape().count() < 1) {
            throw new IllegalArgumentException("sampler: scores " + scores.shape() + " have no row to draw from");
        }
        return next(scores.array(), scores.offset() + scores.shape().count() - size, size);
    }

    private int next(float[] scores, int at, int size) {
        long[] ranked = ranked(scores, at, size);
        int left = Math.min(topK, size);
        float best = scores[at + id(ranked[0])];
        if (Float.isNaN(best) || best == Float.NEGATIVE_INFINITY) {
            throw new IllegalArgumentException("sampler: no token has a score that is a number above -infinity");
        }
        if (temperature == 0) {
            return id(ranked[0]);
        }
        double[] sums = new double[left];
        double sum = 0;
        for (int i = 0; i < left; i++) {
            sum += FloatMath.expFlushed((scores[at + id(ranked[i])] - best) / temperature);
            sums[i] = sum;
        }
        int kept = 1;
        while (kept < left && sums[kept - 1] < topP * sum) {
            kept++;
        }
        double drawn = random.nextDouble() * sums[kept - 1];
        int chosen = 0;
        while (chosen < kept - 1 && sums[chosen] <= drawn) {
            chosen++;
        }
        return id(ranked[chosen]);
    }

    /** Ids from the highest score to the lowest, NaN first. Each number encodes the rank of the score and the id. */
    private static long[] ranked(float[] scores, int at, int size) {
        long[] ranked = new long[size];
        for (int i = 0; i < size; i++) {
            int bits = Float.floatToIntBits(scores[at + i] + 0f); // -0 ranks as 0
            int ascending = bits >= 0 ? bits : ~bits ^ Integer.MIN_VALUE;
            ranked[i] = -(long) ascending << 32 | i;
        }
        Arrays.sort(ranked);
        return ranked;
    }

    private static int id(long ranked) {
        return (int) ranked;
    }
}
