package org.almt.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** The engine's training step. */
// C2 has compiled the last kernel of a step after some eight seconds: with three the step took half as long again.
@Warmup(iterations = 1, time = 10)
// Long enough to outlast a loud neighbour: a virtual machine was seen to be half as slow for one to five seconds.
@Measurement(iterations = 40, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public class AlmtStepBenchmark extends AlmtStepWork {
    private Runnable step;

    /** For JMH. */
    public AlmtStepBenchmark() {}

    /** Plans the step. */
    @Setup
    public void prepare() {
        drawSamples();
        step = step(model());
    }

    /** This engine. */
    @Benchmark
    public void ours() {
        step.run();
    }
}
