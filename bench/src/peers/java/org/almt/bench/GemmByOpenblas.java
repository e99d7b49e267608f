package org.almt.bench;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_sgemm;

import java.util.function.IntToDoubleFunction;
import org.bytedeco.javacpp.FloatPointer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;

/** OpenBLAS through bytedeco, on native buffers. */
@Fork(jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null"})
@Environment("OPENBLAS_NUM_THREADS={threads}")
public class GemmByOpenblas extends GemmWork {
    private FloatPointer left;
    private FloatPointer right;
    private FloatPointer product;

    /** For JMH. */
    public GemmByOpenblas() {}

    @Override
    IntToDoubleFunction contestant() {
        left = new FloatPointer(a);
        right = new FloatPointer(b);
        product = new FloatPointer((long) m * n);
        openblas();
        return i -> product.get(i);
    }

    /** cblas_sgemm. */
    @Benchmark
    public FloatPointer openblas() {
        cblas_sgemm(CblasRowMajor, transposeA() ? CblasTrans : CblasNoTrans, transposeB() ? CblasTrans : CblasNoTrans,
                m, n, k, 1, left, transposeA() ? m : k, right, transposeB() ? k : n, 0, product, n);
        return product;
    }
}
