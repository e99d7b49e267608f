package org.almt.bench;

import java.util.Arrays;
import java.util.Random;
import org.almt.core.Engine;
import org.almt.core.kernel.Gemm;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** C [M,N] = A [M,K] B [K,N], at the sizes of ALMT's linear layers and one square. */
@State(Scope.Thread)
public class GemmBenchmark extends Measured {
    /** M x N x K. */
    @Param({"512x128x128", "512x384x128", "512x128x768", "512x512x512"})
    String size;

    /** Threads of the engine; EJML's product is on one thread. */
    @Param("1")
    int threads;

    private int m;
    private int n;
    private int k;
    private float[] a;
    private float[] b;
    private float[] c;
    private FMatrixRMaj ejmlA;
    private FMatrixRMaj ejmlB;
    private FMatrixRMaj ejmlC;

    /** For JMH. */
    public GemmBenchmark() {}

    static double flops(String size) {
        int[] mnk = sizes(size);
        return 2.0 * mnk[0] * mnk[1] * mnk[2];
    }

    static int[] sizes(String size) {
        return Arrays.stream(size.split("x")).mapToInt(Integer::parseInt).toArray();
    }

    /** Fills the matrices. */
    @Setup
    public void fill() {
        Engine.useThreads(threads);
        int[] mnk = sizes(size);
        m = mnk[0];
        n = mnk[1];
        k = mnk[2];
        Random random = new Random(1);
        a = gaussian(random, m * k);
        b = gaussian(random, k * n);
        c = new float[m * n];
        ejmlA = FMatrixRMaj.wrap(m, k, a);
        ejmlB = FMatrixRMaj.wrap(k, n, b);
        ejmlC = new FMatrixRMaj(m, n);
    }

    static float[] gaussian(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** This engine. */
    @Benchmark
    public float[] ours() {
        Gemm.run(Engine.kernels(), false, false, m, n, k, a, 0, k, b, 0, n, c, 0, n, false);
        return c;
    }

    /** EJML, pure Java without the Vector API. */
    @Benchmark
    public FMatrixRMaj ejml() {
        CommonOps_FDRM.mult(ejmlA, ejmlB, ejmlC);
        return ejmlC;
    }
}
