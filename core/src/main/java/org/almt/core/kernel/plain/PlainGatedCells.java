package org.almt.core.kernel.plain;

import org.almt.core.kernel.FloatMath;
import org.almt.core.kernel.GatedCells;

/**
 * Gated cells, with one loop for each step of the formula. The vector kernels use the methods {@code …From} for the
 * last elements.
 */
public final class PlainGatedCells implements GatedCells {
    @Override
    public void lstm(
            int n, float[] a, int ao, float[] c, int co, float[] cNext, int cn, float[] t, int to, float[] h, int ho) {
        for (int e = 0; e < 2 * n; e++) {
            a[ao + e] = FloatMath.sigmoid(a[ao + e]);
        }
        for (int e = 2 * n; e < 3 * n; e++) {
            a[ao + e] = FloatMath.tanh(a[ao + e]);
        }
        for (int e = 3 * n; e < 4 * n; e++) {
            a[ao + e] = FloatMath.sigmoid(a[ao + e]);
        }
        for (int e = 0; e < n; e++) {
            cNext[cn + e] = Math.fma(a[ao + e], a[ao + 2 * n + e], a[ao + n + e] * c[co + e]);
        }
        for (int e = 0; e < n; e++) {
            t[to + e] = FloatMath.tanh(cNext[cn + e]);
        }
        for (int e = 0; e < n; e++) {
            h[ho + e] = a[ao + 3 * n + e] * t[to + e];
        }
    }

    @Override
    public void lstmBackward(
            int n, float[] a, int ao, float[] c, int co, float[] t, int to, float[] dh, int dho, float[] dc, int dco,
            float[] dcBefore, int db) {
        lstmBackwardFrom(0, n, a, ao, c, co, t, to, dh, dho, dc, dco, dcBefore, db);
    }

    /** {@link #lstmBackward} for the elements from {@code from} on. */
    public static void lstmBackwardFrom(
            int from, int n, float[] a, int ao, float[] c, int co, float[] t, int to, float[] dh, int dho, float[] dc,
            int dco, float[] dcBefore, int db) {
        for (int e = from; e < n; e++) {
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
        for (int e = 0; e < 2 * n; e++) {
            a[ao + e] = FloatMath.sigmoid(a[ao + e]);
        }
        for (int e = 0; e < n; e++) {
            a[ao + 2 * n + e] = FloatMath.tanh(Math.fma(a[ao + e], a[ao + 3 * n + e], a[ao + 2 * n + e]));
        }
        for (int e = 0; e < n; e++) {
            float c = a[ao + 2 * n + e];
            hNext[hn + e] = Math.fma(a[ao + n + e], h[ho + e] - c, c);
        }
    }

    @Override
    public void gruBackward(
            int n, float[] a, int ao, float[] h, int ho, float[] dh, int dho, float[] dhBefore, int db) {
        gruBackwardFrom(0, n, a, ao, h, ho, dh, dho, dhBefore, db);
    }

    /** {@link #gruBackward} for the elements from {@code from} on. */
    public static void gruBackwardFrom(
            int from, int n, float[] a, int ao, float[] h, int ho, float[] dh, int dho, float[] dhBefore, int db) {
        for (int e = from; e < n; e++) {
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
