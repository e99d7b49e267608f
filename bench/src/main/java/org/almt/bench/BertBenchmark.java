package org.almt.bench;

import static org.almt.core.op.Ops.mseLoss;

import java.util.concurrent.TimeUnit;
import org.almt.core.GradMode;
import org.almt.core.Program;
import org.almt.core.Tensor;
import org.almt.nn.Parameters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** The engine's BERT. */
@Warmup(iterations = 1, time = 10)
@Measurement(iterations = 10, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Fork(jvmArgsAppend = BertWork.HEAP)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public class BertBenchmark extends BertWork {
    private Parameters parameters;
    private Program program;

    /** For JMH. */
    public BertBenchmark() {}

    /** Plans the work. */
    @Setup
    public void prepare() {
        draw();
        parameters = Parameters.of(bert);
        program = isForwardOnly()
                ? GradMode.noGrad(() -> Program.trace(() -> bert.forward(batch)))
                : Program.trace(() -> mseLoss(bert.forward(batch), target()));
    }

    /** This engine. */
    @Benchmark
    public Tensor ours() {
        Tensor result = program.forward();
        if (!isForwardOnly()) {
            parameters.zeroGrad();
            program.backward();
        }
        return result;
    }
}
