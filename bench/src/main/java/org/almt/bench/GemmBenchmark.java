package org.almt.bench;

import java.util.function.IntToDoubleFunction;
import org.almt.core.Engine;
import org.almt.core.kernel.Gemm;
import org.openjdk.jmh.annotations.Benchmark;

/** The engine's matrix product. */
public class GemmBenchmark extends GemmWork {
    private float[] c;

    /** For JMH. */
    public GemmBenchmark() {}

    @Override
    IntToDoubleFunction contestant() {
        Engine.useThreads(threads);
        c = new float[m * n];
        ours();
        return i -> c[i];
    }

    /** This engine. */
    @Benchmark
    public float[] ours() {
        Gemm.run(Engine.kernels(), transposeA(), transposeB(), m, n, k, a, 0, transposeA() ? m : k, b, 0,
                transposeB() ? k : n, c, 0, n, false);
        return c;
    }
}
