package org.almt.core.kernel.scalar;

import java.util.Arrays;

/**
 * The matrix product in plain loops: row i of C takes a multiple of row k of B, k ascending.
 *
 * <p>The inner loop runs over j, along rows of B and C, so that the compiler may use vectors; a transposed B is first
 * copied, block by block, into rows. Blocks of B of {@value #K_BLOCK} x {@value #J_BLOCK} floats stay in the
 * second-level cache, the part of a row of C in the first. Between blocks of k the sums rest in C, which rounds
 * nothing.
 */
final class ScalarGemm {
    private static final int K_BLOCK = 128;
    private static final int J_BLOCK = 512;

    private ScalarGemm() {}

    static void gemm(
            boolean transA, boolean transB, int m, int n, int k,
            float[] a, int ao, int lda, float[] b, int bo, int ldb, float[] c, int co, int ldc, boolean accumulate) {
        if (!accumulate) {
            for (int i = 0; i < m; i++) {
                Arrays.fill(c, co + i * ldc, co + i * ldc + n, 0);
            }
        }
        int stepI = transA ? 1 : lda;
        int stepK = transA ? lda : 1;
        for (int k0 = 0; k0 < k; k0 += K_BLOCK) {
            int ks = Math.min(K_BLOCK, k - k0);
            for (int j0 = 0; j0 < n; j0 += J_BLOCK) {
                int js = Math.min(J_BLOCK, n - j0);
                float[] rows = b;
                int first = bo + k0 * ldb + j0;
                int distance = ldb;
                if (transB) {
                    rows = transposed(ks, js, b, bo + j0 * ldb + k0, ldb);
                    first = 0;
                    distance = js;
                }
                for (int i = 0; i < m; i++) {
                    int ai = ao + i * stepI + k0 * stepK;
                    rowTimesBlock(ks, js, a, ai, stepK, rows, first, distance, c, co + i * ldc + j0);
                }
            }
        }
    }

    /** Packed, op(B) is its rows [k,n]. */
    static void pack(boolean transB, int n, int k, int from, int count, float[] b, int bo, int ldb, float[] packed) {
        if (!transB) {
            for (int r = from; r < from + count; r++) {
                System.arraycopy(b, bo + r * ldb, packed, r * n, n);
            }
            return;
        }
        for (int j = 0; j < n; j++) {
            for (int r = from; r < from + count; r++) {
                packed[r * n + j] = b[bo + j * ldb + r];
            }
        }
    }

    static void gemmPacked(
            boolean transA, int m, int n, int k,
            float[] a, int ao, int lda, float[] packed, float[] c, int co, int ldc, boolean accumulate) {
        gemm(transA, false, m, n, k, a, ao, lda, packed, 0, n, c, co, ldc, accumulate);
    }

    /** c[0..js) += sum over k of a(k) * row k of B; four k at a time spare three of four loads and stores of C. */
    private static void rowTimesBlock(
            int ks, int js, float[] a, int ai, int stepK, float[] b, int bo, int ldb, float[] c, int co) {
        int k = 0;
        for (; k + 4 <= ks; k += 4) {
            float a0 = a[ai + k * stepK];
            float a1 = a[ai + (k + 1) * stepK];
            float a2 = a[ai + (k + 2) * stepK];
            float a3 = a[ai + (k + 3) * stepK];
            int b0 = bo + k * ldb;
            int b1 = b0 + ldb;
            int b2 = b1 + ldb;
            int b3 = b2 + ldb;
            for (int j = 0; j < js; j++) {
                float sum = Math.fma(a1, b[b1 + j], Math.fma(a0, b[b0 + j], c[co + j]));
                c[co + j] = Math.fma(a3, b[b3 + j], Math.fma(a2, b[b2 + j], sum));
            }
        }
        for (; k < ks; k++) {
            float ak = a[ai + k * stepK];
            int bk = bo + k * ldb;
            for (int j = 0; j < js; j++) {
                c[co + j] = Math.fma(ak, b[bk + j], c[co + j]);
            }
        }
    }

    /** The block of B stored [js, ks] as rows [ks, js]. */
    private static float[] transposed(int ks, int js, float[] b, int bo, int ldb) {
        float[] rows = Scratch.floats(Scratch.Use.PANEL, K_BLOCK * J_BLOCK);
        for (int j = 0; j < js; j++) {
            for (int k = 0; k < ks; k++) {
                rows[k * js + j] = b[bo + j * ldb + k];
            }
        }
        return rows;
    }
}
