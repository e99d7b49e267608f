package org.almt.core.kernel.plain;

import org.almt.core.kernel.Kernels;

/** One step of AdamW, elementwise. */
public final class PlainAdamW {
    private PlainAdamW() {}

    /** See {@link Kernels#adamw}. */
    public static void step(
            int n, float[] p, int po, float[] g, int go, float[] m, int mo, float[] v, int vo,
            float keep, float beta1, float beta2, float stepSize, float sqrtCorrection2, float eps) {
        float rest1 = 1 - beta1;
        float rest2 = 1 - beta2;
        for (int i = 0; i < n; i++) {
            float gi = g[go + i];
            float mi = Math.fma(beta1, m[mo + i], rest1 * gi);
            float vi = Math.fma(beta2, v[vo + i], rest2 * gi * gi);
            float denominator = (float) Math.sqrt(vi) / sqrtCorrection2 + eps;
            p[po + i] = Math.fma(-stepSize, mi / denominator, keep * p[po + i]);
            m[mo + i] = mi;
            v[vo + i] = vi;
        }
    }
}
