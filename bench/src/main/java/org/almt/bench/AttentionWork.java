package org.almt.bench;

import java.util.Random;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Scaled dot-product attention, softmax(q kᵀ / sqrt(E)) v for each of H heads, with as many queries as keys. The sizes
 * are those of a batch of ALMT's text, eight of its longest vision sequences, and one sentence of BERT.
 */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public abstract class AttentionWork extends Measured {
    /** B samples x H heads x N tokens x E features of a head. */
    @Param({"64x8x50x64", "8x8x508x64", "1x12x128x64"})
    String size;

    /** Forward, or forward and the gradients of q, k and v. In causal forms, no query sees a later key. */
    @Param({"forward", "forward+backward", "causal forward+backward"})
    String pass;

    /** Threads that share the work. */
    @Param({"1", "2"})
    int threads;

    int batch;
    int heads;
    int tokens;
    int features;
    /** [B,N,H*E], as projections leave it. The same for k and v. */
    float[] q;
    float[] k;
    float[] v;

    /** For subclasses. */
    protected AttentionWork() {}

    /** Two products forward, four more backward. What backward recomputes is not counted. */
    static double flops(String size, String pass) {
        int[] bhne = BenchInputs.sizes(size);
        double product = 2.0 * bhne[0] * bhne[1] * bhne[2] * bhne[2] * bhne[3];
        return switch (pass) {
            case "forward" -> 2 * product;
            case "forward+backward" -> 6 * product;
            default -> 6 * product * (bhne[2] + 1) / (2 * bhne[2]);
        };
    }

    boolean isForwardOnly() {
        return pass.equals("forward");
    }

    boolean isCausal() {
        return pass.startsWith("causal");
    }

    /** Fills q, k and v. Runs the contestant once and checks its result. */
    @Setup(Level.Trial)
    public void prepare() {
        int[] bhne = BenchInputs.sizes(size);
        batch = bhne[0];
        heads = bhne[1];
        tokens = bhne[2];
        features = bhne[3];
        int count = batch * heads * tokens * features;
        q = BenchInputs.gaussian(1, count);
        k = BenchInputs.gaussian(2, count);
        v = BenchInputs.gaussian(3, count);
        check(contestant());
    }

    /** Prepares the contestant, runs it once and returns the result [B,N,H*E]. */
    abstract float[] contestant();

    private void check(float[] out) {
        Random random = new Random(4);
        int stride = heads * features;
        for (int trial = 0; trial < 20; trial++) {
            int base = random.nextInt(batch) * tokens * stride + random.nextInt(heads) * features;
            int query = random.nextInt(tokens);
            int feature = random.nextInt(features);
            double expected = 0;
            double sum = 0;
            for (int key = 0; key <= (isCausal() ? query : tokens - 1); key++) {
                double score = 0;
                for (int e = 0; e < features; e++) {
                    score += (double) q[base + query * stride + e] * k[base + key * stride + e];
                }
                double weight = Math.exp(score / Math.sqrt(features));
                sum += weight;
                expected += weight * v[base + key * stride + feature];
            }
            double found = out[base + query * stride + feature];
            if (!(Math.abs(found - expected / sum) < 1e-4)) {
                throw new IllegalStateException("wrong attention: " + found + ", expected " + expected / sum);
            }
        }
    }
}
