package org.almt.core.kernel.plain;

import java.util.Arrays;
import org.almt.core.kernel.Products;
import org.almt.core.kernel.Scratch;

/**
 * The matrix product in plain loops that the compiler turns into vectors. Four rows of B at a time, each times elements
 * of A, are added to four rows of C, with k ascending.
 *
 * <p>The C2 of JDK 25 uses vectors if all arrays of a loop have the same index. If the loop writes {@code c[co + j]},
 * C2 cannot rule out that this changes {@code b[bo + j]}. It then computes one number at a time: 10 GFLOP/s. Therefore
 * a block of B is copied into rows that are separate arrays, and so are the four rows of C. The index j alone then
 * serves all of them. On one core with a ceiling of 117 GFLOP/s this gives 51 (512 x 128 x 128, M x N x K) to 75 (512 x
 * 512 x 128). With one row of C at a time it gives 27 to 43, with two 43 to 65. With the first compiler alone it gives
 * 11, and the usual loop gives 4.
 *
 * <p>Copying pays from one row of C on: 12 instead of 5 GFLOP/s for 1 x 128 x 128, 23 instead of 5 for 3 x 768 x 128
 * (processor time of one thread of a virtual Xeon with AVX-512, while other work ran).
 *
 * <p>A block of {@value #K_BLOCK} x {@value #J_BLOCK} floats stays in the second-level cache, and the rows in use in
 * the first. Between blocks of k the sums are stored in C, which rounds nothing.
 */
final class PlainGemm implements Products {
    private static final int K_BLOCK = 128;
    private static final int J_BLOCK = 512;

    /** A block of B and four rows of C. Each row is a separate array. */
    private static final Scratch ROWS = new Scratch();

    @Override
    public void gemm(
            boolean transA, boolean transB, int m, int n, int k,
            float[] a, int ao, int lda, float[] b, int bo, int ldb, float[] c, int co, int ldc, boolean accumulate) {
        if (!accumulate) {
            for (int i = 0; i < m; i++) {
                Arrays.fill(c, co + i * ldc, co + i * ldc + n, 0);
            }
        }
        int stepI = transA ? 1 : lda;
        int stepK = transA ? lda : 1;
        float[][] block = ROWS.rows(K_BLOCK + 4, J_BLOCK);
        for (int k0 = 0; k0 < k; k0 += K_BLOCK) {
            int ks = Math.min(K_BLOCK, k - k0);
            for (int j0 = 0; j0 < n; j0 += J_BLOCK) {
                int js = Math.min(J_BLOCK, n - j0);
                if (transB) {
                    transpose(block, ks, js, b, bo + j0 * ldb + k0, ldb);
                } else {
                    copy(block, ks, js, b, bo + k0 * ldb + j0, ldb);
                }
                multiply(block, m, js, ks, a, ao + k0 * stepK, stepI, stepK, c, co + j0, ldc);
            }
        }
    }

    private static void copy(float[][] block, int ks, int js, float[] b, int bo, int ldb) {
        for (int r = 0; r < ks; r++) {
            System.arraycopy(b, bo + r * ldb, block[r], 0, js);
        }
    }

    /** Fills the block from one that is stored as [js, ks], four of its rows at a time. */
    private static void transpose(float[][] block, int ks, int js, float[] b, int bo, int ldb) {
        int j = 0;
        for (; j + 4 <= js; j += 4) {
            int b0 = bo + j * ldb;
            for (int r = 0; r < ks; r++) {
                float[] row = block[r];
                row[j] = b[b0 + r];
                row[j + 1] = b[b0 + ldb + r];
                row[j + 2] = b[b0 + 2 * ldb + r];
                row[j + 3] = b[b0 + 3 * ldb + r];
            }
        }
        for (; j < js; j++) {
            for (int r = 0; r < ks; r++) {
                block[r][j] = b[bo + j * ldb + r];
            }
        }
    }

    /** C[m, js] += A[m, ks] times the block. */
    private static void multiply(
            float[][] block, int m, int js, int ks, float[] a, int ao, int stepI, int stepK, float[] c, int co,
            int ldc) {
        float[] c0 = block[K_BLOCK];
        float[] c1 = block[K_BLOCK + 1];
        float[] c2 = block[K_BLOCK + 2];
        float[] c3 = block[K_BLOCK + 3];
        int i = 0;
        for (; i + 4 <= m; i += 4) {
            int ci = co + i * ldc;
            System.arraycopy(c, ci, c0, 0, js);
            System.arraycopy(c, ci + ldc, c1, 0, js);
            System.arraycopy(c, ci + 2 * ldc, c2, 0, js);
            System.arraycopy(c, ci + 3 * ldc, c3, 0, js);
            fourRows(block, js, ks, a, ao + i * stepI, stepI, stepK, c0, c1, c2, c3);
            System.arraycopy(c0, 0, c, ci, js);
            System.arraycopy(c1, 0, c, ci + ldc, js);
            System.arraycopy(c2, 0, c, ci + 2 * ldc, js);
            System.arraycopy(c3, 0, c, ci + 3 * ldc, js);
        }
        for (; i < m; i++) {
            int ci = co + i * ldc;
            System.arraycopy(c, ci, c0, 0, js);
            oneRow(block, js, 0, ks, a, ao + i * stepI, stepK, c0);
            System.arraycopy(c0, 0, c, ci, js);
        }
    }

    private static void fourRows(
            float[][] block, int js, int ks, float[] a, int a0, int stepI, int stepK,
            float[] c0, float[] c1, float[] c2, float[] c3) {
        int a1 = a0 + stepI;
        int a2 = a1 + stepI;
        int a3 = a2 + stepI;
        int r = 0;
        for (; r + 4 <= ks; r += 4) {
            int at = r * stepK;
            fourByFour(js, a, a0 + at, a1 + at, a2 + at, a3 + at, stepK,
                    block[r], block[r + 1], block[r + 2], block[r + 3], c0, c1, c2, c3);
        }
        oneRow(block, js, r, ks, a, a0, stepK, c0);
        oneRow(block, js, r, ks, a, a1, stepK, c1);
        oneRow(block, js, r, ks, a, a2, stepK, c2);
        oneRow(block, js, r, ks, a, a3, stepK, c3);
    }

    /** c += sum over k from r to ks of a(k) * row k of the block. */
    private static void oneRow(float[][] block, int js, int r, int ks, float[] a, int ai, int stepK, float[] c) {
        for (; r + 4 <= ks; r += 4) {
            int at = ai + r * stepK;
            oneByFour(js, a, at, stepK, block[r], block[r + 1], block[r + 2], block[r + 3], c);
        }
        for (; r < ks; r++) {
            oneByOne(js, a[ai + r * stepK], block[r], c);
        }
    }

    private static void oneByOne(int js, float a, float[] b, float[] c) {
        for (int j = 0; j < js; j++) {
            c[j] = Math.fma(a, b[j], c[j]);
        }
    }

    private static void oneByFour(
            int js, float[] a, int at, int step, float[] b0, float[] b1, float[] b2, float[] b3, float[] c) {
        float p0 = a[at];
        float p1 = a[at + step];
        float p2 = a[at + 2 * step];
        float p3 = a[at + 3 * step];
        for (int j = 0; j < js; j++) {
            c[j] = Math.fma(p3, b3[j], Math.fma(p2, b2[j], Math.fma(p1, b1[j], Math.fma(p0, b0[j], c[j]))));
        }
    }

    private static void fourByFour(
            int js, float[] a, int p, int q, int s, int t, int step,
            float[] b0, float[] b1, float[] b2, float[] b3, float[] c0, float[] c1, float[] c2, float[] c3) {
        float p0 = a[p];
        float p1 = a[p + step];
        float p2 = a[p + 2 * step];
        float p3 = a[p + 3 * step];
        float q0 = a[q];
        float q1 = a[q + step];
        float q2 = a[q + 2 * step];
        float q3 = a[q + 3 * step];
        float s0 = a[s];
        float s1 = a[s + step];
        float s2 = a[s + 2 * step];
        float s3 = a[s + 3 * step];
        float t0 = a[t];
        float t1 = a[t + step];
        float t2 = a[t + 2 * step];
        float t3 = a[t + 3 * step];
        for (int j = 0; j < js; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            float x2 = b2[j];
            float x3 = b3[j];
            c0[j] = Math.fma(p3, x3, Math.fma(p2, x2, Math.fma(p1, x1, Math.fma(p0, x0, c0[j]))));
            c1[j] = Math.fma(q3, x3, Math.fma(q2, x2, Math.fma(q1, x1, Math.fma(q0, x0, c1[j]))));
            c2[j] = Math.fma(s3, x3, Math.fma(s2, x2, Math.fma(s1, x1, Math.fma(s0, x0, c2[j]))));
            c3[j] = Math.fma(t3, x3, Math.fma(t2, x2, Math.fma(t1, x1, Math.fma(t0, x0, c3[j]))));
        }
    }

    /** The packed form of op(B) is its rows, padded with zeros to a multiple of 16. */
    @Override
    public void pack(boolean transB, int n, int k, int from, int count, float[] b, int bo, int ldb, float[] packed) {
        int width = Products.packedWidth(n);
        for (int r = from; r < from + count; r++) {
            if (transB) {
                for (int j = 0; j < n; j++) {
                    packed[r * width + j] = b[bo + j * ldb + r];
                }
            } else {
                System.arraycopy(b, bo + r * ldb, packed, r * width, n);
            }
            Arrays.fill(packed, r * width + n, (r + 1) * width, 0);
        }
    }

    @Override
    public void gemmPacked(
            boolean transA, int m, int n, int k,
            float[] a, int ao, int lda, float[] packed, float[] c, int co, int ldc, boolean accumulate) {
        gemm(transA, false, m, n, k, a, ao, lda, packed, 0, Products.packedWidth(n), c, co, ldc, accumulate);
    }
}
