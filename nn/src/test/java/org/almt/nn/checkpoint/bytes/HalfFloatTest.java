package org.almt.nn.checkpoint.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HalfFloatTest {
    @Test
    void everyNumberIsThatOfTheJdk() {
        for (int bits = Short.MIN_VALUE; bits <= Short.MAX_VALUE; bits++) {
            int expected = Float.floatToIntBits(Float.float16ToFloat((short) bits));
            assertEquals(expected, Float.floatToIntBits(HalfFloat.toFloat((short) bits)), Integer.toHexString(bits));
        }
    }
}
