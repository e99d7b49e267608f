package org.almt.core.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

/** The known answers of philox4x32-10 that Random123 publishes (kat_vectors). */
class PhiloxTest {
    @Test
    void zeros() {
        assertBlock(0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    }

    @Test
    void ones() {
        assertBlock(-1, -1, -1, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    }

    /** Digits of pi: a wrong order of words would pass the two above. */
    @Test
    void pi() {
        assertBlock(0x299f31d0a4093822L, 0x85a308d3243f6a88L, 0x0370734413198a2eL,
                0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    private static void assertBlock(long key, long counterLow, long counterHigh, int... expected) {
        int[] out = new int[6];
        Philox.block(key, counterLow, counterHigh, out, 1);
        assertArrayEquals(new int[] {0, expected[0], expected[1], expected[2], expected[3], 0}, out);
    }
}
