package org.almt.bench;

import java.util.function.IntToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;

/** libtorch on MKL, with an existing array for the result. */
@Fork(jvmArgsAppend = {Bytedeco.NATIVE, Bytedeco.NO_LIMIT, Bytedeco.NO_LIMIT_EITHER, Bytedeco.NO_CORE,
        Bytedeco.NO_REPORT, Bytedeco.MKL_FIRST})
@Environment({Bytedeco.GNU_THREADS, Bytedeco.OMP, Bytedeco.MKL, Bytedeco.KEEP_MEMORY})
public class GemmByLibtorch extends GemmWork {
    private Tensor left;
    private Tensor right;
    private Tensor product;

    /** For JMH. */
    public GemmByLibtorch() {}

    @Override
    IntToDoubleFunction contestant() {
        torch.set_num_threads(threads);
        left = transposeA() ? Tensor.create(a, k, m).t() : Tensor.create(a, m, k);
        right = transposeB() ? Tensor.create(b, n, k).t() : Tensor.create(b, k, n);
        product = torch.empty(m, n);
        libtorchMkl();
        float[] values = new float[m * n];
        product.data_ptr_float().get(values);
        return i -> values[i];
    }

    /** mm. */
    @Benchmark
    public Tensor libtorchMkl() {
        try (PointerScope _ = new PointerScope()) {
            torch.mm_out(product, left, right);
            return product;
        }
    }
}
