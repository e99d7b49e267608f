package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import org.almt.core.kernel.Lanes;
import org.almt.core.kernel.Reductions;
import org.almt.core.kernel.Scratch;

/**
 * Sums over the 16 virtual lanes of {@link Lanes}, part by part. A vector holds lanes {@code part} to {@code part +
 * LANES}, so 512 bits take one pass over the row, and 128 bits four (from the first-level cache). The last, incomplete
 * group of sixteen is added to its lanes one element at a time.
 */
final class SimdReductions implements Reductions {
    private static final SimdElementwise ELEMENTWISE = new SimdElementwise();
    private static final Scratch SUMS = new Scratch();
    private static final Scratch COLUMNS = new Scratch();

    @Override
    public float sum(int n, float[] x, int xo) {
        float[] lanes = SUMS.floats(Lanes.COUNT);
        lanes(n, x, xo, lanes, 0);
        return Lanes.sum(lanes);
    }

    /** The lanes of sixteen rows are transposed. The tree then adds whole vectors. */
    @Override
    public void rowSums(int rows, int n, float[] x, int xo, int stride, float[] out, int oo) {
        float[] lanes = SUMS.floats(Lanes.COUNT * Lanes.COUNT);
        float[] columns = COLUMNS.floats(Lanes.COUNT * Lanes.COUNT);
        int together = rows - rows % Lanes.COUNT;
        for (int r = 0; r < together; r += Lanes.COUNT) {
            for (int i = 0; i < Lanes.COUNT; i++) {
                lanes(n, x, xo + (r + i) * stride, lanes, i * Lanes.COUNT);
            }
            Panels.transpose(Lanes.COUNT, Lanes.COUNT, lanes, 0, Lanes.COUNT, columns, 0, Lanes.COUNT);
            for (int half = Lanes.COUNT / 2; half > 0; half /= 2) {
                addUpper(half * Lanes.COUNT, columns);
            }
            System.arraycopy(columns, 0, out, oo + r, Lanes.COUNT);
        }
        for (int r = together; r < rows; r++) {
            out[oo + r] = sum(n, x, xo + r * stride);
        }
    }

    private static void lanes(int n, float[] x, int xo, float[] lanes, int to) {
        int whole = n & -Lanes.COUNT;
        for (int part = 0; part < Lanes.COUNT; part += LANES) {
            FloatVector sum = FloatVector.zero(FLOAT);
            for (int i = part; i < whole; i += Lanes.COUNT) {
                sum = sum.add(FloatVector.fromArray(FLOAT, x, xo + i));
            }
            sum.intoArray(lanes, to + part);
        }
        for (int i = whole; i < n; i++) {
            lanes[to + i - whole] += x[xo + i];
        }
    }

    /** Adds the second {@code count} elements to the first. */
    private static void addUpper(int count, float[] x) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector.fromArray(FLOAT, x, i).add(FloatVector.fromArray(FLOAT, x, count + i)).intoArray(x, i);
        }
    }

    @Override
    public float dot(int n, float[] x, int xo, float[] y, int yo) {
        float[] lanes = SUMS.floats(Lanes.COUNT);
        int whole = n & -Lanes.COUNT;
        for (int part = 0; part < Lanes.COUNT; part += LANES) {
            FloatVector sum = FloatVector.zero(FLOAT);
            for (int i = part; i < whole; i += Lanes.COUNT) {
                sum = FloatVector.fromArray(FLOAT, x, xo + i).fma(FloatVector.fromArray(FLOAT, y, yo + i), sum);
            }
            sum.intoArray(lanes, part);
        }
        for (int i = whole; i < n; i++) {
            lanes[i - whole] = Math.fma(x[xo + i], y[yo + i], lanes[i - whole]);
        }
        return Lanes.sum(lanes);
    }

    @Override
    public void columnSum(int rows, int width, float[] x, int xo, int stride, float[] out, int oo) {
        int j = 0;
        for (; j <= width - 2 * LANES; j += 2 * LANES) {
            FloatVector s0 = FloatVector.fromArray(FLOAT, out, oo + j);
            FloatVector s1 = FloatVector.fromArray(FLOAT, out, oo + j + LANES);
            int at = xo + j;
            for (int r = 0; r < rows; r++) {
                s0 = s0.add(FloatVector.fromArray(FLOAT, x, at));
                s1 = s1.add(FloatVector.fromArray(FLOAT, x, at + LANES));
                at += stride;
            }
            s0.intoArray(out, oo + j);
            s1.intoArray(out, oo + j + LANES);
        }
        for (int r = 0; j < width && r < rows; r++) {
            ELEMENTWISE.add(width - j, out, oo + j, x, xo + r * stride + j, out, oo + j);
        }
    }
}
