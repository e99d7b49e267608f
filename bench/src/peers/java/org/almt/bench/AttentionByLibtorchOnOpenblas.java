package org.almt.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;

/** libtorch in its default form, on OpenBLAS. */
@Fork(jvmArgsAppend = {Bytedeco.NATIVE, Bytedeco.NO_LIMIT, Bytedeco.NO_LIMIT_EITHER, Bytedeco.NO_CORE,
        Bytedeco.NO_REPORT})
@Environment({Bytedeco.OMP, Bytedeco.OPENBLAS})
public class AttentionByLibtorchOnOpenblas extends LibtorchAttention {
    /** For JMH. */
    public AttentionByLibtorchOnOpenblas() {}

    /** Fused attention. */
    @Benchmark
    public void libtorchOpenblas() {
        run(true);
    }
}
