package org.almt.core.kernel;

/**
 * Elementary functions on single floats. They use +, -, *, /, fma and bit patterns alone. They therefore give the same
 * bits in the interpreter and in compiled code. Written on vectors, they give the same bits at every vector width.
 *
 * <p>Accuracy is the largest distance from the exact value, in units in the last place (ulp) of the float nearest to
 * that value. It holds for every argument, unless stated otherwise. {@code FloatMathTest} checks each function at 1.4
 * million floats of all exponents. Coefficients are minimax fits (Lawson's iteration on Chebyshev nodes in double),
 * rounded to float.
 *
 * <p>Threads: safe for many at once.
 */
public final class FloatMath {
    /** Above this exp overflows to infinity. */
    public static final float EXP_OVERFLOW = 88.72284f;
    /** Below this exp is nearer to 0 than to the smallest denormal. */
    public static final float EXP_UNDERFLOW = -103.97208f;

    /** Below this {@link #expFlushed} is 0; its value here is just above 2^-126, the smallest normal float. */
    public static final float EXP_FLUSH = -87.3365f;

    /** 1.5 * 2^23. Adding it leaves no fraction bits: the low bits of the sum are the nearest integer. */
    public static final float ROUND = 12582912f;
    /**
     * {@link #ROUND} plus 127, the bias of a float's exponent. The low byte of a sum is then the biased exponent of a
     * power of two.
     */
    public static final float ROUND_BIASED = ROUND + 127;
    /** log2(e). */
    public static final float LOG2_E = 1.442695f;
    /** ln 2 cut to 15 bits, so that its product with a whole number is exact. */
    public static final float LN2_HIGH = 0.693145751953125f;
    /** ln 2, rounded. */
    public static final float LN2 = 0.6931472f;
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

    // Phi(-a) = exp(-a²/2) (1/2 + N1 u + ... + N9 u^9) with u = a / (a + bend), 0 <= a <= 14.5; relative error 2^-26.9
    // (1 + a²/4), no more than the error from rounding a²
    /** The a at which u is 1/2 in the normal tail. The value 10/3 fits best, compared with 4, 20/7, 5/2 and 2. */
    public static final float TAIL_BEND = 3.3333333f;
    /** Coefficient of u in the normal tail. */
    public static final float N1 = -1.3298081f;
    /** Coefficient of u² in the normal tail. */
    public static final float N2 = 1.4479941f;
    /** Coefficient of u³ in the normal tail. */
    public static final float N3 = -0.69984245f;
    /** Coefficient of u⁴ in the normal tail. */
    public static final float N4 = -0.05318894f;
    /** Coefficient of u⁵ in the normal tail. */
    public static final float N5 = 0.13724783f;
    /** Coefficient of u⁶ in the normal tail. */
    public static final float N6 = 0.06044764f;
    /** Coefficient of u⁷ in the normal tail. */
    public static final float N7 = -0.069079064f;
    /** Coefficient of u⁸ in the normal tail. */
    public static final float N8 = -0.0054221717f;
    /** Coefficient of u⁹ in the normal tail. */
    public static final float N9 = 0.011683725f;

    /** Up to here tanh is its own polynomial. Beyond, it follows from exp. */
    public static final float TANH_SMALL = 0.5625f;

    // tanh(x) = x (1 + x²(T0 + T1 x² + ... + T4 x^8)) for |x| <= 0.5625; relative error 2^-29.4
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

    /** sqrt(1/2), the least m in log. */
    public static final float SQRT_HALF = 0.70710677f;
    // log(1 + f) = f - f²/2 + f³(L3 + L4 f + ... + L11 f^8) for f from sqrt(1/2) - 1 to sqrt(2) - 1; relative error
    // 2^-30.3
    /** Coefficient of f³ in log. */
    public static final float L3 = 0.33333313f;
    /** Coefficient of f⁴ in log. */
    public static final float L4 = -0.2500001f;
    /** Coefficient of f⁵ in log. */
    public static final float L5 = 0.20002119f;
    /** Coefficient of f⁶ in log. */
    public static final float L6 = -0.16667996f;
    /** Coefficient of f⁷ in log. */
    public static final float L7 = 0.14219552f;
    /** Coefficient of f⁸ in log. */
    public static final float L8 = -0.124055885f;
    /** Coefficient of f⁹ in log. */
    public static final float L9 = 0.11888162f;
    /** Coefficient of f¹⁰ in log. */
    public static final float L10 = -0.11675652f;
    /** Coefficient of f¹¹ in log. */
    public static final float L11 = 0.06746642f;

    /** 1 / sqrt(2 pi). */
    public static final float INV_SQRT_2PI = 0.3989423f;

    private FloatMath() {}

    /**
     * e^x, within 1 ulp, denormal results included: 0 below {@link #EXP_UNDERFLOW}, infinity above {@link
     * #EXP_OVERFLOW}, exactly 1 at 0, NaN for NaN.
     *
     * <p>x = n ln 2 + r with a whole n and |r| at most ln 2 / 2; e^x = 2^n e^r. The factor 2^n is applied in two
     * halves, each a normal float. A denormal result is thus rounded once.
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

    /**
     * e^x for arguments that already carry an error, such as x - max or -x²/2: within 1 + |x| / 20 ulp for x up to 88;
     * 0 below {@link #EXP_FLUSH}, exactly 1 at 0, NaN for NaN. It takes ten instructions fewer than {@link #exp}.
     *
     * <p>Two steps differ from {@link #exp}. n ln 2 is subtracted in one step, which costs the |x| / 20. Without
     * denormals one power of two is enough; it is made from the low bits of {@code shifted}.
     */
    public static float expFlushed(float x) {
        float shifted = Math.fma(x, LOG2_E, ROUND_BIASED);
        float r = Math.fma(shifted - ROUND_BIASED, -LN2, x);
        float p = Math.fma(Math.fma(Math.fma(Math.fma(E6, r, E5), r, E4), r, E3), r, E2);
        p = Math.fma(Math.fma(p, r, 1), r, 1);
        float y = p * Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << 23);
        return x < EXP_FLUSH ? 0 : y;
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
        float p = L11;
        p = Math.fma(p, f, L10);
        p = Math.fma(p, f, L9);
        p = Math.fma(p, f, L8);
        p = Math.fma(p, f, L7);
        p = Math.fma(p, f, L6);
        p = Math.fma(p, f, L5);
        p = Math.fma(p, f, L4);
        p = Math.fma(p, f, L3);
        float ff = f * f;
        float small = Math.fma(p * f, ff, Math.fma(-0.5f, ff, e * LN2_LOW)) + f;
        return Math.fma(e, LN2_HIGH, small);
    }

    /**
     * The hyperbolic tangent, within 2 ulp: odd, at most 1 in magnitude, NaN for NaN.
     *
     * <p>Near 0 it is a polynomial. Beyond, it is 1 - 2 / (e^2|x| + 1) with the sign of x.
     */
    public static float tanh(float x) {
        float magnitude = Math.abs(x);
        float large = 1 - 2 / (exp(magnitude + magnitude) + 1);
        float t = x * x;
        float p = Math.fma(Math.fma(Math.fma(Math.fma(T4, t, T3), t, T2), t, T1), t, T0);
        float small = x * Math.fma(p, t, 1);
        return magnitude > TANH_SMALL ? (x < 0 ? -large : large) : small;
    }

    /**
     * The logistic function 1 / (1 + e^-x), within 3 ulp, denormal results included: 0 at -infinity, 1 at infinity, NaN
     * for NaN.
     *
     * <p>With z = e^-|x|, which never overflows: 1 / (1 + z) for x &gt;= 0, and z / (1 + z) for x &lt; 0.
     */
    public static float sigmoid(float x) {
        float z = exp(-Math.abs(x));
        return (x < 0 ? z : 1) / (1 + z);
    }

    /**
     * log(1 + e^x), within 4 ulp, denormal results included: 0 at -infinity, infinity at infinity, NaN for NaN.
     *
     * <p>With z = e^-|x|: max(x, 0) + log(1 + z). The factor z / (u - 1) corrects the rounding of u = 1 + z (Kahan).
     * Small z thus keep their precision.
     */
    public static float softplus(float x) {
        float z = exp(-Math.abs(x));
        float u = 1 + z;
        float d = u - 1;
        float tail = d == 0 ? z : log(u) * (z / d);
        return Math.max(x, 0) + tail;
    }

    /**
     * x Phi(x) = x / 2 (1 + erf(x / sqrt 2)), GELU: within 3 ulp for x &gt;= 0, within 3 + 2 x² ulp for x &lt; 0 (the
     * rounding of x² in the exponent). The tail thus keeps its precision, where 1 + erf would cancel. -0 from -13.22
     * down, NaN at -infinity (infinity times Phi = 0) and for NaN.
     */
    public static float gelu(float x) {
        return x * normal(x, gaussian(x));
    }

    /**
     * The derivative of {@link #gelu}, Phi(x) + x phi(x), within 2^-22 of it; NaN at ±infinity (infinity times phi = 0)
     * and for NaN.
     */
    public static float geluGradient(float x) {
        float gaussian = gaussian(x);
        return Math.fma(x, INV_SQRT_2PI * gaussian, normal(x, gaussian));
    }

    /** exp(-x²/2). */
    private static float gaussian(float x) {
        return expFlushed(-0.5f * x * x);
    }

    /** Phi(x): the tail beyond |x| if x &lt; 0, otherwise 1 minus the tail. */
    private static float normal(float x, float gaussian) {
        // where gaussian is flushed to 0, the tail is 0; infinity / infinity would give NaN
        float tail = gaussian == 0 ? 0 : gaussian * millsRatio(Math.abs(x));
        return x < 0 ? tail : 1 - tail;
    }

    /**
     * Phi(-a) / exp(-a²/2) for a &gt;= 0: the tail of the standard normal distribution without its factor exp(-a²/2).
     */
    private static float millsRatio(float a) {
        float u = a / (a + TAIL_BEND);
        float p = Math.fma(N9, u, N8);
        p = Math.fma(p, u, N7);
        p = Math.fma(p, u, N6);
        p = Math.fma(p, u, N5);
        p = Math.fma(p, u, N4);
        p = Math.fma(p, u, N3);
        p = Math.fma(p, u, N2);
        p = Math.fma(p, u, N1);
        return Math.fma(p, u, 0.5f);
    }
}
