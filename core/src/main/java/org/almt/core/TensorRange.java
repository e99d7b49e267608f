package org.almt.core;

import java.util.Locale;

/** What a tensor holds, in short: its elements if they are few, otherwise the smallest and the largest. */
final class TensorRange {
    private static final int FEW = 3;

    private TensorRange() {}

    static String of(Tensor tensor) {
        int n = tensor.shape().count();
        if (n == 0) {
            return "no elements";
        }
        if (n <= FEW) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < n; i++) {
                text.append(i == 0 ? "" : ", ").append(number(at(tensor, i)));
            }
            return text.toString();
        }
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        int bad = 0;
        for (int i = 0; i < n; i++) {
            float value = at(tensor, i);
            if (Float.isNaN(value)) {
                bad++;
            } else {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        if (bad == n) {
            return "NaN throughout";
        }
        return number(least) + (least == most ? " throughout" : " to " + number(most))
                + (bad > 0 ? ", " + bad + " NaN" : "");
    }

    private static float at(Tensor tensor, int i) {
        return tensor.array()[tensor.offset() + i];
    }

    /** Four digits, for example 0.1235, 12.35, 1.235e-05. */
    static String number(float value) {
        if (!Float.isFinite(value) || value == Math.rint(value) && Math.abs(value) < 10_000) {
            return Float.isFinite(value) ? Integer.toString((int) value) : Float.toString(value);
        }
        float size = Math.abs(value);
        if (size < 1e-3f || size >= 10_000) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        String text = String.format(Locale.ROOT, size < 1 ? "%.4f" : size < 10 ? "%.3f" : size < 100 ? "%.2f" : "%.1f",
                value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
