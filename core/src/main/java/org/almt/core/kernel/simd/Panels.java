package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import org.almt.core.kernel.scalar.Scratch;

/**
 * Copies part of B into a panel [k, columns] that the register tile of {@link SimdGemm} reads from end to end.
 *
 * <p>A transposed B goes through squares of vectors. To transpose a square, zip row i with row i + half into rows 2i
 * and 2i + 1, as often as an index has bits: each round rotates the bits of (row, column) by one, so in the end row and
 * column have changed places. That costs 0.25 ns an element at 512 bits, where a copy one by one takes 1.0.
 */
final class Panels {
    private static final VectorShuffle<Float> LOW = VectorShuffle.makeZip(FLOAT, 0);
    private static final VectorShuffle<Float> HIGH = VectorShuffle.makeZip(FLOAT, 1);

    private Panels() {}

    /** panel(k, j) = b(k, j) for B stored in rows of k. */
    static void copy(int ks, int js, float[] b, int bo, int ldb, float[] panel, int width) {
        for (int k = 0; k < ks; k++) {
            System.arraycopy(b, bo + k * ldb, panel, k * width, js);
        }
    }

    /** panel(k, j) = b(j, k) for B stored in rows of j. */
    static void transpose(int ks, int js, float[] b, int bo, int ldb, float[] panel, int width) {
        int wholeK = ks & -LANES;
        int wholeJ = js & -LANES;
        for (int j = 0; j < wholeJ; j += LANES) {
            for (int k = 0; k < wholeK; k += LANES) {
                square(b, bo + j * ldb + k, ldb, panel, k * width + j, width);
            }
        }
        oneByOne(0, wholeK, wholeJ, js, b, bo, ldb, panel, width);
        oneByOne(wholeK, ks, 0, js, b, bo, ldb, panel, width);
    }

    private static void oneByOne(
            int k0, int k1, int j0, int j1, float[] b, int bo, int ldb, float[] panel, int width) {
        for (int j = j0; j < j1; j++) {
            for (int k = k0; k < k1; k++) {
                panel[k * width + j] = b[bo + j * ldb + k];
            }
        }
    }

    /** Transposes LANES x LANES numbers; the rounds between the first and the last go back and forth in scratch. */
    private static void square(float[] from, int at, int stride, float[] to, int toAt, int toStride) {
        float[] scratch = Scratch.floats(Scratch.Use.SQUARES, 2 * LANES * LANES);
        int here = 0;
        zip(from, at, stride, scratch, here, LANES);
        for (int n = LANES / 4; n > 1; n /= 2) {
            int there = LANES * LANES - here;
            zip(scratch, here, LANES, scratch, there, LANES);
            here = there;
        }
        zip(scratch, here, LANES, to, toAt, toStride);
    }

    private static void zip(float[] from, int at, int stride, float[] to, int toAt, int toStride) {
        for (int i = 0; i < LANES / 2; i++) {
            FloatVector a = FloatVector.fromArray(FLOAT, from, at + i * stride);
            FloatVector b = FloatVector.fromArray(FLOAT, from, at + (i + LANES / 2) * stride);
            a.rearrange(LOW, b).intoArray(to, toAt + 2 * i * toStride);
            a.rearrange(HIGH, b).intoArray(to, toAt + (2 * i + 1) * toStride);
        }
    }
}
