package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import org.almt.core.kernel.scalar.Attention;

/** The passes of attention along a row of scores. */
final class SimdAttentionRows implements Attention.Rows {
    @Override
    public float scaleMax(int n, float scale, float[] s, int so, float[] mask, int mo) {
        if (mask == null) {
            SimdElementwise.scale(n, scale, s, so, s, so);
        } else {
            scaleAndMask(n, scale, s, so, mask, mo);
        }
        return SimdReductions.max(n, s, so);
    }

    @Override
    public float expSum(int n, float max, float[] s, int so) {
        return SimdSoftmax.expMinus(max, n, s, so, s, so);
    }

    @Override
    public void probabilities(int n, float scale, float[] s, int so, float[] mask, int mo, float logSum) {
        if (mask == null) {
            SimdExp.exp(n, scale, s, so, logSum, s, so);
        } else {
            scaleAndMask(n, scale, s, so, mask, mo);
            SimdExp.exp(n, 1, s, so, logSum, s, so);
        }
    }

    /** s = fma(scale, s, mask). */
    private static void scaleAndMask(int n, float scale, float[] s, int so, float[] mask, int mo) {
        FloatVector factor = FloatVector.broadcast(FLOAT, scale);
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector hidden = FloatVector.fromArray(FLOAT, mask, mo + i);
            factor.fma(FloatVector.fromArray(FLOAT, s, so + i), hidden).intoArray(s, so + i);
        }
        for (int i = whole; i < n; i++) {
            s[so + i] = Math.fma(scale, s[so + i], mask[mo + i]);
        }
    }

    @Override
    public void scoreGradient(int n, float scale, float[] p, int po, float inner, float[] ds, int dso) {
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector centred = FloatVector.fromArray(FLOAT, ds, dso + i).sub(inner);
            FloatVector.fromArray(FLOAT, p, po + i).mul(centred).mul(scale).intoArray(ds, dso + i);
        }
        for (int i = whole; i < n; i++) {
            ds[dso + i] = p[po + i] * (ds[dso + i] - inner) * scale;
        }
    }
}
