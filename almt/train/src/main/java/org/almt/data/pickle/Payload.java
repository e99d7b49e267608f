package org.almt.data.pickle;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that stayed in the file.
 *
 * @param offset position of the first stored byte in the unpacked file
 * @param stored how many bytes the file uses for them
 * @param length how many bytes they are once decoded; equal to {@code stored} unless {@code latin1}
 * @param latin1 whether each byte is stored as the UTF-8 form of the character of that number, as protocol 2 does
 * @param held the bytes themselves where they are few (a NumPy scalar), or null
 */
public record Payload(long offset, long stored, long length, boolean latin1, byte @Nullable [] held)
        implements PickleValue {
    @Override
    public String kind() {
        return length + " bytes";
    }

    /**
     * The bytes as text, UTF-8 or else Latin-1: what Python 2 calls a string.
     *
     * @return the text, or null where the bytes are too many to be kept
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

    /** The same place, without the bytes kept in memory. */
    Payload inFile() {
        return held == null ? this : new Payload(offset, stored, length, latin1, null);
    }
}
