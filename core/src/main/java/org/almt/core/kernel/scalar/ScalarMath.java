package org.almt.core.kernel.scalar;

/**
 * Elementary functions on single floats, from +, -, *, /, fma and bit patterns alone, so that they give the same bits in
 * the interpreter, in compiled code and, written again on vectors, at every vector width.
 *
 * <p>Accuracy is the largest distance from the exact value in units in the last place (ulp) of the float nearest to it,
 * over all floats unless said otherwise; {@code ScalarMathTest} holds each function to it. Coefficients are minimax fits
 * (Lawson's iteration on Chebyshev nodes in double), rounded to float.
 */
public final class ScalarMath {
    /** Above this exp overflows to infinity. */
    public static final float EXP_OVERFLOW = 88.72284f;
    /** Below this exp is nearer to 0 than to the smallest denormal. */
    public static final float EXP_UNDERFLOW = -103.97208f;

    /** Adding 1.5 * 2^23 leaves no fraction bits: the low bits of the sum are the nearest integer. */
    public static final float ROUND = 12582912f;
    /** log2(e). */
    public static final float LOG2_E = 1.442695f;
    /** ln 2 cut to 15 bits, so that a whole multiple of it is exact, and what is left. */
    public static final float LN2_HIGH = 0.693145751953125f;
    /** ln 2 - LN2_HIGH. */
    public static final float LN2_LOW = 1.4286068e-6f;

    // exp(r) = 1 + r + r²(E2 + E3 r + ... + E6 r^4) for |r| <= ln 2 / 2; relative error 2^-28.2
    /** Coefficient of r² in exp. */
    public static final float E2 = 0.49999994f;
    /** Coefficient of r³ in exp. */
    public static final float E3 = 0.1666652f;
    /** Coefficient of r⁴ in exp. */
    public static final float E4 = 0.0416684f;
    /** Coefficient of r⁵ in exp. */
    public static final float E5 = 0.008368851f;
    /** Coefficient of r⁶ in exp. */
    public static final float E6 = 0.001381432f;

    /** From here on erf rounds to 1. */
    public static final float ERF_ONE = 3.8325068f;

    // erf(x) = x P(x²) / Q(x²) for |x| <= 3.93, Q(0) = 1; relative error 2^-25.6
    /** Coefficient 0 of erf's numerator, 2 / sqrt(pi). */
    public static final float P0 = 1.1283791f;
    /** Coefficient 1 of erf's numerator. */
    public static final float P1 = 0.20655985f;
    /** Coefficient 2 of erf's numerator. */
    public static final float P2 = 0.054623198f;
    /** Coefficient 3 of erf's numerator. */
    public static final float P3 = 0.0043831766f;
    /** Coefficient 4 of erf's numerator. */
    public static final float P4 = 0.0002857007f;
    /** Coefficient 5 of erf's numerator. */
    public static final float P5 = 1.7565441e-6f;
    /** Coefficient 1 of erf's denominator. */
    public static final float Q1 = 0.5163906f;
    /** Coefficient 2 of erf's denominator. */
    public static final float Q2 = 0.12054699f;
    /** Coefficient 3 of erf's denominator. */
    public static final float Q3 = 0.016221091f;
    /** Coefficient 4 of erf's denominator. */
    public static final float Q4 = 0.0012876368f;
    /** Coefficient 5 of erf's denominator. */
    public static final float Q5 = 3.508884e-5f;

    /** Up to here tanh is its own polynomial, beyond it follows from exp. */
    public static final float TANH_SMALL = 0.5625f;

    // tanh(x) = x + x³(T0 + T1 x² + ... + T4 x^8) for |x| <= 0.5625; relative error 2^-29.4
    /** Coefficient of x³ in tanh. */
    public static final float T0 = -0.33333313f;
    /** Coefficient of x⁵ in tanh. */
    public static final float T1 = 0.13332452f;
    /** Coefficient of x⁷ in tanh. */
    public static final float T2 = -0.05383743f;
    /** Coefficient of x⁹ in tanh. */
    public static final float T3 = 0.021007463f;
    /** Coefficient of x¹¹ in tanh. */
    public static final float T4 = -0.006179816f;

    /** sqrt(1/2). */
    public static final float SQRT_HALF = 0.70710677f;
    /** 1 / sqrt(2 pi). */
    public static final float INV_SQRT_2PI = 0.3989423f;

    private ScalarMath() {}

    /**
     * e^x, within 1 ulp, denormal results included: 0 below {@link #EXP_UNDERFLOW}, infinity above {@link
     * #EXP_OVERFLOW}, exactly 1 at 0, NaN for NaN.
     *
     * <p>x = n ln 2 + r with a whole n and |r| at most ln 2 / 2; e^x = 2^n e^r. The factor 2^n is applied in two halves,
     * each a normal float, so that a denormal result is rounded once.
     */
    public static float exp(float x) {
        float shifted = Math.fma(x, LOG2_E, ROUND);
        float n = shifted - ROUND;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        float p = Math.fma(Math.fma(Math.fma(Math.fma(E6, r, E5), r, E4), r, E3), r, E2);
        p = Math.fma(p, r * r, r) + 1;
        int exponent = Float.floatToRawIntBits(shifted) - Float.floatToRawIntBits(ROUND);
        int half = exponent >> 1;
        float y = p * powerOfTwo(half) * powerOfTwo(exponent - half);
        y = x > EXP_OVERFLOW ? Float.POSITIVE_INFINITY : y;
        return x < EXP_UNDERFLOW ? 0 : y;
    }

    /** 2^n for n from -126 to 127. */
    private static float powerOfTwo(int n) {
        return Float.intBitsToFloat((n + 127) << 23);
    }

    /**
     * The natural logarithm, within 1 ulp, denormal arguments included: -infinity at ±0, NaN below 0, infinity at
     * infinity, +0 at 1, NaN for NaN.
     *
     * <p>x = 2^e m with m from sqrt(1/2) to sqrt(2); log(x) = e ln 2 + log(1 + f), f = m - 1.
     */
    public static float log(float x) {
        if (!(x > 0)) {
            return x == 0 ? Float.NEGATIVE_INFINITY : Float.NaN;
        }
        if (x == Float.POSITIVE_INFINITY) {
            return x;
        }
        int e = 0;
        if (x < Float.MIN_NORMAL) {
            x *= 1 << 23;
            e = -23;
        }
        int bits = Float.floatToRawIntBits(x);
        int octave = (bits - Float.floatToRawIntBits(SQRT_HALF)) >> 23;
        e += octave;
        float f = Float.intBitsToFloat(bits - (octave << 23)) - 1;
        // log(1+f) = f - f²/2 + f³(1/3 - ...), relative error 2^-30.3
        float p = 0.06746642f;
        p = Math.fma(p, f, -0.11675652f);
        p = Math.fma(p, f, 0.11888162f);
        p = Math.fma(p, f, -0.124055885f);
        p = Math.fma(p, f, 0.14219552f);
        p = Math.fma(p, f, -0.16667996f);
        p = Math.fma(p, f, 0.20002119f);
        p = Math.fma(p, f, -0.2500001f);
        p = Math.fma(p, f, 0.33333313f);
        float ff = f * f;
        float small = Math.fma(p * f, ff, Math.fma(-0.5f, ff, e * LN2_LOW)) + f;
        return Math.fma(e, LN2_HIGH, small);
    }

    /** The error function, within 3 ulp: odd, at most 1 in magnitude, ±1 from {@link #ERF_ONE} on, NaN for NaN. */
    public static float erf(float x) {
        float magnitude = Math.abs(x);
        float t = x * x;
        float p = Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(P5, t, P4), t, P3), t, P2), t, P1), t, P0);
        float q = Math.fma(Math.fma(Math.fma(Math.fma(Math.fma(Q5, t, Q4), t, Q3), t, Q2), t, Q1), t, 1);
        float y = magnitude * p / q;
        y = magnitude > ERF_ONE || y > 1 ? 1 : y;
        return Math.copySign(y, x);
    }

    /**
     * The hyperbolic tangent, within 2 ulp: odd, at most 1 in magnitude, NaN for NaN.
     *
     * <p>A polynomial near 0, and 1 - 2 / (e^2|x| + 1) with the sign of x beyond.
     */
    public static float tanh(float x) {
        float magnitude = Math.abs(x);
        float large = 1 - 2 / (exp(magnitude + magnitude) + 1);
        float t = x * x;
        float p = Math.fma(Math.fma(Math.fma(Math.fma(T4, t, T3), t, T2), t, T1), t, T0);
        float small = Math.fma(p * t, x, x);
        return magnitude > TANH_SMALL ? (x < 0 ? -large : large) : small;
    }

    /**
     * The logistic function 1 / (1 + e^-x), within 3 ulp, denormal results included: 0 at -infinity, 1 at infinity, NaN
     * for NaN.
     *
     * <p>With z = e^-|x|, which never overflows: 1 / (1 + z) for x &gt;= 0 and z / (1 + z) below.
     */
    public static float sigmoid(float x) {
        float z = exp(-Math.abs(x));
        return (x < 0 ? z : 1) / (1 + z);
    }

    /**
     * x Phi(x) = x / 2 (1 + erf(x / sqrt 2)), within 2^-22 |x| of it; -0 from about -5.4 down, NaN at -infinity (0 times
     * infinity, as the formula says) and for NaN.
     */
    public static float gelu(float x) {
        return 0.5f * x * (1 + erf(x * SQRT_HALF));
    }

    /**
     * The derivative of {@link #gelu}, Phi(x) + x phi(x), within 2^-21 of it; NaN at ±infinity (infinity times phi = 0) and
     * for NaN.
     */
    public static float geluGradient(float x) {
        float cdf = Math.fma(0.5f, erf(x * SQRT_HALF), 0.5f);
        float density = INV_SQRT_2PI * exp(-0.5f * x * x);
        return Math.fma(x, density, cdf);
    }
}
