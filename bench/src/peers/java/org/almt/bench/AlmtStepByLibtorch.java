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
@Measurement(iterations = 20, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class AlmtStepByLibtorch extends AlmtStepWork {
    private Rival<?> rival;

    /** For JMH. */
    public AlmtStepByLibtorch() {}

    /** Copies the weights, and compares the predictions before and after a step. */
    @Setup
    public void prepare(BenchmarkParams params) {
        drawSamples();
        AlmtModel model = model();
        Form form = Form.named(params.getBenchmark());
        rival = new Rival<>(new LibtorchBackend(threads), form, model, utterances).training(this, model);
    }

    /** In the form of the reference implementation. */
    @Benchmark
    @Warmup(iterations = 1, time = 1)
    @Measurement(iterations = 2, time = 100, timeUnit = TimeUnit.MILLISECONDS)
    public float libtorchMklWritten() {
        return rival.step();
    }

    /** In the form of the reference implementation, with fused attention. */
    @Benchmark
    @Warmup(iterations = 1, time = 1)
    @Measurement(iterations = 2, time = 100, timeUnit = TimeUnit.MILLISECONDS)
    public float libtorchMklWrittenFused() {
        return rival.step();
    }

    /** Without rows that are never read. */
    @Benchmark
    public float libtorchMklPruned() {
        return rival.step();
    }

    /** Pruned, with fused attention. */
    @Benchmark
    public float libtorchMklPrunedFused() {
        return rival.step();
    }

    /** Pruned and folded. */
    @Benchmark
    public float libtorchMklFolded() {
        return rival.step();
    }

    /** Pruned and folded, with fused attention. */
    @Benchmark
    public float libtorchMklFoldedFused() {
        return rival.step();
    }
}
