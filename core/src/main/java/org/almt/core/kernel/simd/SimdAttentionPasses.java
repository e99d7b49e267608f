package org.almt.core.kernel.simd;

import static org.almt.core.kernel.simd.Width.FLOAT;
import static org.almt.core.kernel.simd.Width.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.almt.core.kernel.scalar.Attention;

/** The passes of attention over scores: a vector is LANES queries of one key, so that no lane meets another. */
final class SimdAttentionPasses implements Attention.Passes {
    /**
     * A maximum that lets NaN go by costs two instructions, {@code max} six; a NaN among the scores makes every result
     * of its query NaN all the same, since it is in the sum.
     */
    @Override
    public void scaleMax(int keys, int width, float scale, float[] s, float[] mask, int mo, float[] max) {
        for (int i = 0; i < width; i += LANES) {
            FloatVector most = FloatVector.broadcast(FLOAT, Float.NEGATIVE_INFINITY);
            for (int j = 0; j < keys; j++) {
                int at = j * width + i;
                FloatVector score = FloatVector.fromArray(FLOAT, s, at);
                if (mask == null) {
                    score = score.mul(scale);
                } else {
                    score = score.fma(FloatVector.broadcast(FLOAT, scale), FloatVector.broadcast(FLOAT, mask[mo + j]));
                }
                score.intoArray(s, at);
                most = most.blend(score, score.compare(VectorOperators.GT, most));
            }
            most.intoArray(max, i);
        }
    }

    @Override
    public void scaleSubtract(
            int keys, int width, float scale, float[] s, int so, float[] mask, int mo, float[] shift) {
        for (int j = 0; j < keys; j++) {
            int row = so + j * width;
            for (int i = 0; i < width; i += LANES) {
                FloatVector score = FloatVector.fromArray(FLOAT, s, row + i);
                if (mask == null) {
                    score = score.mul(scale);
                } else {
                    score = score.fma(FloatVector.broadcast(FLOAT, scale), FloatVector.broadcast(FLOAT, mask[mo + j]));
                }
                score.sub(FloatVector.fromArray(FLOAT, shift, i)).intoArray(s, row + i);
            }
        }
    }

    @Override
    public void scoreGradient(int keys, int width, float scale, float[] p, float[] inner, float[] ds) {
        for (int j = 0; j < keys; j++) {
            int row = j * width;
            for (int i = 0; i < width; i += LANES) {
                FloatVector mean = FloatVector.fromArray(FLOAT, inner, i);
                FloatVector centred = FloatVector.fromArray(FLOAT, ds, row + i).sub(mean);
                FloatVector.fromArray(FLOAT, p, row + i).mul(centred).mul(scale).intoArray(ds, row + i);
            }
        }
    }
}
