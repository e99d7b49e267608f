package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.SimdGemm.COLUMNS;
import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import org.almt.core.kernel.Scratch;

/**
 * {@link org.almt.core.kernel.Products#gemmRuns} with register tiles. Both factors are read in place. The elements of A
 * for one k lie side by side, so that one index serves all of them. The distance from one k to the next is variable. So
 * the bounds are checked for each k, but once for all its elements of A.
 *
 * <p>With data in the second-level cache, twelve rows reach 202 GFLOP/s of a peak of 241. With constant distances and
 * data in the first-level cache they reach 210 (one core of a virtual Intel Xeon with AVX-512).
 */
final class RunTiles {
    private static final Scratch STRIP = new Scratch();

    /** Rows of a tile. AVX-512 has 32 registers, enough for {@link #twelve}. */
    static final int ROWS = LANES == 16 ? 12 : 5;

    /** Elements of k between two stores of the sums. Both factors of a tile then stay in the first-level cache. */
    private static final int BLOCK = 128;

    private RunTiles() {}

    /** For m and n of at least one tile. A tile at an edge overlaps the one before it, and is computed in a buffer. */
    static void product(
            int m, int n, int runs, int ks, float[] a, int ao, int lda, int nextA, float[] b, int bo, int ldb,
            int nextB, float[] c, int co, int ldc) {
        int together = Math.max(1, BLOCK / Math.max(1, ks));
        for (int r = 0; r < runs; r += together) {
            int rs = Math.min(together, runs - r);
            for (int k = 0; k < ks; k += BLOCK) {
                block(m, n, rs, Math.min(BLOCK, ks - k), a, ao + r * nextA + k * lda, lda, nextA,
                        b, bo + r * nextB + k * ldb, ldb, nextB, c, co, ldc);
            }
        }
    }

    private static void block(
            int m, int n, int runs, int ks, float[] a, int ao, int lda, int nextA, float[] b, int bo, int ldb,
            int nextB, float[] c, int co, int ldc) {
        for (int j = 0; j < n; j += COLUMNS) {
            int js = Math.min(j, n - COLUMNS);
            for (int i = 0; i < m; i += ROWS) {
                int is = Math.min(i, m - ROWS);
                int to = co + is * ldc + js;
                if (is == i && js == j) {
                    tile(runs, ks, a, ao + is, lda, nextA, b, bo + js, ldb, nextB, c, to, ldc);
                    continue;
                }
                float[] strip = STRIP.floats(ROWS * COLUMNS);
                Panels.copy(ROWS, COLUMNS, c, to, ldc, strip, 0, COLUMNS);
                tile(runs, ks, a, ao + is, lda, nextA, b, bo + js, ldb, nextB, strip, 0, COLUMNS);
                for (int row = i - is; row < ROWS; row++) {
                    System.arraycopy(strip, row * COLUMNS + j - js, c, to + row * ldc + j - js, COLUMNS - (j - js));
                }
            }
        }
    }

    private static void tile(
            int runs, int ks, float[] a, int ao, int lda, int nextA, float[] b, int bo, int ldb, int nextB,
            float[] c, int co, int ldc) {
        if (ROWS == 12) {
            twelve(runs, ks, a, ao, lda, nextA, b, bo, ldb, nextB, c, co, ldc);
        } else {
            five(runs, ks, a, ao, lda, nextA, b, bo, ldb, nextB, c, co, ldc);
        }
    }

    /** Five rows by two vectors, for processors with 16 vector registers. */
    static void five(
            int runs, int ks, float[] a, int ao, int lda, int nextA, float[] b, int bo, int ldb, int nextB,
            float[] c, int co, int ldc) {
        FloatVector s00 = FloatVector.fromArray(FLOAT, c, co);
        FloatVector s01 = FloatVector.fromArray(FLOAT, c, co + LANES);
        FloatVector s10 = FloatVector.fromArray(FLOAT, c, co + ldc);
        FloatVector s11 = FloatVector.fromArray(FLOAT, c, co + ldc + LANES);
        FloatVector s20 = FloatVector.fromArray(FLOAT, c, co + 2 * ldc);
        FloatVector s21 = FloatVector.fromArray(FLOAT, c, co + 2 * ldc + LANES);
        FloatVector s30 = FloatVector.fromArray(FLOAT, c, co + 3 * ldc);
        FloatVector s31 = FloatVector.fromArray(FLOAT, c, co + 3 * ldc + LANES);
        FloatVector s40 = FloatVector.fromArray(FLOAT, c, co + 4 * ldc);
        FloatVector s41 = FloatVector.fromArray(FLOAT, c, co + 4 * ldc + LANES);
        for (int r = 0; r < runs; r++) {
            int ak = ao + r * nextA;
            int bk = bo + r * nextB;
            for (int k = 0; k < ks; k++) {
                FloatVector b0 = FloatVector.fromArray(FLOAT, b, bk);
                FloatVector b1 = FloatVector.fromArray(FLOAT, b, bk + LANES);
                FloatVector x = FloatVector.broadcast(FLOAT, a[ak]);
                s00 = x.fma(b0, s00);
                s01 = x.fma(b1, s01);
                x = FloatVector.broadcast(FLOAT, a[ak + 1]);
                s10 = x.fma(b0, s10);
                s11 = x.fma(b1, s11);
                x = FloatVector.broadcast(FLOAT, a[ak + 2]);
                s20 = x.fma(b0, s20);
                s21 = x.fma(b1, s21);
                x = FloatVector.broadcast(FLOAT, a[ak + 3]);
                s30 = x.fma(b0, s30);
                s31 = x.fma(b1, s31);
                x = FloatVector.broadcast(FLOAT, a[ak + 4]);
                s40 = x.fma(b0, s40);
                s41 = x.fma(b1, s41);
                ak += lda;
                bk += ldb;
            }
        }
        s00.intoArray(c, co);
        s01.intoArray(c, co + LANES);
        s10.intoArray(c, co + ldc);
        s11.intoArray(c, co + ldc + LANES);
        s20.intoArray(c, co + 2 * ldc);
        s21.intoArray(c, co + 2 * ldc + LANES);
        s30.intoArray(c, co + 3 * ldc);
        s31.intoArray(c, co + 3 * ldc + LANES);
        s40.intoArray(c, co + 4 * ldc);
        s41.intoArray(c, co + 4 * ldc + LANES);
    }

    /** Twelve rows by two vectors, which need 27 registers. */
    static void twelve(
            int runs, int ks, float[] a, int ao, int lda, int nextA, float[] b, int bo, int ldb, int nextB,
            float[] c, int co, int ldc) {
        FloatVector s00 = FloatVector.fromArray(FLOAT, c, co);
        FloatVector s01 = FloatVector.fromArray(FLOAT, c, co + LANES);
        FloatVector s10 = FloatVector.fromArray(FLOAT, c, co + ldc);
        FloatVector s11 = FloatVector.fromArray(FLOAT, c, co + ldc + LANES);
        FloatVector s20 = FloatVector.fromArray(FLOAT, c, co + 2 * ldc);
        FloatVector s21 = FloatVector.fromArray(FLOAT, c, co + 2 * ldc + LANES);
        FloatVector s30 = FloatVector.fromArray(FLOAT, c, co + 3 * ldc);
        FloatVector s31 = FloatVector.fromArray(FLOAT, c, co + 3 * ldc + LANES);
        FloatVector s40 = FloatVector.fromArray(FLOAT, c, co + 4 * ldc);
        FloatVector s41 = FloatVector.fromArray(FLOAT, c, co + 4 * ldc + LANES);
        FloatVector s50 = FloatVector.fromArray(FLOAT, c, co + 5 * ldc);
        FloatVector s51 = FloatVector.fromArray(FLOAT, c, co + 5 * ldc + LANES);
        FloatVector s60 = FloatVector.fromArray(FLOAT, c, co + 6 * ldc);
        FloatVector s61 = FloatVector.fromArray(FLOAT, c, co + 6 * ldc + LANES);
        FloatVector s70 = FloatVector.fromArray(FLOAT, c, co + 7 * ldc);
        FloatVector s71 = FloatVector.fromArray(FLOAT, c, co + 7 * ldc + LANES);
        FloatVector s80 = FloatVector.fromArray(FLOAT, c, co + 8 * ldc);
        FloatVector s81 = FloatVector.fromArray(FLOAT, c, co + 8 * ldc + LANES);
        FloatVector s90 = FloatVector.fromArray(FLOAT, c, co + 9 * ldc);
        FloatVector s91 = FloatVector.fromArray(FLOAT, c, co + 9 * ldc + LANES);
        FloatVector s100 = FloatVector.fromArray(FLOAT, c, co + 10 * ldc);
        FloatVector s101 = FloatVector.fromArray(FLOAT, c, co + 10 * ldc + LANES);
        FloatVector s110 = FloatVector.fromArray(FLOAT, c, co + 11 * ldc);
        FloatVector s111 = FloatVector.fromArray(FLOAT, c, co + 11 * ldc + LANES);
        for (int r = 0; r < runs; r++) {
            int ak = ao + r * nextA;
            int bk = bo + r * nextB;
            for (int k = 0; k < ks; k++) {
                FloatVector b0 = FloatVector.fromArray(FLOAT, b, bk);
                FloatVector b1 = FloatVector.fromArray(FLOAT, b, bk + LANES);
                FloatVector x = FloatVector.broadcast(FLOAT, a[ak]);
                s00 = x.fma(b0, s00);
                s01 = x.fma(b1, s01);
                x = FloatVector.broadcast(FLOAT, a[ak + 1]);
                s10 = x.fma(b0, s10);
                s11 = x.fma(b1, s11);
                x = FloatVector.broadcast(FLOAT, a[ak + 2]);
                s20 = x.fma(b0, s20);
                s21 = x.fma(b1, s21);
                x = FloatVector.broadcast(FLOAT, a[ak + 3]);
                s30 = x.fma(b0, s30);
                s31 = x.fma(b1, s31);
                x = FloatVector.broadcast(FLOAT, a[ak + 4]);
                s40 = x.fma(b0, s40);
                s41 = x.fma(b1, s41);
                x = FloatVector.broadcast(FLOAT, a[ak + 5]);
                s50 = x.fma(b0, s50);
                s51 = x.fma(b1, s51);
                x = FloatVector.broadcast(FLOAT, a[ak + 6]);
                s60 = x.fma(b0, s60);
                s61 = x.fma(b1, s61);
                x = FloatVector.broadcast(FLOAT, a[ak + 7]);
                s70 = x.fma(b0, s70);
                s71 = x.fma(b1, s71);
                x = FloatVector.broadcast(FLOAT, a[ak + 8]);
                s80 = x.fma(b0, s80);
                s81 = x.fma(b1, s81);
                x = FloatVector.broadcast(FLOAT, a[ak + 9]);
                s90 = x.fma(b0, s90);
                s91 = x.fma(b1, s91);
                x = FloatVector.broadcast(FLOAT, a[ak + 10]);
                s100 = x.fma(b0, s100);
                s101 = x.fma(b1, s101);
                x = FloatVector.broadcast(FLOAT, a[ak + 11]);
                s110 = x.fma(b0, s110);
                s111 = x.fma(b1, s111);
                ak += lda;
                bk += ldb;
            }
        }
        s00.intoArray(c, co);
        s01.intoArray(c, co + LANES);
        s10.intoArray(c, co + ldc);
        s11.intoArray(c, co + ldc + LANES);
        s20.intoArray(c, co + 2 * ldc);
        s21.intoArray(c, co + 2 * ldc + LANES);
        s30.intoArray(c, co + 3 * ldc);
        s31.intoArray(c, co + 3 * ldc + LANES);
        s40.intoArray(c, co + 4 * ldc);
        s41.intoArray(c, co + 4 * ldc + LANES);
        s50.intoArray(c, co + 5 * ldc);
        s51.intoArray(c, co + 5 * ldc + LANES);
        s60.intoArray(c, co + 6 * ldc);
        s61.intoArray(c, co + 6 * ldc + LANES);
        s70.intoArray(c, co + 7 * ldc);
        s71.intoArray(c, co + 7 * ldc + LANES);
        s80.intoArray(c, co + 8 * ldc);
        s81.intoArray(c, co + 8 * ldc + LANES);
        s90.intoArray(c, co + 9 * ldc);
        s91.intoArray(c, co + 9 * ldc + LANES);
        s100.intoArray(c, co + 10 * ldc);
        s101.intoArray(c, co + 10 * ldc + LANES);
        s110.intoArray(c, co + 11 * ldc);
        s111.intoArray(c, co + 11 * ldc + LANES);
    }
}
