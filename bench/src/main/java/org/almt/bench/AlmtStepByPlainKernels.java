package org.almt.bench;

import java.util.concurrent.TimeUnit;
import org.almt.core.Engine;
import org.almt.core.KernelChoice;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;

/** The training step without the Vector API: the same bits from plain loops. */
// C2 has compiled the last kernel of a step after some eight seconds. With a warm-up of three seconds the step took
// half as long again.
@Warmup(iterations = 1, time = 10)
@Measurement(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public class AlmtStepByPlainKernels extends AlmtStepWork {
    private Runnable step;

    /** For JMH. */
    public AlmtStepByPlainKernels() {}

    /** Plans the step. */
    @Setup
    public void prepare() {
        Engine.use(KernelChoice.plain());
        drawSamples();
        step = step(model());
    }

    /** This engine's plain kernels. */
    @Benchmark
    public void plainKernels() {
        step.run();
    }
}
