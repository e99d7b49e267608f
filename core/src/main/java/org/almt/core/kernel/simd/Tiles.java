package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.SimdGemm.COLUMNS;
import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * The register tiles of {@link SimdGemm}: C(i, j) = start(i, j) + sum over k of a(i, k) * b(k, j), k ascending, one fma
 * each. The sums stay in registers while k runs. One element of C is one lane, so its order of summation is right by
 * construction. Element a(i, k) is {@code a[ao + i * stepI + k]}, element b(k, j) {@code b[bo + k * stepB + j]}; {@code
 * start} is C itself, or zeros with {@code lds} 0.
 *
 * <p>For each k, six rows by two vectors take two loads of B and six broadcasts for twelve fma. Twelve independent sums
 * more than cover the latency of four cycles at two fma a cycle (256 bits). With two vectors of B and one of A they
 * fill 15 of AVX2's 16 registers. With data in the first-level cache and k = 128, the tile reaches 113 GFLOP/s of a
 * peak of 118 at 512 bits; four rows reach 110. With AVX2 alone it reaches 96 of 108; four rows reach 86.
 *
 * <p>Three things cost more than one expects. First, a branch that starts the sums from zero or from C merges vectors
 * before the loop. The loop then runs at 95 instead of 113 GFLOP/s. Therefore {@code start} exists. Second, an index
 * that grows by a variable is checked in the loop, with a comparison and a branch for each element of A. A product of
 * 512 x 512 x 512 at 256 bits then runs at 78 instead of 98 of 117 GFLOP/s. An index that grows by a constant is
 * checked before the loop. Therefore k is the index in a row of A, and a transposed A uses {@link ColumnTiles}. Third,
 * masked loads and stores would let a tile end anywhere, but they slow down a program that has just started. The tile
 * then has too many nodes for the first compiler, and is interpreted until the second compiler is done.
 */
final class Tiles {
    private Tiles() {}

    /** Six rows by two vectors, all inside C, and a packed panel of B. */
    static void six(
            int ks, float[] a, int ao, int stepI, float[] b, int bo,
            float[] start, int so, int lds, float[] c, int co, int ldc) {
        int a1 = ao + stepI;
        int a2 = ao + 2 * stepI;
        int a3 = ao + 3 * stepI;
        int a4 = ao + 4 * stepI;
        int a5 = ao + 5 * stepI;
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
    }

    /**
     * Six rows by four vectors, all inside C, and two packed panels of B, the second at {@code bo2}. It needs 29
     * registers: 24 sums, four vectors of B and one of A. AVX-512 has 32. {@link #six} needs two loads for three fma,
     * this tile five for twelve. With data in the first-level cache, k = 128 and a peak of 236 GFLOP/s (virtual Intel
     * Xeon), six rows by two vectors reach 154, eight by three 177, six by four 189, and five by five 177.
     */
    static void wide(
            int ks, float[] a, int ao, int stepI, float[] b, int bo, int bo2,
            float[] start, int so, int lds, float[] c, int co, int ldc) {
        int a1 = ao + stepI;
        int a2 = ao + 2 * stepI;
        int a3 = ao + 3 * stepI;
        int a4 = ao + 4 * stepI;
        int a5 = ao + 5 * stepI;
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
            FloatVector x = FloatVector.broadcast(FLOAT, a[ao + k]);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            s02 = x.fma(b2, s02);
            s03 = x.fma(b3, s03);
            x = FloatVector.broadcast(FLOAT, a[a1 + k]);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            s12 = x.fma(b2, s12);
            s13 = x.fma(b3, s13);
            x = FloatVector.broadcast(FLOAT, a[a2 + k]);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            s22 = x.fma(b2, s22);
            s23 = x.fma(b3, s23);
            x = FloatVector.broadcast(FLOAT, a[a3 + k]);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
            s32 = x.fma(b2, s32);
            s33 = x.fma(b3, s33);
            x = FloatVector.broadcast(FLOAT, a[a4 + k]);
            s40 = x.fma(b0, s40);
            s41 = x.fma(b1, s41);
            s42 = x.fma(b2, s42);
            s43 = x.fma(b3, s43);
            x = FloatVector.broadcast(FLOAT, a[a5 + k]);
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

    /**
     * Up to four rows by two whole vectors. Missing rows repeat the first row, in A and in C. The same numbers are then
     * written several times.
     */
    static void four(
            int rows, int ks, float[] a, int ao, int stepI, float[] b, int bo, int stepB,
            float[] start, int so, int lds, float[] c, int co, int ldc) {
        int r1 = 1 < rows ? 1 : 0;
        int r2 = 2 < rows ? 2 : 0;
        int r3 = 3 < rows ? 3 : 0;
        int a1 = ao + r1 * stepI;
        int a2 = ao + r2 * stepI;
        int a3 = ao + r3 * stepI;
        FloatVector s00 = FloatVector.fromArray(FLOAT, start, so);
        FloatVector s01 = FloatVector.fromArray(FLOAT, start, so + LANES);
        FloatVector s10 = FloatVector.fromArray(FLOAT, start, so + r1 * lds);
        FloatVector s11 = FloatVector.fromArray(FLOAT, start, so + r1 * lds + LANES);
        FloatVector s20 = FloatVector.fromArray(FLOAT, start, so + r2 * lds);
        FloatVector s21 = FloatVector.fromArray(FLOAT, start, so + r2 * lds + LANES);
        FloatVector s30 = FloatVector.fromArray(FLOAT, start, so + r3 * lds);
        FloatVector s31 = FloatVector.fromArray(FLOAT, start, so + r3 * lds + LANES);
        for (int k = 0; k < ks; k++) {
            FloatVector b0 = FloatVector.fromArray(FLOAT, b, bo + k * stepB);
            FloatVector b1 = FloatVector.fromArray(FLOAT, b, bo + k * stepB + LANES);
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
        }
        s00.intoArray(c, co);
        s01.intoArray(c, co + LANES);
        s10.intoArray(c, co + r1 * ldc);
        s11.intoArray(c, co + r1 * ldc + LANES);
        s20.intoArray(c, co + r2 * ldc);
        s21.intoArray(c, co + r2 * ldc + LANES);
        s30.intoArray(c, co + r3 * ldc);
        s31.intoArray(c, co + r3 * ldc + LANES);
    }

    /** Up to eight rows by one vector. Otherwise like {@link #four}. */
    static void narrow(
            int rows, int ks, float[] a, int ao, int stepI, float[] b, int bo, int stepB,
            float[] start, int so, int lds, float[] c, int co, int ldc) {
        int r1 = 1 < rows ? 1 : 0;
        int r2 = 2 < rows ? 2 : 0;
        int r3 = 3 < rows ? 3 : 0;
        int r4 = 4 < rows ? 4 : 0;
        int r5 = 5 < rows ? 5 : 0;
        int r6 = 6 < rows ? 6 : 0;
        int r7 = 7 < rows ? 7 : 0;
        int a1 = ao + r1 * stepI;
        int a2 = ao + r2 * stepI;
        int a3 = ao + r3 * stepI;
        int a4 = ao + r4 * stepI;
        int a5 = ao + r5 * stepI;
        int a6 = ao + r6 * stepI;
        int a7 = ao + r7 * stepI;
        FloatVector s0 = FloatVector.fromArray(FLOAT, start, so);
        FloatVector s1 = FloatVector.fromArray(FLOAT, start, so + r1 * lds);
        FloatVector s2 = FloatVector.fromArray(FLOAT, start, so + r2 * lds);
        FloatVector s3 = FloatVector.fromArray(FLOAT, start, so + r3 * lds);
        FloatVector s4 = FloatVector.fromArray(FLOAT, start, so + r4 * lds);
        FloatVector s5 = FloatVector.fromArray(FLOAT, start, so + r5 * lds);
        FloatVector s6 = FloatVector.fromArray(FLOAT, start, so + r6 * lds);
        FloatVector s7 = FloatVector.fromArray(FLOAT, start, so + r7 * lds);
        for (int k = 0; k < ks; k++) {
            FloatVector bk = FloatVector.fromArray(FLOAT, b, bo + k * stepB);
            FloatVector x = FloatVector.broadcast(FLOAT, a[ao + k]);
            s0 = x.fma(bk, s0);
            x = FloatVector.broadcast(FLOAT, a[a1 + k]);
            s1 = x.fma(bk, s1);
            x = FloatVector.broadcast(FLOAT, a[a2 + k]);
            s2 = x.fma(bk, s2);
            x = FloatVector.broadcast(FLOAT, a[a3 + k]);
            s3 = x.fma(bk, s3);
            x = FloatVector.broadcast(FLOAT, a[a4 + k]);
            s4 = x.fma(bk, s4);
            x = FloatVector.broadcast(FLOAT, a[a5 + k]);
            s5 = x.fma(bk, s5);
            x = FloatVector.broadcast(FLOAT, a[a6 + k]);
            s6 = x.fma(bk, s6);
            x = FloatVector.broadcast(FLOAT, a[a7 + k]);
            s7 = x.fma(bk, s7);
        }
        s0.intoArray(c, co);
        s1.intoArray(c, co + r1 * ldc);
        s2.intoArray(c, co + r2 * ldc);
        s3.intoArray(c, co + r3 * ldc);
        s4.intoArray(c, co + r4 * ldc);
        s5.intoArray(c, co + r5 * ldc);
        s6.intoArray(c, co + r6 * ldc);
        s7.intoArray(c, co + r7 * ldc);
    }
}
