package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.almt.core.kernel.plain.PlainAdamW;

/** One step of AdamW: four streams read and three written, limited by memory. */
final class SimdAdamW {
    private SimdAdamW() {}

    static void step(
            int n, float[] p, int po, float[] g, int go, float[] m, int mo, float[] v, int vo,
            float keep, float beta1, float beta2, float stepSize, float sqrtCorrection2, float eps) {
        FloatVector decay1 = FloatVector.broadcast(FLOAT, beta1);
        FloatVector decay2 = FloatVector.broadcast(FLOAT, beta2);
        FloatVector step = FloatVector.broadcast(FLOAT, -stepSize);
        float rest1 = 1 - beta1;
        float rest2 = 1 - beta2;
        int whole = FLOAT.loopBound(n);
        for (int i = 0; i < whole; i += LANES) {
            FloatVector gi = FloatVector.fromArray(FLOAT, g, go + i);
            FloatVector mi = decay1.fma(FloatVector.fromArray(FLOAT, m, mo + i), gi.mul(rest1));
            FloatVector vi = decay2.fma(FloatVector.fromArray(FLOAT, v, vo + i), gi.mul(rest2).mul(gi));
            FloatVector denominator = vi.lanewise(VectorOperators.SQRT).div(sqrtCorrection2).add(eps);
            FloatVector pi = FloatVector.fromArray(FLOAT, p, po + i).mul(keep);
            step.fma(mi.div(denominator), pi).intoArray(p, po + i);
            mi.intoArray(m, mo + i);
            vi.intoArray(v, vo + i);
        }
        PlainAdamW.step(
                n - whole, p, po + whole, g, go + whole, m, mo + whole, v, vo + whole,
                keep, beta1, beta2, stepSize, sqrtCorrection2, eps);
    }
}
