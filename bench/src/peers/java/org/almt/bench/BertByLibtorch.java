package org.almt.bench;

import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/** BERT in libtorch on MKL, with attention fused or written as two products and a softmax. */
@Fork(jvmArgsAppend = {Bytedeco.NATIVE, Bytedeco.NO_LIMIT, Bytedeco.NO_LIMIT_EITHER, Bytedeco.NO_CORE,
        Bytedeco.NO_REPORT, Bytedeco.MKL_FIRST, BertWork.HEAP})
@Environment({Bytedeco.GNU_THREADS, Bytedeco.OMP, Bytedeco.MKL, Bytedeco.KEEP_MEMORY})
@Warmup(iterations = 1, time = 3)
@Measurement(iterations = 6, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class BertByLibtorch extends BertWork {
    private LibtorchBackend library;
    private BertElsewhere<Tensor> theirs;
    private Tensor target;

    /** For JMH. */
    public BertByLibtorch() {}

    /** Copies the weights, and compares the hidden states. */
    @Setup
    public void prepare(BenchmarkParams params) {
        draw();
        library = new LibtorchBackend(threads);
        theirs = new BertElsewhere<>(library, !params.getBenchmark().endsWith("Written"), this);
        target = library.tensor(labels, new long[] {samples, length, bert.config().hidden()}, false);
        library.optimise(theirs.parameters(), 0, 0);
        AlmtWork.requireClose("BERT", library.predict(theirs::forward), states());
    }

    private float run() {
        return isForwardOnly()
                ? library.predict(theirs::forward)[0]
                : library.gradients(() -> library.meanSquaredError(theirs.forward(), target));
    }

    /** Fused attention. */
    @Benchmark
    public float libtorchMkl() {
        return run();
    }

    /** Two products and a softmax. */
    @Benchmark
    public float libtorchMklWritten() {
        return run();
    }
}
