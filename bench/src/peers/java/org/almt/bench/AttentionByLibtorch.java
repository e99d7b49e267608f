package org.almt.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;

/** libtorch on MKL: its fused attention, and attention written as two products and a softmax. */
@Fork(jvmArgsAppend = {Bytedeco.NATIVE, Bytedeco.NO_LIMIT, Bytedeco.NO_LIMIT_EITHER, Bytedeco.NO_CORE,
        Bytedeco.NO_REPORT, Bytedeco.MKL_FIRST})
@Environment({Bytedeco.GNU_THREADS, Bytedeco.OMP, Bytedeco.MKL, Bytedeco.KEEP_MEMORY})
public class AttentionByLibtorch extends LibtorchAttention {
    /** For JMH. */
    public AttentionByLibtorch() {}

    /** Fused attention. */
    @Benchmark
    public void libtorchMkl() {
        run(true);
    }

    /** Two products and a softmax. */
    @Benchmark
    public void libtorchMklWritten() {
        run(false);
    }
}
