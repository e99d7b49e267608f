package org.almt.report;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Stores many numbers in few characters. They are quantised to whole numbers of 8 or 16 bits, little-endian, spread
 * evenly from the lowest to the highest, and encoded in Base64. The error is at most half a step: 1/131070 of the range
 * with 16 bits.
 */
final class PackedNumbers {
    private PackedNumbers() {}

    static Map<String, Object> of16(double... values) {
        return of(values, 16);
    }

    static Map<String, Object> of8(double... values) {
        return of(values, 8);
    }

    private static Map<String, Object> of(double[] values, int bits) {
        double low = values.length == 0 ? 0 : Double.POSITIVE_INFINITY;
        double high = values.length == 0 ? 0 : Double.NEGATIVE_INFINITY;
        for (double value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        int top = (1 << bits) - 1;
        int size = bits / Byte.SIZE;
        byte[] bytes = new byte[size * values.length];
        for (int i = 0; i < values.length; i++) {
            long code = high > low ? Math.round((values[i] - low) / (high - low) * top) : 0;
            for (int b = 0; b < size; b++) {
                bytes[size * i + b] = (byte) (code >> Byte.SIZE * b);
            }
        }
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("bits", bits);
        map.put("low", low);
        map.put("high", high);
        map.put("bytes", Base64.getEncoder().encodeToString(bytes));
        return map;
    }
}
