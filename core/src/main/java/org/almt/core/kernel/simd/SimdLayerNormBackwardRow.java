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
 * The backward pass of layer normalisation for rows of {@value SimdLayerNormRow#WIDTH} elements, if a vector holds all
 * 16 lanes. A row is read from memory once. Its second use finds it in the first-level cache. With the row and the sums
 * for dgamma and dbeta in registers, the method had 2,200 bytes of code, and the compiler left it to the interpreter.
 * Without them it is short enough to be compiled.
 */
final class SimdLayerNormBackwardRow {
    private SimdLayerNormBackwardRow() {}

    /** dgamma += dy xhat, dbeta += dy, dx += scale * (g - sum(g) / n - xhat * (sum(g xhat) / n)), g = dy gamma. */
    static void backward(
            int rows, float[] x, int xo, float[] gamma, int go, float[] mean, int mo, float[] rstd, int ro,
            float[] dy, int dyo, float[] dx, int dxo, float[] dgamma, int dgo, float[] dbeta, int dbo) {
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
                FloatVector d = FloatVector.fromArray(FLOAT, dy, dyr + j);
                d.fma(hat, FloatVector.fromArray(FLOAT, dgamma, dgo + j)).intoArray(dgamma, dgo + j);
                FloatVector.fromArray(FLOAT, dbeta, dbo + j).add(d).intoArray(dbeta, dbo + j);
                FloatVector g = d.mul(FloatVector.fromArray(FLOAT, gamma, go + j));
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
            // dividing by a power of two is exact, and so is multiplying by its inverse
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
