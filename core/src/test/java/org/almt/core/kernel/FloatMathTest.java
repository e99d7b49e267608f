package org.almt.core.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Each function keeps the accuracy that its Javadoc promises, against double arithmetic, at all exponents. */
class FloatMathTest {
    /** A prime, so that low mantissa bits vary; 1.4 million floats. */
    private static final int STEP = 3061;

    private interface FloatFunction {
        float of(float x);
    }

    private interface Bound {
        double of(float x);
    }

    @Test
    void exp() {
        within(1, FloatMath::exp, StrictMath::exp);
        dense(-104, 89, x -> 1, FloatMath::exp, StrictMath::exp);
        assertEquals(1, FloatMath.exp(0));
        assertEquals(1, FloatMath.exp(-0f));
    }

    @Test
    void expOverflowsAndUnderflowsWhereTheExactValueDoes() {
        assertEquals((float) StrictMath.exp(FloatMath.EXP_OVERFLOW), FloatMath.exp(FloatMath.EXP_OVERFLOW), 2e31f);
        assertEquals(Float.POSITIVE_INFINITY, FloatMath.exp(Math.nextUp(FloatMath.EXP_OVERFLOW)));
        assertEquals(Float.MIN_VALUE, FloatMath.exp(FloatMath.EXP_UNDERFLOW));
        assertEquals(0, FloatMath.exp(Math.nextDown(FloatMath.EXP_UNDERFLOW)));
    }

    @Test
    void expFlushed() {
        dense(-87.336, 88, x -> 1 + Math.abs(x) / 20, FloatMath::expFlushed, StrictMath::exp);
        assertEquals(1, FloatMath.expFlushed(0));
        assertEquals(Float.MIN_NORMAL, FloatMath.expFlushed(FloatMath.EXP_FLUSH), 0x1p-139f);
        assertTrue(FloatMath.expFlushed(FloatMath.EXP_FLUSH) >= Float.MIN_NORMAL);
        for (float x : new float[] {Math.nextDown(FloatMath.EXP_FLUSH), -1e4f, -1e30f, Float.NEGATIVE_INFINITY}) {
            assertEquals(0f, FloatMath.expFlushed(x));
        }
        assertEquals(Float.NaN, FloatMath.expFlushed(Float.NaN));
    }

    @Test
    void log() {
        within(1, FloatMath::log, x -> x == 0 ? Double.NEGATIVE_INFINITY : StrictMath.log(x));
        dense(0.5, 2.1, x -> 1, FloatMath::log, StrictMath::log);
        assertEquals(0f, FloatMath.log(1));
    }

    @Test
    void softplus() {
        DoubleUnaryOperator exact = x -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
        within(4, FloatMath::softplus, exact);
        dense(-104, 20, x -> 4, FloatMath::softplus, exact);
    }

    @Test
    void tanh() {
        within(2, FloatMath::tanh, StrictMath::tanh);
        dense(-9.1, 9.1, x -> 2, FloatMath::tanh, StrictMath::tanh);
    }

    @Test
    void sigmoid() {
        DoubleUnaryOperator exact = x -> 1 / (1 + StrictMath.exp(-x));
        within(3, FloatMath::sigmoid, exact);
        dense(-104, 20, x -> 3, FloatMath::sigmoid, exact);
    }

    @Test
    void gelu() {
        dense(-12.9, 14, x -> x < 0 ? 3 + 2 * x * x : 3, FloatMath::gelu, x -> x * normal(x));
        assertEquals(Float.POSITIVE_INFINITY, FloatMath.gelu(Float.POSITIVE_INFINITY));
        assertEquals(Float.MAX_VALUE, FloatMath.gelu(Float.MAX_VALUE));
        assertEquals(-0f, FloatMath.gelu(-Float.MAX_VALUE));
        assertEquals(-0f, FloatMath.gelu(-13.22f));
        assertEquals(Float.NaN, FloatMath.gelu(Float.NEGATIVE_INFINITY));
    }

    @Test
    void geluGradient() {
        for (double x = -15; x < 15; x += 1e-4) {
            float at = (float) x;
            double density = StrictMath.exp(-(double) at * at / 2) / Math.sqrt(2 * Math.PI);
            assertEquals(normal(at) + at * density, FloatMath.geluGradient(at), 0x1p-22, "at " + at);
        }
        assertEquals(1, FloatMath.geluGradient(1e30f));
        assertEquals(0, FloatMath.geluGradient(-1e30f));
    }

    @Test
    void oddFunctionsAreOddAndBounded() {
        for (float x = 0; x < 20; x += 0.0137f) {
            assertEquals(-FloatMath.tanh(x), FloatMath.tanh(-x));
            assertTrue(FloatMath.tanh(x) <= 1);
            assertTrue(FloatMath.sigmoid(x) <= 1);
        }
    }

    /** The error over all exponents of both signs, denormals, infinities and NaN. */
    private static void within(double ulps, FloatFunction f, DoubleUnaryOperator exact) {
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STEP) {
            check(Float.intBitsToFloat((int) bits), ulps, f, exact);
        }
        check(Float.POSITIVE_INFINITY, ulps, f, exact);
        check(Float.NEGATIVE_INFINITY, ulps, f, exact);
        check(0f, ulps, f, exact);
        check(Float.NaN, ulps, f, exact);
    }

    /** The error in 200,000 steps over the range where the function is interesting. */
    private static void dense(double from, double to, Bound ulps, FloatFunction f, DoubleUnaryOperator exact) {
        for (int i = 0; i <= 200_000; i++) {
            float x = (float) (from + (to - from) * i / 200_000);
            check(x, ulps.of(x), f, exact);
        }
    }

    private static void check(float x, double ulps, FloatFunction f, DoubleUnaryOperator exact) {
        float actual = f.of(x);
        double expected = exact.applyAsDouble(x);
        float nearest = (float) expected;
        if (Float.isNaN(nearest) || Float.isInfinite(nearest)) {
            // the largest finite float may stand for a value that rounds to infinity
            boolean near = Float.isFinite(actual) && Math.abs(actual - expected) <= ulps * Math.ulp(actual);
            assertTrue(near || Float.compare(nearest, actual) == 0, () -> x + ": " + actual + " for " + expected);
            return;
        }
        double reached = Float.isInfinite(actual) ? Math.copySign(0x1p128, actual) : actual;
        double error = Math.abs(reached - expected) / Math.ulp(nearest);
        assertTrue(error <= ulps, () -> x + ": " + actual + " for " + expected + ", off by " + error + " ulp");
    }

    /** Phi(x) in double: its tail by the power series of erf near 0, by the continued fraction of erfc far out. */
    private static double normal(double x) {
        double tail = tail(Math.abs(x));
        return x < 0 ? tail : 1 - tail;
    }

    private static double tail(double a) {
        double z = a / Math.sqrt(2);
        double gaussian = StrictMath.exp(-a * a / 2);
        if (z < 2) {
            double term = z;
            double sum = z;
            for (int n = 1; term > 1e-18 * sum; n++) {
                term *= 2 * z * z / (2 * n + 1);
                sum += term;
            }
            return 0.5 - gaussian * sum / Math.sqrt(Math.PI);
        }
        double fraction = 0;
        for (int k = 120; k > 0; k--) {
            fraction = k / 2.0 / (z + fraction);
        }
        return gaussian / (2 * Math.sqrt(Math.PI) * (z + fraction));
    }
}
