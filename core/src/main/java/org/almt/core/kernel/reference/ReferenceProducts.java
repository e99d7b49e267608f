package org.almt.core.kernel.reference;

import org.almt.core.kernel.Products;

/** The matrix product. Every element of C is one sum over k, in order, one fma each. */
final class ReferenceProducts implements Products {
    @Override
    public void gemm(
            boolean transA, boolean transB, int m, int n, int k,
            float[] a, int ao, int lda, float[] b, int bo, int ldb, float[] c, int co, int ldc, boolean accumulate) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                float sum = accumulate ? c[co + i * ldc + j] : 0;
                for (int p = 0; p < k; p++) {
                    float x = a[ao + (transA ? p * lda + i : i * lda + p)];
                    float y = b[bo + (transB ? j * ldb + p : p * ldb + j)];
                    sum = Math.fma(x, y, sum);
                }
                c[co + i * ldc + j] = sum;
            }
        }
    }

    /** The packed form of op(B) is its rows, padded to {@link Products#packedWidth} columns. */
    @Override
    public void pack(boolean transB, int n, int k, int from, int count, float[] b, int bo, int ldb, float[] packed) {
        for (int p = from; p < from + count; p++) {
            for (int j = 0; j < n; j++) {
                packed[p * Products.packedWidth(n) + j] = b[bo + (transB ? j * ldb + p : p * ldb + j)];
            }
        }
    }

    @Override
    public void gemmPacked(
            boolean transA, int m, int n, int k,
            float[] a, int ao, int lda, float[] packed, float[] c, int co, int ldc, boolean accumulate) {
        gemm(transA, false, m, n, k, a, ao, lda, packed, 0, Products.packedWidth(n), c, co, ldc, accumulate);
    }
}
