package org.almt.bench;

import static org.almt.core.op.Ops.attention;
import static org.almt.core.op.Ops.causalAttention;
import static org.almt.core.op.Ops.sum;

import org.almt.core.Engine;
import org.almt.core.GradMode;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.openjdk.jmh.annotations.Benchmark;

/** The engine's attention, planned once and replayed, as training does. */
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public class AttentionBenchmark extends AttentionWork {
    private Program program;

    /** For JMH. */
    public AttentionBenchmark() {}

    @Override
    float[] contestant() {
        Engine.useThreads(threads);
        Tensor tq = tensor(q);
        Tensor tk = tensor(k);
        Tensor tv = tensor(v);
        program = Program.trace(() -> {
            Tensor out = attend(tq, tk, tv);
            return isForwardOnly() ? out : sum(out);
        });
        ours();
        return GradMode.noGrad(() -> attend(tq, tk, tv)).toArray();
    }

    private Tensor attend(Tensor tq, Tensor tk, Tensor tv) {
        float scale = (float) (1 / Math.sqrt(features));
        return isCausal() ? causalAttention(tq, tk, tv, heads, scale) : attention(tq, tk, tv, heads, scale);
    }

    private Tensor tensor(float[] values) {
        return Tensor.of(values, batch, tokens, heads * features).requiresGrad(!isForwardOnly());
    }

    /** This engine. */
    @Benchmark
    public Tensor ours() {
        Tensor result = program.forward();
        if (!isForwardOnly()) {
            program.backward();
        }
        return result;
    }
}
