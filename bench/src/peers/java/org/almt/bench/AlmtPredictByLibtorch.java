package org.almt.bench;

import java.util.concurrent.TimeUnit;
import org.almt.model.AlmtModel;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/** ALMT in libtorch on MKL, in several forms. */
@Fork(jvmArgsAppend = {Bytedeco.NATIVE, Bytedeco.NO_LIMIT, Bytedeco.NO_LIMIT_EITHER, Bytedeco.NO_CORE,
        Bytedeco.NO_REPORT, Bytedeco.MKL_FIRST})
@Environment({Bytedeco.GNU_THREADS, Bytedeco.OMP, Bytedeco.MKL, Bytedeco.KEEP_MEMORY})
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 200, time = 10, timeUnit = TimeUnit.MILLISECONDS)
public class AlmtPredictByLibtorch extends AlmtPredictWork {
    private Rival<?> rival;

    /** For JMH. */
    public AlmtPredictByLibtorch() {}

    /** Copies the weights, and compares the predictions. */
    @Setup
    public void prepare(BenchmarkParams params) {
        drawSamples();
        AlmtModel model = model();
        Form form = Form.named(params.getBenchmark());
        rival = new Rival<>(new LibtorchBackend(threads), form, model, utterances).agreeing(this, model);
    }

    /** In the form of the reference implementation, with fused attention. */
    @Benchmark
    public float[] libtorchMklWrittenFused() {
        return rival.predict();
    }

    /** Without rows that are never read. */
    @Benchmark
    public float[] libtorchMklPruned() {
        return rival.predict();
    }

    /** Pruned, with fused attention. */
    @Benchmark
    public float[] libtorchMklPrunedFused() {
        return rival.predict();
    }

    /** Pruned and folded. */
    @Benchmark
    public float[] libtorchMklFolded() {
        return rival.predict();
    }

    /** Pruned and folded, with fused attention. */
    @Benchmark
    public float[] libtorchMklFoldedFused() {
        return rival.predict();
    }
}
