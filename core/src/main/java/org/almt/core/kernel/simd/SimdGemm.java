package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.almt.core.kernel.scalar.Scratch;

/**
 * The matrix product as outer products: a tile of {@value #ROWS} rows by two vectors of C rests in registers while k
 * runs; each k costs two vectors of B, four broadcast elements of A and eight fma. One element of C is one lane, so its
 * sum over k is in order by construction.
 *
 * <p>Around the tile, from the inside out: rows of A under one panel of B; panels of B, each copied to a buffer where
 * the tile reads it from end to end, and turned where B is transposed; blocks of {@value #K_BLOCK} k, so that a panel
 * (32 KiB at 512 bits) stays in the first-level cache, with the sums resting in C between blocks, which rounds nothing;
 * blocks of {@value #I_BLOCK} rows, so that their part of A (512 KiB) stays in the second-level cache. A tile that lies
 * partly outside of C is computed in a buffer.
 *
 * <p>Measured on one core with a ceiling of 117 GFLOP/s, at 512 bits: 94 (512 x 128 x 512), 89 (512 x 512 x 512), 97
 * (512 x 128 x 128), 91 (8 x 128 x 128); with B transposed 91, 88, 93 and 40. Eight accumulators cover the latency of
 * four cycles at one fma a cycle (512 bits) and at two (256 bits, 46 GFLOP/s here), and leave room among AVX2's sixteen
 * registers.
 */
final class SimdGemm {
    private static final int ROWS = 4;
    private static final int COLUMNS = 2 * LANES;
    private static final int I_BLOCK = 512;
    private static final int K_BLOCK = 256;

    /** With so few rows copying a panel costs more than it saves. */
    private static final int FEW_ROWS = 2 * ROWS;

    private SimdGemm() {}

    static void gemm(
            boolean transA, boolean transB, int m, int n, int k,
            float[] a, int ao, int lda, float[] b, int bo, int ldb, float[] c, int co, int ldc, boolean accumulate) {
        if (k == 0 && !accumulate) {
            for (int i = 0; i < m; i++) {
                Arrays.fill(c, co + i * ldc, co + i * ldc + n, 0);
            }
        }
        int stepI = transA ? 1 : lda;
        int stepK = transA ? lda : 1;
        float[] panel = Scratch.floats(Scratch.Use.PANEL, K_BLOCK * COLUMNS);
        for (int i0 = 0; i0 < m; i0 += I_BLOCK) {
            int is = Math.min(I_BLOCK, m - i0);
            for (int k0 = 0; k0 < k; k0 += K_BLOCK) {
                int ks = Math.min(K_BLOCK, k - k0);
                int ai = ao + i0 * stepI + k0 * stepK;
                boolean add = accumulate || k0 > 0;
                for (int j = 0; j < n; j += COLUMNS) {
                    int js = Math.min(COLUMNS, n - j);
                    int cj = co + i0 * ldc + j;
                    int bj = bo + (transB ? j * ldb + k0 : k0 * ldb + j);
                    if (transB) {
                        Panels.transpose(ks, js, b, bj, ldb, panel, COLUMNS);
                    } else if (js == COLUMNS && is <= FEW_ROWS) {
                        rows(is, js, ks, a, ai, stepI, stepK, b, bj, ldb, c, cj, ldc, add);
                        continue;
                    } else {
                        Panels.copy(ks, js, b, bj, ldb, panel, COLUMNS);
                    }
                    rows(is, js, ks, a, ai, stepI, stepK, panel, 0, COLUMNS, c, cj, ldc, add);
                }
            }
        }
    }

    /** All rows of A against one panel of B, of which js columns count. */
    private static void rows(
            int is, int js, int ks, float[] a, int ao, int stepI, int stepK, float[] b, int bo, int stepB,
            float[] c, int co, int ldc, boolean add) {
        for (int i = 0; i < is; i += ROWS) {
            int rows = Math.min(ROWS, is - i);
            int ai = ao + i * stepI;
            int ci = co + i * ldc;
            if (rows == ROWS && js == COLUMNS) {
                tile(ks, a, ai, ai + stepI, ai + 2 * stepI, ai + 3 * stepI, stepK, b, bo, stepB, c, ci, ldc, add);
            } else {
                edge(rows, js, ks, a, ai, stepI, stepK, b, bo, stepB, c, ci, ldc, add);
            }
        }
    }

    /** A tile of which only some rows and columns are in C; rows that are not repeat the first. */
    private static void edge(
            int is, int js, int ks, float[] a, int ai, int stepI, int stepK, float[] b, int bo, int stepB,
            float[] c, int co, int ldc, boolean add) {
        float[] whole = Scratch.floats(Scratch.Use.TILE, ROWS * COLUMNS);
        for (int i = 0; add && i < is; i++) {
            System.arraycopy(c, co + i * ldc, whole, i * COLUMNS, js);
        }
        int a1 = is > 1 ? ai + stepI : ai;
        int a2 = is > 2 ? ai + 2 * stepI : ai;
        int a3 = is > 3 ? ai + 3 * stepI : ai;
        tile(ks, a, ai, a1, a2, a3, stepK, b, bo, stepB, whole, 0, COLUMNS, add);
        for (int i = 0; i < is; i++) {
            System.arraycopy(whole, i * COLUMNS, c, co + i * ldc, js);
        }
    }

    /** Four rows by two vectors of C over ks steps of k; c(i, j) is the accumulator of row i and vector j. */
    private static void tile(
            int ks, float[] a, int a0, int a1, int a2, int a3, int stepK, float[] b, int bo, int stepB,
            float[] c, int co, int ldc, boolean add) {
        FloatVector c00 = FloatVector.zero(FLOAT);
        FloatVector c01 = c00;
        FloatVector c10 = c00;
        FloatVector c11 = c00;
        FloatVector c20 = c00;
        FloatVector c21 = c00;
        FloatVector c30 = c00;
        FloatVector c31 = c00;
        int c1 = co + ldc;
        int c2 = c1 + ldc;
        int c3 = c2 + ldc;
        if (add) {
            c00 = FloatVector.fromArray(FLOAT, c, co);
            c01 = FloatVector.fromArray(FLOAT, c, co + LANES);
            c10 = FloatVector.fromArray(FLOAT, c, c1);
            c11 = FloatVector.fromArray(FLOAT, c, c1 + LANES);
            c20 = FloatVector.fromArray(FLOAT, c, c2);
            c21 = FloatVector.fromArray(FLOAT, c, c2 + LANES);
            c30 = FloatVector.fromArray(FLOAT, c, c3);
            c31 = FloatVector.fromArray(FLOAT, c, c3 + LANES);
        }
        for (int k = 0; k < ks; k++) {
            FloatVector b0 = FloatVector.fromArray(FLOAT, b, bo);
            FloatVector b1 = FloatVector.fromArray(FLOAT, b, bo + LANES);
            FloatVector x = FloatVector.broadcast(FLOAT, a[a0]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = FloatVector.broadcast(FLOAT, a[a1]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = FloatVector.broadcast(FLOAT, a[a2]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = FloatVector.broadcast(FLOAT, a[a3]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            a0 += stepK;
            a1 += stepK;
            a2 += stepK;
            a3 += stepK;
            bo += stepB;
        }
        c00.intoArray(c, co);
        c01.intoArray(c, co + LANES);
        c10.intoArray(c, c1);
        c11.intoArray(c, c1 + LANES);
        c20.intoArray(c, c2);
        c21.intoArray(c, c2 + LANES);
        c30.intoArray(c, c3);
        c31.intoArray(c, c3 + LANES);
    }
}
