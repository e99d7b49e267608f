package org.almt.nn.text;

import java.util.Arrays;

/**
 * Letters of Unicode 13 to 17. Java 17, Java 25 and Hugging Face's tokenizers know different ones of them. The
 * tokenizers lower-case letters up to Unicode 17, and decompose them up to Unicode 12. With this table, the tokens of a
 * text are the same on every JDK.
 */
final class NewerLetters {
    /** First letter, last letter, and the number that is added to lower-case them. */
    private static final int[][] CAPITALS = {{0x1c89, 0x1c89, 1}, {0x2c2f, 0x2c2f, 0x30}, {0xa7c0, 0xa7c0, 1},
            {0xa7cb, 0xa7cb, 0x264 - 0xa7cb}, {0xa7cc, 0xa7cc, 1}, {0xa7ce, 0xa7ce, 1}, {0xa7d0, 0xa7d0, 1},
            {0xa7d2, 0xa7d2, 1}, {0xa7d4, 0xa7d4, 1}, {0xa7d6, 0xa7d6, 1}, {0xa7d8, 0xa7d8, 1},
            {0xa7da, 0xa7da, 1}, {0xa7dc, 0xa7dc, 0x19b - 0xa7dc}, {0x10570, 0x1057a, 0x27}, {0x1057c, 0x1058a, 0x27},
            {0x1058c, 0x10592, 0x27}, {0x10594, 0x10595, 0x27}, {0x10d50, 0x10d65, 0x20}, {0x16ea0, 0x16eb8, 0x1b}};

    /** Letters that a newer Unicode decomposes. */
    private static final int[] WHOLE = {0x105c9, 0x105e4, 0x11383, 0x11385, 0x1138e, 0x11391, 0x113c5, 0x113c7,
            0x113c8, 0x11938, 0x16121, 0x16122, 0x16123, 0x16124, 0x16125, 0x16126, 0x16127, 0x16128, 0x16d68, 0x16d69,
            0x16d6a};

    private NewerLetters() {}

    /** The lower-case form of a letter, or the letter. */
    static int lowercase(int c) {
        for (int i = 0; c >= CAPITALS[0][0] && i < CAPITALS.length && c >= CAPITALS[i][0]; i++) {
            if (c <= CAPITALS[i][1]) {
                return c + CAPITALS[i][2];
            }
        }
        return Character.toLowerCase(c);
    }

    /** Whether it stays one letter when text is decomposed. */
    static boolean isWhole(int c) {
        return c >= WHOLE[0] && Arrays.binarySearch(WHOLE, c) >= 0;
    }
}
