package org.almt.bench;

import java.util.concurrent.TimeUnit;
import org.almt.model.AlmtModel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/** ALMT in libtorch's official build, in several forms. */
@Fork(jvmArgsAppend = {Bytedeco.NATIVE, Bytedeco.NO_CORE, Bytedeco.NO_REPORT})
@Environment({Bytedeco.OMP, Bytedeco.MKL, Bytedeco.KEEP_MEMORY})
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 20, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class AlmtStepByDjl extends AlmtStepWork {
    private Rival<?> rival;

    /** For JMH. */
    public AlmtStepByDjl() {}

    /** Copies the weights, and compares the predictions before and after a step. */
    @Setup
    public void prepare(BenchmarkParams params) {
        drawSamples();
        AlmtModel model = model();
        Form form = Form.named(params.getBenchmark());
        rival = new Rival<>(new DjlBackend(threads), form, model, utterances).training(this, model);
    }

    /** In the form of the reference implementation. */
    @Benchmark
    @Warmup(iterations = 1, time = 1)
    @Measurement(iterations = 2, time = 100, timeUnit = TimeUnit.MILLISECONDS)
    public float libtorchDjlWritten() {
        return rival.step();
    }

    /** Without rows that are never read. */
    @Benchmark
    public float libtorchDjlPruned() {
        return rival.step();
    }

    /** Pruned and folded. */
    @Benchmark
    public float libtorchDjlFolded() {
        return rival.step();
    }
}
