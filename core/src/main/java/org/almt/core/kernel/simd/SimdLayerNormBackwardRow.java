package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.SimdLayerNormRow.BY_1;
import static org.almt.core.kernel.simd.SimdLayerNormRow.BY_2;
import static org.almt.core.kernel.simd.SimdLayerNormRow.BY_4;
import static org.almt.core.kernel.simd.SimdLayerNormRow.BY_8;
import static org.almt.core.kernel.simd.SimdLayerNormRow.WIDTH;
import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;

/**
 * Layer normalisation backward for rows of {@value SimdLayerNormRow#WIDTH} numbers where a vector holds all 16 lanes, as
 * {@link SimdLayerNormRow}. Two methods, one for dx and one that keeps the sums for dgamma and dbeta in registers: as one of
 * 2,200 bytes of code the compiler left it to the interpreter, which makes an object of every vector.
 */
final class SimdLayerNormBackwardRow {
    /** Rows that both methods see before the next: they stay in the first-level cache, 16 KiB of x and as much of dy. */
    private static final int ROWS = 32;

    private SimdLayerNormBackwardRow() {}

    static void backward(
            int rows, float[] x, int xo, float[] gamma, int go, float[] mean, int mo, float[] rstd, int ro,
            float[] dy, int dyo, float[] dx, int dxo, float[] dgamma, int dgo, float[] dbeta, int dbo) {
        for (int r = 0; r < rows; r += ROWS) {
            int n = Math.min(ROWS, rows - r);
            int at = r * WIDTH;
            columns(n, x, xo + at, mean, mo + r, rstd, ro + r, dy, dyo + at, dgamma, dgo, dbeta, dbo);
            rows(n, x, xo + at, gamma, go, mean, mo + r, rstd, ro + r, dy, dyo + at, dx, dxo + at);
        }
    }

    /** dgamma += sum of dy xhat over rows, dbeta += sum of dy. */
    private static void columns(
            int rows, float[] x, int xo, float[] mean, int mo, float[] rstd, int ro, float[] dy, int dyo,
            float[] dgamma, int dgo, float[] dbeta, int dbo) {
        FloatVector c0 = FloatVector.fromArray(FLOAT, dgamma, dgo);
        FloatVector b0 = FloatVector.fromArray(FLOAT, dbeta, dbo);
        FloatVector c1 = FloatVector.fromArray(FLOAT, dgamma, dgo + LANES);
        FloatVector b1 = FloatVector.fromArray(FLOAT, dbeta, dbo + LANES);
        FloatVector c2 = FloatVector.fromArray(FLOAT, dgamma, dgo + 2 * LANES);
        FloatVector b2 = FloatVector.fromArray(FLOAT, dbeta, dbo + 2 * LANES);
        FloatVector c3 = FloatVector.fromArray(FLOAT, dgamma, dgo + 3 * LANES);
        FloatVector b3 = FloatVector.fromArray(FLOAT, dbeta, dbo + 3 * LANES);
        FloatVector c4 = FloatVector.fromArray(FLOAT, dgamma, dgo + 4 * LANES);
        FloatVector b4 = FloatVector.fromArray(FLOAT, dbeta, dbo + 4 * LANES);
        FloatVector c5 = FloatVector.fromArray(FLOAT, dgamma, dgo + 5 * LANES);
        FloatVector b5 = FloatVector.fromArray(FLOAT, dbeta, dbo + 5 * LANES);
        FloatVector c6 = FloatVector.fromArray(FLOAT, dgamma, dgo + 6 * LANES);
        FloatVector b6 = FloatVector.fromArray(FLOAT, dbeta, dbo + 6 * LANES);
        FloatVector c7 = FloatVector.fromArray(FLOAT, dgamma, dgo + 7 * LANES);
        FloatVector b7 = FloatVector.fromArray(FLOAT, dbeta, dbo + 7 * LANES);
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * WIDTH;
            int dyr = dyo + r * WIDTH;
            float mu = mean[mo + r];
            float scale = rstd[ro + r];
            FloatVector d;
            d = FloatVector.fromArray(FLOAT, dy, dyr);
            c0 = d.fma(FloatVector.fromArray(FLOAT, x, xr).sub(mu).mul(scale), c0);
            b0 = b0.add(d);
            d = FloatVector.fromArray(FLOAT, dy, dyr + LANES);
            c1 = d.fma(FloatVector.fromArray(FLOAT, x, xr + LANES).sub(mu).mul(scale), c1);
            b1 = b1.add(d);
            d = FloatVector.fromArray(FLOAT, dy, dyr + 2 * LANES);
            c2 = d.fma(FloatVector.fromArray(FLOAT, x, xr + 2 * LANES).sub(mu).mul(scale), c2);
            b2 = b2.add(d);
            d = FloatVector.fromArray(FLOAT, dy, dyr + 3 * LANES);
            c3 = d.fma(FloatVector.fromArray(FLOAT, x, xr + 3 * LANES).sub(mu).mul(scale), c3);
            b3 = b3.add(d);
            d = FloatVector.fromArray(FLOAT, dy, dyr + 4 * LANES);
            c4 = d.fma(FloatVector.fromArray(FLOAT, x, xr + 4 * LANES).sub(mu).mul(scale), c4);
            b4 = b4.add(d);
            d = FloatVector.fromArray(FLOAT, dy, dyr + 5 * LANES);
            c5 = d.fma(FloatVector.fromArray(FLOAT, x, xr + 5 * LANES).sub(mu).mul(scale), c5);
            b5 = b5.add(d);
            d = FloatVector.fromArray(FLOAT, dy, dyr + 6 * LANES);
            c6 = d.fma(FloatVector.fromArray(FLOAT, x, xr + 6 * LANES).sub(mu).mul(scale), c6);
            b6 = b6.add(d);
            d = FloatVector.fromArray(FLOAT, dy, dyr + 7 * LANES);
            c7 = d.fma(FloatVector.fromArray(FLOAT, x, xr + 7 * LANES).sub(mu).mul(scale), c7);
            b7 = b7.add(d);
        }
        c0.intoArray(dgamma, dgo);
        b0.intoArray(dbeta, dbo);
        c1.intoArray(dgamma, dgo + LANES);
        b1.intoArray(dbeta, dbo + LANES);
        c2.intoArray(dgamma, dgo + 2 * LANES);
        b2.intoArray(dbeta, dbo + 2 * LANES);
        c3.intoArray(dgamma, dgo + 3 * LANES);
        b3.intoArray(dbeta, dbo + 3 * LANES);
        c4.intoArray(dgamma, dgo + 4 * LANES);
        b4.intoArray(dbeta, dbo + 4 * LANES);
        c5.intoArray(dgamma, dgo + 5 * LANES);
        b5.intoArray(dbeta, dbo + 5 * LANES);
        c6.intoArray(dgamma, dgo + 6 * LANES);
        b6.intoArray(dbeta, dbo + 6 * LANES);
        c7.intoArray(dgamma, dgo + 7 * LANES);
        b7.intoArray(dbeta, dbo + 7 * LANES);
    }

    /** dx += scale * (g - sum(g) / n - xhat * (sum(g xhat) / n)), g = dy gamma. */
    private static void rows(
            int rows, float[] x, int xo, float[] gamma, int go, float[] mean, int mo, float[] rstd, int ro,
            float[] dy, int dyo, float[] dx, int dxo) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * WIDTH;
            int dyr = dyo + r * WIDTH;
            int dxr = dxo + r * WIDTH;
            float mu = mean[mo + r];
            float scale = rstd[ro + r];
            FloatVector s = FloatVector.zero(FLOAT);
            FloatVector p = s;
            for (int j = 0; j < WIDTH; j += LANES) {
                FloatVector hat = FloatVector.fromArray(FLOAT, x, xr + j).sub(mu).mul(scale);
                FloatVector g = FloatVector.fromArray(FLOAT, dy, dyr + j)
                        .mul(FloatVector.fromArray(FLOAT, gamma, go + j));
                s = s.add(g);
                p = g.fma(hat, p);
            }
            s = s.add(s.rearrange(BY_8));
            s = s.add(s.rearrange(BY_4));
            s = s.add(s.rearrange(BY_2));
            s = s.add(s.rearrange(BY_1));
            p = p.add(p.rearrange(BY_8));
            p = p.add(p.rearrange(BY_4));
            p = p.add(p.rearrange(BY_2));
            p = p.add(p.rearrange(BY_1));
            // dividing by a power of two is exact, as multiplying by its inverse is
            s = s.mul(1f / WIDTH);
            p = p.mul(-1f / WIDTH);
            FloatVector factor = FloatVector.broadcast(FLOAT, scale);
            for (int j = 0; j < WIDTH; j += LANES) {
                FloatVector hat = FloatVector.fromArray(FLOAT, x, xr + j).sub(mu).mul(scale);
                FloatVector g = FloatVector.fromArray(FLOAT, dy, dyr + j)
                        .mul(FloatVector.fromArray(FLOAT, gamma, go + j));
                factor.fma(hat.fma(p, g.sub(s)), FloatVector.fromArray(FLOAT, dx, dxr + j)).intoArray(dx, dxr + j);
            }
        }
    }
}
