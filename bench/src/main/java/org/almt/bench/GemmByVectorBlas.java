package org.almt.bench;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import java.util.function.IntToDoubleFunction;
import org.openjdk.jmh.annotations.Benchmark;

/** netlib's VectorBLAS: pure Java on the Vector API, on one thread. */
@OneThread
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public class GemmByVectorBlas extends GemmWork {
    private BLAS blas;
    private float[] c;

    /** For JMH. */
    public GemmByVectorBlas() {}

    @Override
    IntToDoubleFunction contestant() {
        blas = JavaBLAS.getInstance();
        if (!blas.getClass().getSimpleName().equals("VectorBLAS")) {
            throw new IllegalStateException("netlib chose " + blas.getClass().getName() + ", not its VectorBLAS");
        }
        c = new float[m * n];
        vectorBlas();
        return i -> c[i];
    }

    /** Column-major: Cᵀ = op(B)ᵀ op(A)ᵀ. */
    @Benchmark
    public float[] vectorBlas() {
        blas.sgemm(transposeB() ? "T" : "N", transposeA() ? "T" : "N", n, m, k, 1, b, transposeB() ? k : n, a,
                transposeA() ? m : k, 0, c, n);
        return c;
    }
}
