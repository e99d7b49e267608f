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
@Measurement(iterations = 200, time = 10, timeUnit = TimeUnit.MILLISECONDS)
public class AlmtPredictByDjl extends AlmtPredictWork {
    private Rival<?> rival;

    /** For JMH. */
    public AlmtPredictByDjl() {}

    /** Copies the weights, and compares the predictions. */
    @Setup
    public void prepare(BenchmarkParams params) {
        drawSamples();
        AlmtModel model = model();
        Form form = Form.named(params.getBenchmark());
        rival = new Rival<>(new DjlBackend(threads), form, model, utterances).agreeing(this, model);
    }

    /** In the form of the reference implementation. */
    @Benchmark
    public float[] libtorchDjlWritten() {
        return rival.predict();
    }

    /** Without rows that are never read. */
    @Benchmark
    public float[] libtorchDjlPruned() {
        return rival.predict();
    }

    /** Pruned and folded. */
    @Benchmark
    public float[] libtorchDjlFolded() {
        return rival.predict();
    }
}
