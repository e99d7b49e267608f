package org.almt.core.kernel.reference;

import org.almt.core.kernel.FloatMath;
import org.almt.core.kernel.GatedCells;

/** Gated cells, one element after the other. */
final class ReferenceGatedCells implements GatedCells {
    @Override
    public void lstm(
            int n, float[] a, int ao, float[] c, int co, float[] cNext, int cn, float[] t, int to, float[] h, int ho) {
        for (int e = 0; e < n; e++) {
            float i = FloatMath.sigmoid(a[ao + e]);
            float f = FloatMath.sigmoid(a[ao + n + e]);
            float g = FloatMath.tanh(a[ao + 2 * n + e]);
            float o = FloatMath.sigmoid(a[ao + 3 * n + e]);
            a[ao + e] = i;
            a[ao + n + e] = f;
            a[ao + 2 * n + e] = g;
            a[ao + 3 * n + e] = o;
            cNext[cn + e] = Math.fma(i, g, f * c[co + e]);
            t[to + e] = FloatMath.tanh(cNext[cn + e]);
            h[ho + e] = o * t[to + e];
        }
    }

    @Override
    public void lstmBackward(
            int n, float[] a, int ao, float[] c, int co, float[] t, int to, float[] dh, int dho, float[] dc, int dco,
            float[] dcBefore, int db) {
        for (int e = 0; e < n; e++) {
            float i = a[ao + e];
            float f = a[ao + n + e];
            float g = a[ao + 2 * n + e];
            float o = a[ao + 3 * n + e];
            float shown = t[to + e];
            float d = Math.fma(dh[dho + e] * o, Math.fma(-shown, shown, 1), dc[dco + e]);
            a[ao + e] = d * g * (i * (1 - i));
            a[ao + n + e] = d * c[co + e] * (f * (1 - f));
            a[ao + 2 * n + e] = d * i * Math.fma(-g, g, 1);
            a[ao + 3 * n + e] = dh[dho + e] * shown * (o * (1 - o));
            dcBefore[db + e] = d * f;
        }
    }

    @Override
    public void gru(int n, float[] a, int ao, float[] h, int ho, float[] hNext, int hn) {
        for (int e = 0; e < n; e++) {
            float r = FloatMath.sigmoid(a[ao + e]);
            float z = FloatMath.sigmoid(a[ao + n + e]);
            float c = FloatMath.tanh(Math.fma(r, a[ao + 3 * n + e], a[ao + 2 * n + e]));
            a[ao + e] = r;
            a[ao + n + e] = z;
            a[ao + 2 * n + e] = c;
            hNext[hn + e] = Math.fma(z, h[ho + e] - c, c);
        }
    }

    @Override
    public void gruBackward(
            int n, float[] a, int ao, float[] h, int ho, float[] dh, int dho, float[] dhBefore, int db) {
        for (int e = 0; e < n; e++) {
            float r = a[ao + e];
            float z = a[ao + n + e];
            float c = a[ao + 2 * n + e];
            float m = a[ao + 3 * n + e];
            float d = dh[dho + e] * (1 - z) * Math.fma(-c, c, 1);
            a[ao + e] = d * m * (r * (1 - r));
            a[ao + n + e] = dh[dho + e] * (h[ho + e] - c) * (z * (1 - z));
            a[ao + 2 * n + e] = d;
            a[ao + 3 * n + e] = d * r;
            dhBefore[db + e] = dh[dho + e] * z;
        }
    }
}
