package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.SimdGemm.COLUMNS;
import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Tiles like {@link Tiles#six} and {@link Tiles#wide}, for a transposed A. It is copied into rows of k: element a(i, k)
 * is {@code a[ao + k * STEP + i]}.
 *
 * <p>The distance is a constant. The compiler moves the checks of indices out of a loop only if it knows by how much
 * they grow.
 */
final class ColumnTiles {
    /**
     * Elements from one k to the next: an odd number of cache lines. The rows then do not compete for one set of the
     * cache.
     */
    static final int STEP = 144;

    private ColumnTiles() {}

    /**
     * Like {@link Tiles#six}, with five rows. The compiler here loads two or three elements of A in advance. With six
     * rows on 16 registers it would keep one sum in memory, which costs speed: 64 instead of 88 GFLOP/s for 512 x 512 x
     * 512 at 256 bits.
     */
    static void five(
            int ks, float[] a, int ao, float[] b, int bo,
            float[] start, int so, int lds, float[] c, int co, int ldc) {
        FloatVector s00 = FloatVector.fromArray(FLOAT, start, so);
        FloatVector s01 = FloatVector.fromArray(FLOAT, start, so + LANES);
        FloatVector s10 = FloatVector.fromArray(FLOAT, start, so + lds);
        FloatVector s11 = FloatVector.fromArray(FLOAT, start, so + lds + LANES);
        FloatVector s20 = FloatVector.fromArray(FLOAT, start, so + 2 * lds);
        FloatVector s21 = FloatVector.fromArray(FLOAT, start, so + 2 * lds + LANES);
        FloatVector s30 = FloatVector.fromArray(FLOAT, start, so + 3 * lds);
        FloatVector s31 = FloatVector.fromArray(FLOAT, start, so + 3 * lds + LANES);
        FloatVector s40 = FloatVector.fromArray(FLOAT, start, so + 4 * lds);
        FloatVector s41 = FloatVector.fromArray(FLOAT, start, so + 4 * lds + LANES);
        for (int k = 0; k < ks; k++) {
            FloatVector b0 = FloatVector.fromArray(FLOAT, b, bo + k * COLUMNS);
            FloatVector b1 = FloatVector.fromArray(FLOAT, b, bo + k * COLUMNS + LANES);
            FloatVector x = FloatVector.broadcast(FLOAT, a[ao + k * STEP]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = FloatVector.broadcast(FLOAT, a[ao + k * STEP + 1]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = FloatVector.broadcast(FLOAT, a[ao + k * STEP + 2]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            x = FloatVector.broadcast(FLOAT, a[ao + k * STEP + 3]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
            x = FloatVector.broadcast(FLOAT, a[ao + k * STEP + 4]);
            s40 = x.fma(b0, s40);
            s41 = x.fma(b1, s41);
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

    /** Like {@link Tiles#wide}. */
    static void wide(
            int ks, float[] a, int ao, float[] b, int bo, int bo2,
            float[] start, int so, int lds, float[] c, int co, int ldc) {
        FloatVector s00 = FloatVector.fromArray(FLOAT, start, so);
        FloatVector s01 = FloatVector.fromArray(FLOAT, start, so + LANES);
        FloatVector s02 = FloatVector.fromArray(FLOAT, start, so + 2 * LANES);
        FloatVector s03 = FloatVector.fromArray(FLOAT, start, so + 3 * LANES);
        FloatVector s10 = FloatVector.fromArray(FLOAT, start, so + lds);
        FloatVector s11 = FloatVector.fromArray(FLOAT, start, so + lds + LANES);
        FloatVector s12 = FloatVector.fromArray(FLOAT, start, so + lds + 2 * LANES);
        FloatVector s13 = FloatVector.fromArray(FLOAT, start, so + lds + 3 * LANES);
        FloatVector s20 = FloatVector.fromArray(FLOAT, start, so + 2 * lds);
        FloatVector s21 = FloatVector.fromArray(FLOAT, start, so + 2 * lds + LANES);
        FloatVector s22 = FloatVector.fromArray(FLOAT, start, so + 2 * lds + 2 * LANES);
        FloatVector s23 = FloatVector.fromArray(FLOAT, start, so + 2 * lds + 3 * LANES);
        FloatVector s30 = FloatVector.fromArray(FLOAT, start, so + 3 * lds);
        FloatVector s31 = FloatVector.fromArray(FLOAT, start, so + 3 * lds + LANES);
        FloatVector s32 = FloatVector.fromArray(FLOAT, start, so + 3 * lds + 2 * LANES);
        FloatVector s33 = FloatVector.fromArray(FLOAT, start, so + 3 * lds + 3 * LANES);
        FloatVector s40 = FloatVector.fromArray(FLOAT, start, so + 4 * lds);
        FloatVector s41 = FloatVector.fromArray(FLOAT, start, so + 4 * lds + LANES);
        FloatVector s42 = FloatVector.fromArray(FLOAT, start, so + 4 * lds + 2 * LANES);
        FloatVector s43 = FloatVector.fromArray(FLOAT, start, so + 4 * lds + 3 * LANES);
        FloatVector s50 = FloatVector.fromArray(FLOAT, start, so + 5 * lds);
        FloatVector s51 = FloatVector.fromArray(FLOAT, start, so + 5 * lds + LANES);
        FloatVector s52 = FloatVector.fromArray(FLOAT, start, so + 5 * lds + 2 * LANES);
        FloatVector s53 = FloatVector.fromArray(FLOAT, start, so + 5 * lds + 3 * LANES);
        for (int k = 0; k < ks; k++) {
            FloatVector b0 = FloatVector.fromArray(FLOAT, b, bo + k * COLUMNS);
            FloatVector b1 = FloatVector.fromArray(FLOAT, b, bo + k * COLUMNS + LANES);
            FloatVector b2 = FloatVector.fromArray(FLOAT, b, bo2 + k * COLUMNS);
            FloatVector b3 = FloatVector.fromArray(FLOAT, b, bo2 + k * COLUMNS + LANES);
            FloatVector x = FloatVector.broadcast(FLOAT, a[ao + k * STEP]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            s02 = x.fma(b2, s02);
            s03 = x.fma(b3, s03);
            x = FloatVector.broadcast(FLOAT, a[ao + k * STEP + 1]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            s12 = x.fma(b2, s12);
            s13 = x.fma(b3, s13);
            x = FloatVector.broadcast(FLOAT, a[ao + k * STEP + 2]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            s22 = x.fma(b2, s22);
            s23 = x.fma(b3, s23);
            x = FloatVector.broadcast(FLOAT, a[ao + k * STEP + 3]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
            s32 = x.fma(b2, s32);
            s33 = x.fma(b3, s33);
            x = FloatVector.broadcast(FLOAT, a[ao + k * STEP + 4]);
            s40 = x.fma(b0, s40);
            s41 = x.fma(b1, s41);
            s42 = x.fma(b2, s42);
            s43 = x.fma(b3, s43);
            x = FloatVector.broadcast(FLOAT, a[ao + k * STEP + 5]);
            s50 = x.fma(b0, s50);
            s51 = x.fma(b1, s51);
            s52 = x.fma(b2, s52);
            s53 = x.fma(b3, s53);
        }
        s00.intoArray(c, co);
        s01.intoArray(c, co + LANES);
        s02.intoArray(c, co + 2 * LANES);
        s03.intoArray(c, co + 3 * LANES);
        s10.intoArray(c, co + ldc);
        s11.intoArray(c, co + ldc + LANES);
        s12.intoArray(c, co + ldc + 2 * LANES);
        s13.intoArray(c, co + ldc + 3 * LANES);
        s20.intoArray(c, co + 2 * ldc);
        s21.intoArray(c, co + 2 * ldc + LANES);
        s22.intoArray(c, co + 2 * ldc + 2 * LANES);
        s23.intoArray(c, co + 2 * ldc + 3 * LANES);
        s30.intoArray(c, co + 3 * ldc);
        s31.intoArray(c, co + 3 * ldc + LANES);
        s32.intoArray(c, co + 3 * ldc + 2 * LANES);
        s33.intoArray(c, co + 3 * ldc + 3 * LANES);
        s40.intoArray(c, co + 4 * ldc);
        s41.intoArray(c, co + 4 * ldc + LANES);
        s42.intoArray(c, co + 4 * ldc + 2 * LANES);
        s43.intoArray(c, co + 4 * ldc + 3 * LANES);
        s50.intoArray(c, co + 5 * ldc);
        s51.intoArray(c, co + 5 * ldc + LANES);
        s52.intoArray(c, co + 5 * ldc + 2 * LANES);
        s53.intoArray(c, co + 5 * ldc + 3 * LANES);
    }
}
