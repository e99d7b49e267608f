package org.almt.core.kernel.plain;

import java.util.Arrays;
import org.almt.core.kernel.BlockedAttention;
import org.almt.core.kernel.FloatMath;
import org.almt.core.kernel.HeadAttention;
import org.almt.core.kernel.Scratch;

/** The passes of attention over scores. */
final class PlainAttentionPasses implements BlockedAttention.Passes {
    private static final Scratch PARTIAL_SUMS = new Scratch();

    @Override
    public void max(int keys, int width, int stride, float scale, float[] s, float[] mask, int mo, float[] max) {
        Arrays.fill(max, 0, width, Float.NEGATIVE_INFINITY);
        for (int j = 0; j < keys; j++) {
            for (int i = 0; i < width; i++) {
                max[i] = Math.max(max[i], Math.fma(scale, s[j * stride + i], mask[mo + j]));
            }
        }
    }

    @Override
    public void exp(
            int keys, int width, int stride, float scale, float[] s, float[] mask, int mo, float[] shift,
            float[] sum) {
        float[] part = PARTIAL_SUMS.floats(width);
        Arrays.fill(sum, 0, width, 0);
        for (int from = 0; from < keys; from += HeadAttention.KEYS) {
            Arrays.fill(part, 0, width, 0);
            for (int j = from; j < Math.min(keys, from + HeadAttention.KEYS); j++) {
                for (int i = 0; i < width; i++) {
                    float p = FloatMath.expFlushed(Math.fma(scale, s[j * stride + i], mask[mo + j]) - shift[i]);
                    s[j * stride + i] = p;
                    part[i] += p;
                }
            }
            for (int i = 0; i < width; i++) {
                sum[i] += part[i];
            }
        }
    }

    @Override
    public void scoreGradient(int keys, int width, int stride, float scale, float[] p, float[] ds, float[] inner) {
        float[] part = PARTIAL_SUMS.floats(width);
        Arrays.fill(inner, 0, width, 0);
        for (int from = 0; from < keys; from += HeadAttention.KEYS) {
            Arrays.fill(part, 0, width, 0);
            for (int j = from; j < Math.min(keys, from + HeadAttention.KEYS); j++) {
                for (int i = 0; i < width; i++) {
                    part[i] = Math.fma(p[j * stride + i], ds[j * stride + i], part[i]);
                }
            }
            for (int i = 0; i < width; i++) {
                inner[i] += part[i];
            }
        }
        for (int j = 0; j < keys; j++) {
            for (int at = j * stride; at < j * stride + width; at++) {
                ds[at] = p[at] * scale * (ds[at] - inner[at - j * stride]);
            }
        }
    }
}
