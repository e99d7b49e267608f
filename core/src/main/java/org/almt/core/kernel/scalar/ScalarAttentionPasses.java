package org.almt.core.kernel.scalar;

import java.util.Arrays;

/** The passes of attention over scores. */
final class ScalarAttentionPasses implements Attention.Passes {
    @Override
    public void scaleMax(int keys, int width, float scale, float[] s, float[] mask, int mo, float[] max) {
        Arrays.fill(max, 0, width, Float.NEGATIVE_INFINITY);
        for (int j = 0; j < keys; j++) {
            float hidden = mask == null ? 0 : mask[mo + j];
            for (int i = j * width; i < (j + 1) * width; i++) {
                s[i] = mask == null ? scale * s[i] : Math.fma(scale, s[i], hidden);
                max[i - j * width] = Math.max(max[i - j * width], s[i]);
            }
        }
    }

    @Override
    public void scaleSubtract(
            int keys, int width, float scale, float[] s, int so, float[] mask, int mo, float[] shift) {
        for (int j = 0; j < keys; j++) {
            float hidden = mask == null ? 0 : mask[mo + j];
            int row = so + j * width;
            for (int i = 0; i < width; i++) {
                float score = mask == null ? scale * s[row + i] : Math.fma(scale, s[row + i], hidden);
                s[row + i] = score - shift[i];
            }
        }
    }

    @Override
    public void scoreGradient(int keys, int width, float scale, float[] p, float[] inner, float[] ds) {
        for (int j = 0; j < keys; j++) {
            for (int i = 0; i < width; i++) {
                ds[j * width + i] = p[j * width + i] * (ds[j * width + i] - inner[i]) * scale;
            }
        }
    }
}
