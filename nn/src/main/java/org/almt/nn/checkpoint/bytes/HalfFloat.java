package org.almt.nn.checkpoint.bytes;

/** IEEE 754's binary16: a sign, 5 bits of exponent, 10 of fraction. Java has its own conversion from version 20 on. */
public final class HalfFloat {
    private static final int EXPONENTS = 31;

    private HalfFloat() {}

    /** The same number as a float. Every binary16 number is also a float. NaN stays NaN. */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >>> 10 & EXPONENTS;
        int fraction = half & 0x3FF;
        if (exponent == EXPONENTS) { // infinity, or NaN
            return Float.intBitsToFloat(sign | 0x7F800000 | fraction << 13);
        }
        if (exponent == 0) { // zero, or fraction 2^-24
            return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * 0x1p-24f));
        }
        return Float.intBitsToFloat(sign | exponent + 127 - 15 << 23 | fraction << 13);
    }
}
