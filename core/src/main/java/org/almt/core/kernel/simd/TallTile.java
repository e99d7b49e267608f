package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.SimdGemm.COLUMNS;
import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * A register tile of {@link SimdGemm} for processors with 32 vector registers. It is used when only one panel of B is
 * left.
 */
final class TallTile {
    private TallTile() {}

    /**
     * Twelve rows by two vectors, which need 27 registers. It is for a single panel, because {@link Tiles#wide} needs
     * two. With data in the first-level cache and k = 128, it reaches 179 GFLOP/s, and {@link Tiles#six} reaches 158
     * (one core of a virtual Intel Xeon, peak 229).
     */
    static void twelve(
            int ks, float[] a, int ao, int stepI, float[] b, int bo, float[] start, int so, int lds, float[] c,
            int co, int ldc) {
        int a1 = ao + stepI;
        int a2 = ao + 2 * stepI;
        int a3 = ao + 3 * stepI;
        int a4 = ao + 4 * stepI;
        int a5 = ao + 5 * stepI;
        int a6 = ao + 6 * stepI;
        int a7 = ao + 7 * stepI;
        int a8 = ao + 8 * stepI;
        int a9 = ao + 9 * stepI;
        int a10 = ao + 10 * stepI;
        int a11 = ao + 11 * stepI;
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
        FloatVector s50 = FloatVector.fromArray(FLOAT, start, so + 5 * lds);
        FloatVector s51 = FloatVector.fromArray(FLOAT, start, so + 5 * lds + LANES);
        FloatVector s60 = FloatVector.fromArray(FLOAT, start, so + 6 * lds);
        FloatVector s61 = FloatVector.fromArray(FLOAT, start, so + 6 * lds + LANES);
        FloatVector s70 = FloatVector.fromArray(FLOAT, start, so + 7 * lds);
        FloatVector s71 = FloatVector.fromArray(FLOAT, start, so + 7 * lds + LANES);
        FloatVector s80 = FloatVector.fromArray(FLOAT, start, so + 8 * lds);
        FloatVector s81 = FloatVector.fromArray(FLOAT, start, so + 8 * lds + LANES);
        FloatVector s90 = FloatVector.fromArray(FLOAT, start, so + 9 * lds);
        FloatVector s91 = FloatVector.fromArray(FLOAT, start, so + 9 * lds + LANES);
        FloatVector s100 = FloatVector.fromArray(FLOAT, start, so + 10 * lds);
        FloatVector s101 = FloatVector.fromArray(FLOAT, start, so + 10 * lds + LANES);
        FloatVector s110 = FloatVector.fromArray(FLOAT, start, so + 11 * lds);
        FloatVector s111 = FloatVector.fromArray(FLOAT, start, so + 11 * lds + LANES);
        for (int k = 0; k < ks; k++) {
            FloatVector b0 = FloatVector.fromArray(FLOAT, b, bo + k * COLUMNS);
            FloatVector b1 = FloatVector.fromArray(FLOAT, b, bo + k * COLUMNS + LANES);
            FloatVector x = FloatVector.broadcast(FLOAT, a[ao + k]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = FloatVector.broadcast(FLOAT, a[a1 + k]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = FloatVector.broadcast(FLOAT, a[a2 + k]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            x = FloatVector.broadcast(FLOAT, a[a3 + k]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
            x = FloatVector.broadcast(FLOAT, a[a4 + k]);
            s40 = x.fma(b0, s40);
            s41 = x.fma(b1, s41);
            x = FloatVector.broadcast(FLOAT, a[a5 + k]);
            s50 = x.fma(b0, s50);
            s51 = x.fma(b1, s51);
            x = FloatVector.broadcast(FLOAT, a[a6 + k]);
            s60 = x.fma(b0, s60);
            s61 = x.fma(b1, s61);
            x = FloatVector.broadcast(FLOAT, a[a7 + k]);
            s70 = x.fma(b0, s70);
            s71 = x.fma(b1, s71);
            x = FloatVector.broadcast(FLOAT, a[a8 + k]);
            s80 = x.fma(b0, s80);
            s81 = x.fma(b1, s81);
            x = FloatVector.broadcast(FLOAT, a[a9 + k]);
            s90 = x.fma(b0, s90);
            s91 = x.fma(b1, s91);
            x = FloatVector.broadcast(FLOAT, a[a10 + k]);
            s100 = x.fma(b0, s100);
            s101 = x.fma(b1, s101);
            x = FloatVector.broadcast(FLOAT, a[a11 + k]);
            s110 = x.fma(b0, s110);
            s111 = x.fma(b1, s111);
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
