package org.almt.core.kernel.scalar;

/** The passes of attention along a row of scores. */
final class ScalarAttentionRows implements Attention.Rows {
    @Override
    public float scaleMax(int n, float scale, float[] s, int so, float[] mask, int mo) {
        for (int i = 0; i < n; i++) {
            s[so + i] = mask == null ? scale * s[so + i] : Math.fma(scale, s[so + i], mask[mo + i]);
        }
        return ScalarReductions.max(n, s, so);
    }

    @Override
    public float expSum(int n, float max, float[] s, int so) {
        return ScalarSoftmax.expMinus(max, n, s, so, s, so);
    }

    @Override
    public void probabilities(int n, float scale, float[] s, int so, float[] mask, int mo, float logSum) {
        for (int i = 0; i < n; i++) {
            float score = mask == null ? scale * s[so + i] : Math.fma(scale, s[so + i], mask[mo + i]);
            s[so + i] = ScalarMath.exp(score - logSum);
        }
    }

    @Override
    public void scoreGradient(int n, float scale, float[] p, int po, float inner, float[] ds, int dso) {
        for (int i = 0; i < n; i++) {
            ds[dso + i] = p[po + i] * (ds[dso + i] - inner) * scale;
        }
    }
}
