package org.almt.bench;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** The engine's training steps of the models that ALMT is compared with. */
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 1, time = 6)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public class RivalStepBenchmark extends RivalStepWork {
    private DoubleSupplier step;

    /** For JMH. */
    public RivalStepBenchmark() {}

    /** Plans the step. */
    @Setup
    public void prepare() {
        step = step(network(model, preset), training(model, preset));
    }

    /** This engine. */
    @Benchmark
    public double ours() {
        return step.getAsDouble();
    }
}
