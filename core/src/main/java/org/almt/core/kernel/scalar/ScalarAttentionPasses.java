package org.almt.core.kernel.scalar;

import java.util.Arrays;

/** The passes of attention over scores. */
final class ScalarAttentionPasses implements Attention.Passes {
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
        float[] part = Scratch.floats(Scratch.Use.COLUMN_LANES, width);
        Arrays.fill(sum, 0, width, 0);
        for (int from = 0; from < keys; from += Attention.KEYS) {
            Arrays.fill(part, 0, width, 0);
            for (int j = from; j < Math.min(keys, from + Attention.KEYS); j++) {
                for (int i = 0; i < width; i++) {
                    float p = ScalarMath.expFlushed(Math.fma(scale, s[j * stride + i], mask[mo + j]) - shift[i]);
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
        float[] part = Scratch.floats(Scratch.Use.COLUMN_LANES, width);
        Arrays.fill(inner, 0, width, 0);
        for (int from = 0; from < keys; from += Attention.KEYS) {
            Arrays.fill(part, 0, width, 0);
            for (int j = from; j < Math.min(keys, from + Attention.KEYS); j++) {
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
