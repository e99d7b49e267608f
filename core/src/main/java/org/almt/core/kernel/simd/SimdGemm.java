package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.almt.core.kernel.scalar.Scratch;

/** The matrix product as outer products on a register tile. */
public final class SimdGemm {
    static final int ROWS = 4;
    static final int COLUMNS = 2 * LANES;
    static final int I_BLOCK = 512;
    static final int K_BLOCK = 256;

    private SimdGemm() {}

    public static void gemm(
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
                boolean add = accumulate || k0 > 0;
                int ak = ao + i0 * stepI + k0 * stepK;
                for (int j = 0; j < n; j += COLUMNS) {
                    int js = Math.min(COLUMNS, n - j);
                    if (transB) {
                        packTransposed(ks, js, b, bo + j * ldb + k0, ldb, panel);
                    } else {
                        pack(ks, js, b, bo + k0 * ldb + j, ldb, panel);
                    }
                    rows(is, js, ks, a, ak, stepI, stepK, panel, 0, COLUMNS, c, co + i0 * ldc + j, ldc, add);
                }
            }
        }
    }

    private static void rows(
            int is, int js, int ks, float[] a, int ao, int stepI, int stepK, float[] b, int bo, int stepB,
            float[] c, int co, int ldc, boolean add) {
        int i = 0;
        if (js == COLUMNS) {
            for (; i + ROWS <= is; i += ROWS) {
                tile(ks, a, ao + i * stepI, stepI, stepK, b, bo, stepB, c, co + i * ldc, ldc, add);
            }
        }
        for (; i < is; i += ROWS) {
            edge(Math.min(ROWS, is - i), js, ks, a, ao + i * stepI, stepI, stepK, b, bo, stepB,
                    c, co + i * ldc, ldc, add);
        }
    }

    private static void edge(
            int is, int js, int ks, float[] a, int ao, int stepI, int stepK, float[] b, int bo, int stepB,
            float[] c, int co, int ldc, boolean add) {
        float[] whole = Scratch.floats(Scratch.Use.TILE, ROWS * COLUMNS);
        for (int i = 0; add && i < is; i++) {
            System.arraycopy(c, co + i * ldc, whole, i * COLUMNS, js);
        }
        if (is == ROWS) {
            tile(ks, a, ao, stepI, stepK, b, bo, stepB, whole, 0, COLUMNS, add);
        } else {
            tileRows(is, ks, a, ao, stepI, stepK, b, bo, stepB, whole, 0, COLUMNS, add);
        }
        for (int i = 0; i < is; i++) {
            System.arraycopy(whole, i * COLUMNS, c, co + i * ldc, js);
        }
    }

    private static void tileRows(
            int is, int ks, float[] a, int ao, int stepI, int stepK, float[] b, int bo, int stepB,
            float[] c, int co, int ldc, boolean add) {
        for (int i = 0; i < is; i++) {
            int ai = ao + i * stepI;
            int bk = bo;
            int ci = co + i * ldc;
            FloatVector c0 = add ? FloatVector.fromArray(FLOAT, c, ci) : FloatVector.zero(FLOAT);
            FloatVector c1 = add ? FloatVector.fromArray(FLOAT, c, ci + LANES) : FloatVector.zero(FLOAT);
            for (int k = 0; k < ks; k++) {
                FloatVector x = FloatVector.broadcast(FLOAT, a[ai]);
                c0 = x.fma(FloatVector.fromArray(FLOAT, b, bk), c0);
                c1 = x.fma(FloatVector.fromArray(FLOAT, b, bk + LANES), c1);
                ai += stepK;
                bk += stepB;
            }
            c0.intoArray(c, ci);
            c1.intoArray(c, ci + LANES);
        }
    }

    private static void tile(
            int ks, float[] a, int ao, int stepI, int stepK, float[] b, int bo, int stepB,
            float[] c, int co, int ldc, boolean add) {
        int a1 = ao + stepI;
        int a2 = a1 + stepI;
        int a3 = a2 + stepI;
        int c1 = co + ldc;
        int c2 = c1 + ldc;
        int c3 = c2 + ldc;
        FloatVector c00 = FloatVector.zero(FLOAT);
        FloatVector c01 = c00;
        FloatVector c10 = c00;
        FloatVector c11 = c00;
        FloatVector c20 = c00;
        FloatVector c21 = c00;
        FloatVector c30 = c00;
        FloatVector c31 = c00;
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
            FloatVector x = FloatVector.broadcast(FLOAT, a[ao]);
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
            ao += stepK;
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

    private static void pack(int ks, int js, float[] b, int bo, int ldb, float[] panel) {
        for (int k = 0; k < ks; k++) {
            System.arraycopy(b, bo + k * ldb, panel, k * COLUMNS, js);
        }
    }

    private static void packTransposed(int ks, int js, float[] b, int bo, int ldb, float[] panel) {
        for (int k = 0; k < ks; k++) {
            for (int j = 0; j < js; j++) {
                panel[k * COLUMNS + j] = b[bo + j * ldb + k];
            }
        }
    }
}
