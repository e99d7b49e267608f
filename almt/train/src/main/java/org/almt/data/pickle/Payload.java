package org.almt.data.pickle;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are still in the file.
 *
 * @param offset the position of the first stored byte in the unpacked file
 *
 * @param stored the number of bytes in the file
 *
 * @param length the number of bytes after decoding; equal to {@code stored} unless {@code latin1}
 *
 * @param latin1 whether each byte is stored as the UTF-8 form of the character with that number, as in protocol 2
 *
 * @param held the bytes themselves if they are few (a NumPy scalar), or null
 */
public record Payload(long offset, long stored, long length, boolean latin1, byte @Nullable [] held)
        implements PickleValue {
    @Override
    public String kind() {
        return length + " bytes";
    }

    /**
     * The bytes as text, UTF-8 or otherwise Latin-1: a string of Python 2.
     *
     * @return the text, or null if the bytes are too many to be stored
     */
    public @Nullable String text() {
        if (held == null) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(held)).toString();
        } catch (CharacterCodingException e) {
            return new String(held, StandardCharsets.ISO_8859_1);
        }
    }

    /** The same position, without the bytes in memory. */
    Payload inFile() {
        return held == null ? this : new Payload(offset, stored, length, latin1, null);
    }
}
