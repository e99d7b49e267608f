package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.SimdGemm.COLUMNS;
import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import org.almt.core.kernel.Scratch;

/**
 * Copies op(B) into panels of two vectors of columns, [k, 2 * LANES], that {@link Tiles} read from end to end. The last
 * panel is as wide as the others. Its elements beyond the columns of B are never used.
 *
 * <p>A transposed B is copied in squares of vectors. A square is transposed in as many rounds as an index has bits.
 * Each round zips row i with row i + half into rows 2i and 2i + 1. This rotates the bits of (row, column) by one. In
 * the end, row and column are exchanged. Two rounds at a time stay in registers. This costs 0.2 ns an element at 512
 * bits, 0.31 with one round at a time, and 0.32 with four columns of scalars at a time. A plain copy takes 0.09.
 */
final class Panels {
    private static final Scratch SQUARES = new Scratch();

    private static final VectorShuffle<Float> LOW = VectorShuffle.makeZip(FLOAT, 0);
    private static final VectorShuffle<Float> HIGH = VectorShuffle.makeZip(FLOAT, 1);

    /** Number of squares, side by side, that are transposed together. */
    private static final int MOST_SQUARES = 16;

    /**
     * Panels that are filled together. They often lie a power of two apart, and more of them would compete for one set
     * of the cache.
     */
    private static final int SIDE_BY_SIDE = 4;

    private Panels() {}

    /** The panels of op(B), [ks, n]. They lie {@code distance} apart. */
    static void pack(
            boolean transB, int n, int ks, float[] b, int bo, int ldb, float[] panels, int po, int distance) {
        int whole = transB ? 0 : n / COLUMNS;
        for (int p = 0; p < whole; p += SIDE_BY_SIDE) {
            copyRows(Math.min(SIDE_BY_SIDE, whole - p), ks, b, bo + p * COLUMNS, ldb, panels, po + p * distance,
                    distance);
        }
        po += whole * distance;
        for (int j = whole * COLUMNS; j < n; j += COLUMNS) {
            int js = Math.min(COLUMNS, n - j);
            if (transB) {
                transpose(ks, js, b, bo + j * ldb, ldb, panels, po, COLUMNS);
            } else {
                copy(ks, js, b, bo + j, ldb, panels, po, COLUMNS);
            }
            po += distance;
        }
    }

    /** Copies whole panels. Runs of a row of B are read from end to end, because they often come from memory. */
    private static void copyRows(
            int count, int ks, float[] b, int bo, int ldb, float[] panels, int po, int distance) {
        for (int k = 0; k < ks; k++) {
            int from = bo + k * ldb;
            int to = po + k * COLUMNS;
            for (int p = 0; p < count; p++) {
                FloatVector.fromArray(FLOAT, b, from).intoArray(panels, to);
                FloatVector.fromArray(FLOAT, b, from + LANES).intoArray(panels, to + LANES);
                from += COLUMNS;
                to += distance;
            }
        }
    }

    /** to(r, i) = from(r, i) for rows of n elements. The last vector of a row may overlap the one before it. */
    static void copy(int rows, int n, float[] from, int at, int stride, float[] to, int toAt, int toStride) {
        for (int r = 0; r < rows; r++) {
            if (n < LANES) {
                System.arraycopy(from, at, to, toAt, n);
            } else {
                for (int i = 0; i < n - LANES; i += LANES) {
                    FloatVector.fromArray(FLOAT, from, at + i).intoArray(to, toAt + i);
                }
                FloatVector.fromArray(FLOAT, from, at + n - LANES).intoArray(to, toAt + n - LANES);
            }
            at += stride;
            toAt += toStride;
        }
    }

    /**
     * to(k, j) = b(j, k) for B stored in rows of j, with the rows of {@code to} {@code ldt} apart. The last square of a
     * row may overlap the one before it. Missing rows repeat the first row, so that whole vectors are written.
     */
    static void transpose(int ks, int js, float[] b, int bo, int ldb, float[] to, int at, int ldt) {
        if (ks < LANES) {
            oneByOne(ks, js, b, bo, ldb, to, at, ldt);
            return;
        }
        for (int j = 0; j < js; j += LANES) {
            int rows = Math.min(LANES, js - j);
            int from = bo + j * ldb;
            int whole = ks & -LANES;
            for (int k = 0; k < whole; k += MOST_SQUARES * LANES) {
                int count = Math.min(MOST_SQUARES, (whole - k) / LANES);
                squares(rows, count, b, from + k, ldb, to, at + k * ldt + j, ldt);
            }
            if (whole < ks) {
                squares(rows, 1, b, from + ks - LANES, ldb, to, at + (ks - LANES) * ldt + j, ldt);
            }
        }
    }

    private static void oneByOne(int ks, int js, float[] b, int bo, int ldb, float[] to, int at, int ldt) {
        for (int j = 0; j < js; j++) {
            for (int k = 0; k < ks; k++) {
                to[at + k * ldt + j] = b[bo + j * ldb + k];
            }
        }
    }

    /**
     * Transposes squares side by side in up to LANES rows of B. With more than two rounds, it uses rows in scratch
     * memory.
     */
    private static void squares(int rows, int count, float[] b, int bo, int ldb, float[] to, int at, int ldt) {
        int step = LANES * ldt;
        int length = count * LANES;
        boolean direct = LANES == 4;
        float[] half = direct ? to : SQUARES.floats(MOST_SQUARES * LANES * LANES);
        for (int i = 0; i < LANES / 4; i++) {
            int r1 = i + LANES / 4;
            int r2 = i + LANES / 2;
            int r3 = r1 + LANES / 2;
            zipTwice(count, b, bo + (i < rows ? i * ldb : 0), bo + (r1 < rows ? r1 * ldb : 0),
                    bo + (r2 < rows ? r2 * ldb : 0), bo + (r3 < rows ? r3 * ldb : 0), LANES,
                    half, direct ? at : 4 * i * length, direct ? ldt : length, direct ? step : LANES);
        }
        for (int i = 0; !direct && i < 4; i++) {
            int quarter = i * length;
            int row = 4 * length;
            if (LANES == 8) {
                zip(count, half, quarter, quarter + row, LANES, to, at + 2 * i * ldt, ldt, step);
            } else {
                zipTwice(count, half, quarter, quarter + row, quarter + 2 * row, quarter + 3 * row, LANES,
                        to, at + 4 * i * ldt, ldt, step);
            }
        }
    }

    /** Two rounds for a quarter of the rows. Four rows that lie a quarter apart become neighbours. */
    private static void zipTwice(
            int count, float[] from, int a0, int b0, int c0, int d0, int step,
            float[] to, int toAt, int toRow, int toStep) {
        for (int n = 0; n < count; n++) {
            FloatVector a = FloatVector.fromArray(FLOAT, from, a0 + n * step);
            FloatVector b = FloatVector.fromArray(FLOAT, from, b0 + n * step);
            FloatVector c = FloatVector.fromArray(FLOAT, from, c0 + n * step);
            FloatVector d = FloatVector.fromArray(FLOAT, from, d0 + n * step);
            FloatVector ac = a.rearrange(LOW, c);
            FloatVector bd = b.rearrange(LOW, d);
            ac.rearrange(LOW, bd).intoArray(to, toAt);
            ac.rearrange(HIGH, bd).intoArray(to, toAt + toRow);
            ac = a.rearrange(HIGH, c);
            bd = b.rearrange(HIGH, d);
            ac.rearrange(LOW, bd).intoArray(to, toAt + 2 * toRow);
            ac.rearrange(HIGH, bd).intoArray(to, toAt + 3 * toRow);
            toAt += toStep;
        }
    }

    /** One round for two of the rows. */
    private static void zip(
            int count, float[] from, int a0, int b0, int step, float[] to, int toAt, int toRow, int toStep) {
        for (int n = 0; n < count; n++) {
            FloatVector a = FloatVector.fromArray(FLOAT, from, a0 + n * step);
            FloatVector b = FloatVector.fromArray(FLOAT, from, b0 + n * step);
            a.rearrange(LOW, b).intoArray(to, toAt);
            a.rearrange(HIGH, b).intoArray(to, toAt + toRow);
            toAt += toStep;
        }
    }
}
