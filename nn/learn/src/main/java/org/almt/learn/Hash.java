package org.almt.learn;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short text that identifies many numbers. Two are equal if all bits are equal and, in practice, only then. */
public final class Hash {
    private static final int DIGITS = 12;

    private Hash() {}

    /** The first twelve hexadecimal digits of the SHA-256 of the bits of some arrays, in order. */
    public static String of(float[]... arrays) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (float[] array : arrays) {
                ByteBuffer bytes = ByteBuffer.allocate(4 * array.length);
                for (float value : array) {
                    bytes.putInt(Float.floatToIntBits(value));
                }
                digest.update(bytes.array());
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }
}
