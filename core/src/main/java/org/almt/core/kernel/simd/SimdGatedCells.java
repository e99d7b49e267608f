package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import org.almt.core.kernel.Elementwise;
import org.almt.core.kernel.Functions;
import org.almt.core.kernel.GatedCells;
import org.almt.core.kernel.plain.PlainGatedCells;

/**
 * Gated cells as passes over blocks in the first caches. The functions of {@link SimdFunctions} take nearly all of the
 * forward time. Each gradient is one loop.
 */
final class SimdGatedCells implements GatedCells {
    private final Functions functions;
    private final Elementwise elementwise;

    SimdGatedCells(Functions functions, Elementwise elementwise) {
        this.functions = functions;
        this.elementwise = elementwise;
    }

    @Override
    public void lstm(
            int n, float[] a, int ao, float[] c, int co, float[] cNext, int cn, float[] t, int to, float[] h, int ho) {
        functions.sigmoid(2 * n, a, ao, a, ao);
        functions.tanh(n, a, ao + 2 * n, a, ao + 2 * n);
        functions.sigmoid(n, a, ao + 3 * n, a, ao + 3 * n);
        elementwise.multiply(n, a, ao + n, c, co, cNext, cn);
        elementwise.addProduct(n, a, ao, a, ao + 2 * n, cNext, cn);
        functions.tanh(n, cNext, cn, t, to);
        elementwise.multiply(n, a, ao + 3 * n, t, to, h, ho);
    }

    @Override
    public void lstmBackward(
            int n, float[] a, int ao, float[] c, int co, float[] t, int to, float[] dh, int dho, float[] dc, int dco,
            float[] dcBefore, int db) {
        int whole = FLOAT.loopBound(n);
        FloatVector one = FloatVector.broadcast(FLOAT, 1);
        int fo = ao + n;
        int go = ao + 2 * n;
        int oo = ao + 3 * n;
        for (int e = 0; e < whole; e += LANES) {
            FloatVector i = FloatVector.fromArray(FLOAT, a, ao + e);
            FloatVector f = FloatVector.fromArray(FLOAT, a, fo + e);
            FloatVector g = FloatVector.fromArray(FLOAT, a, go + e);
            FloatVector o = FloatVector.fromArray(FLOAT, a, oo + e);
            FloatVector shown = FloatVector.fromArray(FLOAT, t, to + e);
            FloatVector slope = FloatVector.fromArray(FLOAT, dh, dho + e);
            FloatVector d = slope.mul(o).fma(shown.neg().fma(shown, one), FloatVector.fromArray(FLOAT, dc, dco + e));
            d.mul(g).mul(i.mul(one.sub(i))).intoArray(a, ao + e);
            d.mul(FloatVector.fromArray(FLOAT, c, co + e)).mul(f.mul(one.sub(f))).intoArray(a, fo + e);
            d.mul(i).mul(g.neg().fma(g, one)).intoArray(a, go + e);
            slope.mul(shown).mul(o.mul(one.sub(o))).intoArray(a, oo + e);
            d.mul(f).intoArray(dcBefore, db + e);
        }
        PlainGatedCells.lstmBackwardFrom(whole, n, a, ao, c, co, t, to, dh, dho, dc, dco, dcBefore, db);
    }

    @Override
    public void gru(int n, float[] a, int ao, float[] h, int ho, float[] hNext, int hn) {
        functions.sigmoid(2 * n, a, ao, a, ao);
        elementwise.addProduct(n, a, ao, a, ao + 3 * n, a, ao + 2 * n);
        functions.tanh(n, a, ao + 2 * n, a, ao + 2 * n);
        int whole = FLOAT.loopBound(n);
        for (int e = 0; e < whole; e += LANES) {
            FloatVector c = FloatVector.fromArray(FLOAT, a, ao + 2 * n + e);
            FloatVector z = FloatVector.fromArray(FLOAT, a, ao + n + e);
            z.fma(FloatVector.fromArray(FLOAT, h, ho + e).sub(c), c).intoArray(hNext, hn + e);
        }
        for (int e = whole; e < n; e++) {
            float c = a[ao + 2 * n + e];
            hNext[hn + e] = Math.fma(a[ao + n + e], h[ho + e] - c, c);
        }
    }

    @Override
    public void gruBackward(
            int n, float[] a, int ao, float[] h, int ho, float[] dh, int dho, float[] dhBefore, int db) {
        int whole = FLOAT.loopBound(n);
        FloatVector one = FloatVector.broadcast(FLOAT, 1);
        int zo = ao + n;
        int co = ao + 2 * n;
        int mo = ao + 3 * n;
        for (int e = 0; e < whole; e += LANES) {
            FloatVector r = FloatVector.fromArray(FLOAT, a, ao + e);
            FloatVector z = FloatVector.fromArray(FLOAT, a, zo + e);
            FloatVector c = FloatVector.fromArray(FLOAT, a, co + e);
            FloatVector m = FloatVector.fromArray(FLOAT, a, mo + e);
            FloatVector slope = FloatVector.fromArray(FLOAT, dh, dho + e);
            FloatVector d = slope.mul(one.sub(z)).mul(c.neg().fma(c, one));
            d.mul(m).mul(r.mul(one.sub(r))).intoArray(a, ao + e);
            slope.mul(FloatVector.fromArray(FLOAT, h, ho + e).sub(c)).mul(z.mul(one.sub(z))).intoArray(a, zo + e);
            d.intoArray(a, co + e);
            d.mul(r).intoArray(a, mo + e);
            slope.mul(z).intoArray(dhBefore, db + e);
        }
        PlainGatedCells.gruBackwardFrom(whole, n, a, ao, h, ho, dh, dho, dhBefore, db);
    }
}
