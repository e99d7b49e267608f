package org.almt.data.pickle;

/**
 * Bytes that stayed in the file.
 *
 * @param offset position of the first stored byte in the unpacked file
 * @param stored how many bytes the file uses for them
 * @param length how many bytes they are once decoded; equal to {@code stored} unless {@code latin1}
 * @param latin1 whether each byte is stored as the UTF-8 form of the character of that number, as protocol 2 does
 * @param held the bytes themselves where they are few (a NumPy scalar), or null
 */
public record Payload(long offset, long stored, long length, boolean latin1, byte[] held) implements PickleValue {
    @Override
    public String kind() {
        return length + " bytes";
    }

    /** The same place, without the bytes kept in memory. */
    Payload inFile() {
        return held == null ? this : new Payload(offset, stored, length, latin1, null);
    }
}
