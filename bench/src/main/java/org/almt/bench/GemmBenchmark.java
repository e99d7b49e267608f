package org.almt.bench;

import java.util.function.IntToDoubleFunction;
import org.almt.core.Engine;
import org.almt.core.Tensor;
import org.almt.core.op.Gemm;
import org.openjdk.jmh.annotations.Benchmark;

/** The engine's matrix product. */
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public class GemmBenchmark extends GemmWork {
    private Gemm product;
    private Tensor left;
    private Tensor right;
    private Tensor result;

    /** For JMH. */
    public GemmBenchmark() {}

    @Override
    IntToDoubleFunction contestant() {
        Engine.useThreads(threads);
        product = new Gemm(1, transposeA(), transposeB(), m, n, k, false);
        left = transposeA() ? Tensor.of(a, k, m) : Tensor.of(a, m, k);
        right = transposeB() ? Tensor.of(b, n, k) : Tensor.of(b, k, n);
        result = Tensor.zeros(m, n);
        ours();
        return i -> result.array()[i];
    }

    /** This engine. */
    @Benchmark
    public Tensor ours() {
        product.run(left, right, result);
        return result;
    }
}
