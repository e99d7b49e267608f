package org.almt.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.almt.core.KernelChoice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Arithmetic on each element is exact arithmetic, rounded once. All kernels, including the reference, are compared with
 * decimal numbers of any length. Quotients and roots have 80 digits. This always suffices to decide which float is
 * nearest.
 */
class ExactElementwiseTest {
    private static final MathContext DIGITS = new MathContext(80, RoundingMode.HALF_EVEN);
    private static final int N = 4000;
    private static final float ALPHA = 1.7f;

    /** What an operation gives, exactly, from x, y and the element that is there before. */
    private interface Exact {
        BigDecimal of(BigDecimal x, BigDecimal y, BigDecimal z);
    }

    private interface Run {
        void on(Elementwise kernels, float[] x, float[] y, float[] z);
    }

    private record Operation(Exact exact, Run run) {}

    private static final Map<String, Operation> OPERATIONS = new LinkedHashMap<>();

    static {
        BigDecimal alpha = new BigDecimal(ALPHA);
        put("add", (x, y, z) -> x.add(y), (k, x, y, z) -> k.add(N, x, 0, y, 0, z, 0));
        put("subtract", (x, y, z) -> x.subtract(y), (k, x, y, z) -> k.subtract(N, x, 0, y, 0, z, 0));
        put("multiply", (x, y, z) -> x.multiply(y), (k, x, y, z) -> k.multiply(N, x, 0, y, 0, z, 0));
        put("divide", (x, y, z) -> x.divide(y, DIGITS), (k, x, y, z) -> k.divide(N, x, 0, y, 0, z, 0));
        put("scale", (x, y, z) -> alpha.multiply(x), (k, x, y, z) -> k.scale(N, ALPHA, x, 0, z, 0));
        put("shift", (x, y, z) -> alpha.add(x), (k, x, y, z) -> k.shift(N, ALPHA, x, 0, z, 0));
        put("sqrt", (x, y, z) -> x.sqrt(DIGITS), (k, x, y, z) -> k.sqrt(N, x, 0, z, 0));
        put("addScaled", (x, y, z) -> alpha.multiply(x).add(z), (k, x, y, z) -> k.addScaled(N, ALPHA, x, 0, z, 0));
        put("addProduct", (x, y, z) -> x.multiply(y).add(z), (k, x, y, z) -> k.addProduct(N, x, 0, y, 0, z, 0));
    }

    private static void put(String name, Exact exact, Run run) {
        OPERATIONS.put(name, new Operation(exact, run));
    }

    static List<Kernels> kernels() {
        List<Kernels> all = new ArrayList<>(TestKernels.toCheck());
        all.add(KernelChoice.reference());
        return all;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void eachResultIsTheExactOneRoundedOnce(Kernels kernels) {
        OPERATIONS.forEach((name, operation) -> {
            Numbers numbers = new Numbers(3);
            float[] x = finite(numbers, name.equals("sqrt"));
            float[] y = finite(numbers, false);
            float[] before = finite(numbers, false);
            float[] z = before.clone();
            operation.run.on(kernels.elementwise(), x, y, z);
            int small = 0;
            for (int i = 0; i < N; i++) {
                float exact = operation.exact.of(
                        new BigDecimal(x[i]), new BigDecimal(y[i]), new BigDecimal(before[i])).floatValue();
                small += Math.abs(exact) < Float.MIN_NORMAL ? 1 : 0;
                float result = z[i];
                // a decimal number has no -0
                assertEquals(exact + 0f, result + 0f, () -> kernels.name() + " " + name);
            }
            assertTrue(small < N / 2, name + ": " + small + " of " + N + " results below the normal floats");
        });
    }

    /** AdamW rounds after each step of its formula. */
    @ParameterizedTest
    @MethodSource("kernels")
    void adamwRoundsEachStep(Kernels kernels) {
        Numbers numbers = new Numbers(4);
        float[] p = numbers.normal(N);
        float[] g = numbers.normal(N);
        float[] m = numbers.normal(N);
        float[] v = numbers.normal(N);
        for (int i = 0; i < N; i++) {
            v[i] = Math.abs(v[i]);
        }
        float[][] before = {p.clone(), m.clone(), v.clone()};
        float beta1 = 0.9f;
        float beta2 = 0.999f;
        float keep = 0.99f;
        float stepSize = 1e-3f;
        float correction = 0.03f;
        float eps = 1e-8f;
        kernels.elementwise().adamw(N, p, 0, g, 0, m, 0, v, 0, keep, beta1, beta2, stepSize, correction, eps);
        for (int i = 0; i < N; i++) {
            float gi = g[i];
            float mi = fma(beta1, before[1][i], times(minus(1, beta1), gi));
            float vi = fma(beta2, before[2][i], times(times(minus(1, beta2), gi), gi));
            float root = new BigDecimal(vi).sqrt(DIGITS).floatValue();
            float below = over(root, correction);
            float denominator = new BigDecimal(below).add(new BigDecimal(eps)).floatValue();
            assertEquals(mi, m[i]);
            assertEquals(vi, v[i]);
            assertEquals(fma(-stepSize, over(mi, denominator), times(keep, before[0][i])), p[i]);
        }
    }

    private static float fma(float a, float b, float c) {
        return new BigDecimal(a).multiply(new BigDecimal(b)).add(new BigDecimal(c)).floatValue();
    }

    private static float times(float a, float b) {
        return new BigDecimal(a).multiply(new BigDecimal(b)).floatValue();
    }

    private static float minus(float a, float b) {
        return new BigDecimal(a).subtract(new BigDecimal(b)).floatValue();
    }

    private static float over(float a, float b) {
        return new BigDecimal(a).divide(new BigDecimal(b), DIGITS).floatValue();
    }

    /** Floats of all exponents, every second near 1; without 0, at which a quotient is not finite. */
    private static float[] finite(Numbers numbers, boolean positive) {
        float[] wild = numbers.wild(N);
        float[] near = numbers.normal(N);
        for (int i = 0; i < N; i++) {
            if (i % 2 == 0 || !Float.isFinite(wild[i]) || wild[i] == 0) {
                wild[i] = near[i];
            }
            wild[i] = positive ? Math.abs(wild[i]) : wild[i];
        }
        return wild;
    }
}
