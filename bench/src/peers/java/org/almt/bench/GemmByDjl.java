package org.almt.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.IntToDoubleFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;

/** libtorch's official build, with MKL inside, through DJL. Each product is a new array. */
@Fork(jvmArgsAppend = {Bytedeco.NATIVE, Bytedeco.NO_CORE, Bytedeco.NO_REPORT})
@Environment({Bytedeco.OMP, Bytedeco.MKL, Bytedeco.KEEP_MEMORY})
public class GemmByDjl extends GemmWork {
    private NDArray left;
    private NDArray right;

    /** For JMH. */
    public GemmByDjl() {}

    @Override
    IntToDoubleFunction contestant() {
        NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        JniUtils.setNumThreads(threads);
        left = transposeA()
                ? manager.create(a, new Shape(k, m)).transpose()
                : manager.create(a, new Shape(m, k));
        right = transposeB()
                ? manager.create(b, new Shape(n, k)).transpose()
                : manager.create(b, new Shape(k, n));
        float[] values;
        try (NDArray product = left.matMul(right)) {
            values = product.toFloatArray();
        }
        return i -> values[i];
    }

    /** matMul. */
    @Benchmark
    public void libtorchDjl() {
        left.matMul(right).close();
    }
}
