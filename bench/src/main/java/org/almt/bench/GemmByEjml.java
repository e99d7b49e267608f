package org.almt.bench;

import java.util.function.IntToDoubleFunction;
import org.ejml.concurrency.EjmlConcurrency;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.ejml.dense.row.CommonOps_MT_FDRM;
import org.openjdk.jmh.annotations.Benchmark;

/** EJML: pure Java without the Vector API. */
@SuppressWarnings("NullAway.Init") // JMH sets parameters and calls @Setup before it measures
public class GemmByEjml extends GemmWork {
    private FMatrixRMaj left;
    private FMatrixRMaj right;
    private FMatrixRMaj product;

    /** For JMH. */
    public GemmByEjml() {}

    @Override
    IntToDoubleFunction contestant() {
        EjmlConcurrency.setMaxThreads(threads);
        left = transposeA() ? FMatrixRMaj.wrap(k, m, a) : FMatrixRMaj.wrap(m, k, a);
        right = transposeB() ? FMatrixRMaj.wrap(n, k, b) : FMatrixRMaj.wrap(k, n, b);
        product = new FMatrixRMaj(m, n);
        ejml();
        return i -> product.data[i];
    }

    /** One thread, or several in EJML's own way. */
    @Benchmark
    public FMatrixRMaj ejml() {
        if (threads == 1) {
            oneThread();
        } else {
            moreThreads();
        }
        return product;
    }

    private void oneThread() {
        if (transposeA()) {
            CommonOps_FDRM.multTransA(left, right, product);
        } else if (transposeB()) {
            CommonOps_FDRM.multTransB(left, right, product);
        } else {
            CommonOps_FDRM.mult(left, right, product);
        }
    }

    private void moreThreads() {
        if (transposeA()) {
            CommonOps_MT_FDRM.multTransA(left, right, product);
        } else if (transposeB()) {
            CommonOps_MT_FDRM.multTransB(left, right, product);
        } else {
            CommonOps_MT_FDRM.mult(left, right, product);
        }
    }
}
