package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.almt.core.kernel.BlockedAttention;
import org.almt.core.kernel.FloatMath;
import org.almt.core.kernel.HeadAttention;

/** The passes of attention over scores. A vector holds LANES queries of one key, so nothing is summed across lanes. */
final class SimdAttentionPasses implements BlockedAttention.Passes {
    /**
     * Compare and blend ignores NaN and takes two instructions; {@code max} takes six. Ignoring NaN is safe: a NaN
     * score also enters the sum, so the query's result is NaN anyway. Two independent chains, one for each half of the
     * keys, hide the latency of the comparison.
     */
    @Override
    public void max(int keys, int width, int stride, float scale, float[] s, float[] mask, int mo, float[] max) {
        int half = (keys + 1) / 2;
        int second = keys - half;
        for (int i = 0; i < width; i += LANES) {
            FloatVector a = FloatVector.broadcast(FLOAT, Float.NEGATIVE_INFINITY);
            FloatVector b = a;
            for (int j = 0; j < half; j++) {
                FloatVector score = FloatVector.fromArray(FLOAT, s, i + j * stride)
                        .fma(FloatVector.broadcast(FLOAT, scale), FloatVector.broadcast(FLOAT, mask[mo + j]));
                a = a.blend(score, score.compare(VectorOperators.GT, a));
                score = FloatVector.fromArray(FLOAT, s, i + second * stride + j * stride)
                        .fma(FloatVector.broadcast(FLOAT, scale), FloatVector.broadcast(FLOAT, mask[mo + second + j]));
                b = b.blend(score, score.compare(VectorOperators.GT, b));
            }
            a.blend(b, b.compare(VectorOperators.GT, a)).intoArray(max, i);
        }
    }

    @Override
    public void exp(
            int keys, int width, int stride, float scale, float[] s, float[] mask, int mo, float[] shift,
            float[] sum) {
        Arrays.fill(sum, 0, width, 0);
        for (int j = 0; j < keys; j += HeadAttention.KEYS) {
            int n = Math.min(HeadAttention.KEYS, keys - j);
            for (int i = 0; i < width; i += LANES) {
                exp(n, stride, scale, s, j * stride + i, mask, mo + j, shift, sum, i);
            }
        }
    }

    /** {@code FloatMath.expFlushed} of one vector of queries. */
    private static void exp(
            int keys, int stride, float scale, float[] s, int so, float[] mask, int mo, float[] shift, float[] sum,
            int i) {
        FloatVector shiftI = FloatVector.fromArray(FLOAT, shift, i);
        FloatVector biased = FloatVector.broadcast(FLOAT, FloatMath.ROUND_BIASED);
        FloatVector one = FloatVector.broadcast(FLOAT, 1);
        FloatVector part = FloatVector.zero(FLOAT);
        for (int j = 0; j < keys; j++) {
            FloatVector z = FloatVector.fromArray(FLOAT, s, so + j * stride)
                    .fma(FloatVector.broadcast(FLOAT, scale), FloatVector.broadcast(FLOAT, mask[mo + j])).sub(shiftI);
            FloatVector shifted = z.fma(FloatVector.broadcast(FLOAT, FloatMath.LOG2_E), biased);
            FloatVector r = shifted.sub(biased).fma(FloatVector.broadcast(FLOAT, -FloatMath.LN2), z);
            FloatVector p = FloatVector.broadcast(FLOAT, FloatMath.E6);
            p = p.fma(r, FloatVector.broadcast(FLOAT, FloatMath.E5));
            p = p.fma(r, FloatVector.broadcast(FLOAT, FloatMath.E4));
            p = p.fma(r, FloatVector.broadcast(FLOAT, FloatMath.E3));
            p = p.fma(r, FloatVector.broadcast(FLOAT, FloatMath.E2));
            p = p.fma(r, one).fma(r, one);
            p = p.mul(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
            p = p.blend(0, z.compare(VectorOperators.LT, FloatMath.EXP_FLUSH));
            p.intoArray(s, so + j * stride);
            part = part.add(p);
        }
        FloatVector.fromArray(FLOAT, sum, i).add(part).intoArray(sum, i);
    }

    @Override
    public void scoreGradient(int keys, int width, int stride, float scale, float[] p, float[] ds, float[] inner) {
        Arrays.fill(inner, 0, width, 0);
        for (int j = 0; j < keys; j += HeadAttention.KEYS) {
            int n = Math.min(HeadAttention.KEYS, keys - j);
            for (int i = 0; i < width; i += LANES) {
                inner(n, stride, p, ds, j * stride + i, inner, i);
            }
        }
        for (int j = 0; j < keys; j++) {
            int row = j * stride;
            for (int i = 0; i < width; i += LANES) {
                FloatVector centred = FloatVector.fromArray(FLOAT, ds, row + i)
                        .sub(FloatVector.fromArray(FLOAT, inner, i));
                FloatVector.fromArray(FLOAT, p, row + i).mul(scale).mul(centred).intoArray(ds, row + i);
            }
        }
    }

    /** inner += sum of p * ds over some keys, for one vector of queries. */
    private static void inner(int keys, int stride, float[] p, float[] ds, int at, float[] inner, int i) {
        FloatVector part = FloatVector.zero(FLOAT);
        for (int j = 0; j < keys; j++) {
            FloatVector pj = FloatVector.fromArray(FLOAT, p, at + j * stride);
            part = pj.fma(FloatVector.fromArray(FLOAT, ds, at + j * stride), part);
        }
        FloatVector.fromArray(FLOAT, inner, i).add(part).intoArray(inner, i);
    }
}
