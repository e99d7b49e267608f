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
 * {@link SimdLayerNormRow}: xhat and the sums for dgamma and dbeta stay in registers. In memory these sums would be read
 * again before the stores to dx ahead of them were done, which cost half of the speed.
 */
final class SimdLayerNormBackwardRow {
    private SimdLayerNormBackwardRow() {}

    static void backward(
            int rows, float[] x, int xo, float[] gamma, int go, float[] mean, int mo, float[] rstd, int ro,
            float[] dy, int dyo, float[] dx, int dxo, float[] dgamma, int dgo, float[] dbeta, int dbo) {
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
            int dxr = dxo + r * WIDTH;
            float mu = mean[mo + r];
            float scale = rstd[ro + r];
            FloatVector s = FloatVector.zero(FLOAT);
            FloatVector p = s;
            FloatVector d;
            FloatVector g;
            FloatVector h0 = FloatVector.fromArray(FLOAT, x, xr).sub(mu).mul(scale);
            d = FloatVector.fromArray(FLOAT, dy, dyr);
            c0 = d.fma(h0, c0);
            b0 = b0.add(d);
            g = d.mul(FloatVector.fromArray(FLOAT, gamma, go));
            s = s.add(g);
            p = g.fma(h0, p);
            FloatVector h1 = FloatVector.fromArray(FLOAT, x, xr + LANES).sub(mu).mul(scale);
            d = FloatVector.fromArray(FLOAT, dy, dyr + LANES);
            c1 = d.fma(h1, c1);
            b1 = b1.add(d);
            g = d.mul(FloatVector.fromArray(FLOAT, gamma, go + LANES));
            s = s.add(g);
            p = g.fma(h1, p);
            FloatVector h2 = FloatVector.fromArray(FLOAT, x, xr + 2 * LANES).sub(mu).mul(scale);
            d = FloatVector.fromArray(FLOAT, dy, dyr + 2 * LANES);
            c2 = d.fma(h2, c2);
            b2 = b2.add(d);
            g = d.mul(FloatVector.fromArray(FLOAT, gamma, go + 2 * LANES));
            s = s.add(g);
            p = g.fma(h2, p);
            FloatVector h3 = FloatVector.fromArray(FLOAT, x, xr + 3 * LANES).sub(mu).mul(scale);
            d = FloatVector.fromArray(FLOAT, dy, dyr + 3 * LANES);
            c3 = d.fma(h3, c3);
            b3 = b3.add(d);
            g = d.mul(FloatVector.fromArray(FLOAT, gamma, go + 3 * LANES));
            s = s.add(g);
            p = g.fma(h3, p);
            FloatVector h4 = FloatVector.fromArray(FLOAT, x, xr + 4 * LANES).sub(mu).mul(scale);
            d = FloatVector.fromArray(FLOAT, dy, dyr + 4 * LANES);
            c4 = d.fma(h4, c4);
            b4 = b4.add(d);
            g = d.mul(FloatVector.fromArray(FLOAT, gamma, go + 4 * LANES));
            s = s.add(g);
            p = g.fma(h4, p);
            FloatVector h5 = FloatVector.fromArray(FLOAT, x, xr + 5 * LANES).sub(mu).mul(scale);
            d = FloatVector.fromArray(FLOAT, dy, dyr + 5 * LANES);
            c5 = d.fma(h5, c5);
            b5 = b5.add(d);
            g = d.mul(FloatVector.fromArray(FLOAT, gamma, go + 5 * LANES));
            s = s.add(g);
            p = g.fma(h5, p);
            FloatVector h6 = FloatVector.fromArray(FLOAT, x, xr + 6 * LANES).sub(mu).mul(scale);
            d = FloatVector.fromArray(FLOAT, dy, dyr + 6 * LANES);
            c6 = d.fma(h6, c6);
            b6 = b6.add(d);
            g = d.mul(FloatVector.fromArray(FLOAT, gamma, go + 6 * LANES));
            s = s.add(g);
            p = g.fma(h6, p);
            FloatVector h7 = FloatVector.fromArray(FLOAT, x, xr + 7 * LANES).sub(mu).mul(scale);
            d = FloatVector.fromArray(FLOAT, dy, dyr + 7 * LANES);
            c7 = d.fma(h7, c7);
            b7 = b7.add(d);
            g = d.mul(FloatVector.fromArray(FLOAT, gamma, go + 7 * LANES));
            s = s.add(g);
            p = g.fma(h7, p);
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
            FloatVector f = FloatVector.broadcast(FLOAT, scale);
            g = FloatVector.fromArray(FLOAT, dy, dyr).mul(FloatVector.fromArray(FLOAT, gamma, go));
            f.fma(h0.fma(p, g.sub(s)), FloatVector.fromArray(FLOAT, dx, dxr))
                    .intoArray(dx, dxr);
            g = FloatVector.fromArray(FLOAT, dy, dyr + LANES).mul(FloatVector.fromArray(FLOAT, gamma, go + LANES));
            f.fma(h1.fma(p, g.sub(s)), FloatVector.fromArray(FLOAT, dx, dxr + LANES))
                    .intoArray(dx, dxr + LANES);
            g = FloatVector.fromArray(FLOAT, dy, dyr + 2 * LANES)
                    .mul(FloatVector.fromArray(FLOAT, gamma, go + 2 * LANES));
            f.fma(h2.fma(p, g.sub(s)), FloatVector.fromArray(FLOAT, dx, dxr + 2 * LANES))
                    .intoArray(dx, dxr + 2 * LANES);
            g = FloatVector.fromArray(FLOAT, dy, dyr + 3 * LANES)
                    .mul(FloatVector.fromArray(FLOAT, gamma, go + 3 * LANES));
            f.fma(h3.fma(p, g.sub(s)), FloatVector.fromArray(FLOAT, dx, dxr + 3 * LANES))
                    .intoArray(dx, dxr + 3 * LANES);
            g = FloatVector.fromArray(FLOAT, dy, dyr + 4 * LANES)
                    .mul(FloatVector.fromArray(FLOAT, gamma, go + 4 * LANES));
            f.fma(h4.fma(p, g.sub(s)), FloatVector.fromArray(FLOAT, dx, dxr + 4 * LANES))
                    .intoArray(dx, dxr + 4 * LANES);
            g = FloatVector.fromArray(FLOAT, dy, dyr + 5 * LANES)
                    .mul(FloatVector.fromArray(FLOAT, gamma, go + 5 * LANES));
            f.fma(h5.fma(p, g.sub(s)), FloatVector.fromArray(FLOAT, dx, dxr + 5 * LANES))
                    .intoArray(dx, dxr + 5 * LANES);
            g = FloatVector.fromArray(FLOAT, dy, dyr + 6 * LANES)
                    .mul(FloatVector.fromArray(FLOAT, gamma, go + 6 * LANES));
            f.fma(h6.fma(p, g.sub(s)), FloatVector.fromArray(FLOAT, dx, dxr + 6 * LANES))
                    .intoArray(dx, dxr + 6 * LANES);
            g = FloatVector.fromArray(FLOAT, dy, dyr + 7 * LANES)
                    .mul(FloatVector.fromArray(FLOAT, gamma, go + 7 * LANES));
            f.fma(h7.fma(p, g.sub(s)), FloatVector.fromArray(FLOAT, dx, dxr + 7 * LANES))
                    .intoArray(dx, dxr + 7 * LANES);
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
}
