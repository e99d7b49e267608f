package org.almt.bench;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** libtorch from Java, op by op. */
@Fork(jvmArgsAppend = {Bytedeco.NATIVE, Bytedeco.NO_LIMIT, Bytedeco.NO_LIMIT_EITHER, Bytedeco.NO_CORE,
        Bytedeco.NO_REPORT, Bytedeco.MKL_FIRST})
@Environment({Bytedeco.GNU_THREADS, Bytedeco.OMP, Bytedeco.MKL, Bytedeco.KEEP_MEMORY})
public class EagerByLibtorch extends EagerWork {
    private Tensor start;
    private Tensor factor;

    /** For JMH. */
    public EagerByLibtorch() {}

    @Override
    double contestant() {
        torch.set_num_threads(threads);
        start = Tensor.create(new float[] {1.5f}, 1);
        factor = Tensor.create(new float[] {1}, 1);
        factor.set_requires_grad(true);
        return libtorchMkl();
    }

    /** libtorch. */
    @Benchmark
    @OperationsPerInvocation(OPS)
    public double libtorchMkl() {
        try (PointerScope _ = new PointerScope()) {
            Tensor x = start;
            for (int i = 0; i < OPS; i++) {
                x = x.mul(factor);
            }
            if (pass.equals("forward")) {
                return x.item_float();
            }
            if (factor.grad().defined()) {
                factor.grad().zero_();
            }
            x.backward();
            return factor.grad().item_float();
        }
    }
}
