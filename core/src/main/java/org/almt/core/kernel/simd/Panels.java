package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.SimdGemm.COLUMNS;
import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import org.almt.core.kernel.scalar.Scratch;

/**
 * Copies op(B) into panels of two vectors of columns, [k, 2 * LANES], that {@link Tiles} read from end to end. The last
 * panel is as wide as the others; what lies beyond the columns of B is never used.
 *
 * <p>A transposed B goes through squares of vectors. To transpose a square, zip row i with row i + half into rows 2i
 * and 2i + 1, as often as an index has bits: each round rotates the bits of (row, column) by one, so in the end row and
 * column have changed places. Two rounds at a time stay in registers. That costs 0.2 ns an element at 512 bits (0.31
 * with one round at a time, 0.32 with four columns of scalars at a time), where a plain copy of as much takes 0.09.
 */
final class Panels {
    private static final VectorShuffle<Float> LOW = VectorShuffle.makeZip(FLOAT, 0);
    private static final VectorShuffle<Float> HIGH = VectorShuffle.makeZip(FLOAT, 1);

    /** Squares side by side that are turned together. */
    private static final int MOST_SQUARES = 16;

    private Panels() {}

    /** The panels of op(B), [ks, n], one {@code distance} after the other. */
    static void pack(
            boolean transB, int n, int ks, float[] b, int bo, int ldb, float[] panels, int po, int distance) {
        for (int j = 0; j < n; j += COLUMNS) {
            int js = Math.min(COLUMNS, n - j);
            if (transB) {
                transpose(ks, js, b, bo + j * ldb, ldb, panels, po);
            } else {
                copy(ks, js, b, bo + j, ldb, panels, po, COLUMNS);
            }
            po += distance;
        }
    }

    /** to(r, i) = from(r, i) for rows of n numbers; the last vector of a row may overlap the one before it. */
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

    /** panel(k, j) = b(j, k) for B stored in rows of j. */
    private static void transpose(int ks, int js, float[] b, int bo, int ldb, float[] panel, int po) {
        int wholeK = ks & -LANES;
        int wholeJ = js & -LANES;
        for (int j = 0; j < wholeJ; j += LANES) {
            for (int k = 0; k < wholeK; k += MOST_SQUARES * LANES) {
                int count = Math.min(MOST_SQUARES, (wholeK - k) / LANES);
                squares(count, b, bo + j * ldb + k, ldb, panel, po + k * COLUMNS + j);
            }
        }
        oneByOne(0, wholeK, wholeJ, js, b, bo, ldb, panel, po);
        oneByOne(wholeK, ks, 0, js, b, bo, ldb, panel, po);
    }

    private static void oneByOne(
            int k0, int k1, int j0, int j1, float[] b, int bo, int ldb, float[] panel, int po) {
        for (int j = j0; j < j1; j++) {
            for (int k = k0; k < k1; k++) {
                panel[po + k * COLUMNS + j] = b[bo + j * ldb + k];
            }
        }
    }

    /** Squares side by side in LANES rows of B; with more than two rounds, by way of rows in scratch. */
    private static void squares(int count, float[] b, int bo, int ldb, float[] panel, int po) {
        int step = LANES * COLUMNS;
        if (LANES == 4) {
            zipTwice(count, b, bo, ldb, LANES, panel, po, COLUMNS, step);
            return;
        }
        int length = count * LANES;
        float[] rows = Scratch.floats(Scratch.Use.SQUARES, MOST_SQUARES * LANES * LANES);
        for (int i = 0; i < LANES / 4; i++) {
            zipTwice(count, b, bo + i * ldb, LANES / 4 * ldb, LANES, rows, 4 * i * length, length, LANES);
        }
        for (int i = 0; i < 4; i++) {
            if (LANES == 8) {
                zip(count, rows, i * length, 4 * length, LANES, panel, po + 2 * i * COLUMNS, COLUMNS, step);
            } else {
                zipTwice(count, rows, i * length, 4 * length, LANES, panel, po + 4 * i * COLUMNS, COLUMNS, step);
            }
        }
    }

    /** Two rounds for a quarter of the rows: four that lie {@code row} apart become four that are neighbours. */
    private static void zipTwice(
            int count, float[] from, int at, int row, int step, float[] to, int toAt, int toRow, int toStep) {
        for (int n = 0; n < count; n++) {
            FloatVector a = FloatVector.fromArray(FLOAT, from, at);
            FloatVector b = FloatVector.fromArray(FLOAT, from, at + row);
            FloatVector c = FloatVector.fromArray(FLOAT, from, at + 2 * row);
            FloatVector d = FloatVector.fromArray(FLOAT, from, at + 3 * row);
            FloatVector ac = a.rearrange(LOW, c);
            FloatVector bd = b.rearrange(LOW, d);
            ac.rearrange(LOW, bd).intoArray(to, toAt);
            ac.rearrange(HIGH, bd).intoArray(to, toAt + toRow);
            ac = a.rearrange(HIGH, c);
            bd = b.rearrange(HIGH, d);
            ac.rearrange(LOW, bd).intoArray(to, toAt + 2 * toRow);
            ac.rearrange(HIGH, bd).intoArray(to, toAt + 3 * toRow);
            at += step;
            toAt += toStep;
        }
    }

    /** One round for two of the rows. */
    private static void zip(
            int count, float[] from, int at, int row, int step, float[] to, int toAt, int toRow, int toStep) {
        for (int n = 0; n < count; n++) {
            FloatVector a = FloatVector.fromArray(FLOAT, from, at);
            FloatVector b = FloatVector.fromArray(FLOAT, from, at + row);
            a.rearrange(LOW, b).intoArray(to, toAt);
            a.rearrange(HIGH, b).intoArray(to, toAt + toRow);
            at += step;
            toAt += toStep;
        }
    }
}
