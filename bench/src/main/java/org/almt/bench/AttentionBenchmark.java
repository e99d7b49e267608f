package org.almt.bench;

import static org.almt.core.op.Ops.attention;
import static org.almt.core.op.Ops.sum;

import java.util.Random;
import org.almt.core.Engine;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Multi-head attention of a sequence on itself, planned once and replayed, as training does. */
@State(Scope.Thread)
public class AttentionBenchmark extends Measured {
    /** Samples x heads x tokens x features of a head. */
    @Param("64x8x50x64")
    String size;

    /** Forward, or forward and the gradients of q, k and v. */
    @Param({"forward", "forward+backward"})
    String pass;

    /** Threads of the engine. */
    @Param("1")
    int threads;

    private Program program;

    /** For JMH. */
    public AttentionBenchmark() {}

    /** Two products forward, four more backward; what backward computes again is not counted. */
    static double flops(String size, String pass) {
        int[] bhne = GemmBenchmark.sizes(size);
        double product = 2.0 * bhne[0] * bhne[1] * bhne[2] * bhne[2] * bhne[3];
        return isForwardOnly(pass) ? 2 * product : 6 * product;
    }

    private static boolean isForwardOnly(String pass) {
        return pass.equals("forward");
    }

    /** Plans the computation. */
    @Setup
    public void plan() {
        Engine.useThreads(threads);
        int[] bhne = GemmBenchmark.sizes(size);
        Random random = new Random(1);
        Tensor q = gaussian(random, bhne);
        Tensor k = gaussian(random, bhne);
        Tensor v = gaussian(random, bhne);
        float scale = (float) (1 / Math.sqrt(bhne[3]));
        program = Program.trace(() -> {
            Tensor out = attention(q, k, v, bhne[1], scale);
            return isForwardOnly(pass) ? out : sum(out);
        });
    }

    /** [B,N,H*E] as projections leave it. */
    private Tensor gaussian(Random random, int[] bhne) {
        float[] values = GemmBenchmark.gaussian(random, bhne[0] * bhne[1] * bhne[2] * bhne[3]);
        return Tensor.of(values, bhne[0], bhne[2], bhne[1] * bhne[3]).requiresGrad(!isForwardOnly(pass));
    }

    /** This engine. */
    @Benchmark
    public Tensor ours() {
        Tensor result = program.forward();
        if (!isForwardOnly(pass)) {
            program.backward();
        }
        return result;
    }
}
