package org.almt.core.kernel;

import org.almt.core.parallel.Workers;

/**
 * Cuts a matrix product into bands of rows or columns for the {@link Kernels#gemm kernel}. Every element of C is still
 * one sum over k in order, whichever band it falls into.
 */
public final class Gemm {
    /** A band has at least this many multiply-adds: about 10 microseconds on one core. */
    private static final long BAND_WORK = 1 << 19;

    private Gemm() {}

    /** {@link Kernels#gemm} on all threads. */
    public static void run(
            Kernels kernels, boolean transA, boolean transB, int m, int n, int k,
            float[] a, int ao, int lda, float[] b, int bo, int ldb, float[] c, int co, int ldc, boolean accumulate) {
        long work = (long) m * n * Math.max(1, k);
        int bands = (int) Math.min(work / BAND_WORK, Math.min(16, Math.max(m, n) / 32));
        if (bands <= 1) {
            kernels.gemm(transA, transB, m, n, k, a, ao, lda, b, bo, ldb, c, co, ldc, accumulate);
        } else if (m >= n) {
            int rows = Math.ceilDiv(Math.ceilDiv(m, bands), 16) * 16;
            Workers.run(Math.ceilDiv(m, rows), band -> {
                int from = band * rows;
                kernels.gemm(transA, transB, Math.min(rows, m - from), n, k,
                        a, ao + (transA ? from : from * lda), lda, b, bo, ldb, c, co + from * ldc, ldc, accumulate);
            });
        } else {
            int columns = Math.ceilDiv(Math.ceilDiv(n, bands), 64) * 64;
            Workers.run(Math.ceilDiv(n, columns), band -> {
                int from = band * columns;
                kernels.gemm(transA, transB, m, Math.min(columns, n - from), k,
                        a, ao, lda, b, bo + (transB ? from * ldb : from), ldb, c, co + from, ldc, accumulate);
            });
        }
    }
}
