package org.almt.bench;

import org.almt.core.Engine;
import org.almt.core.Tensor;
import org.almt.core.op.Ops;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** This engine, op by op. */
public class EagerBenchmark extends EagerWork {
    private final Tensor start = Tensor.scalar(1.5f);
    private final Tensor factor = Tensor.scalar(1).requiresGrad(true);

    /** For JMH. */
    public EagerBenchmark() {}

    @Override
    double contestant() {
        Engine.useThreads(threads);
        return ours();
    }

    /** This engine. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public double ours() {
        Tensor x = start;
        for (int i = 0; i < OPS; i++) {
            x = Ops.mul(x, factor);
        }
        if (pass.equals("forward")) {
            return x.item();
        }
        factor.zeroGrad();
        x.backward();
        return factor.gradOrZeros().item();
    }
}
