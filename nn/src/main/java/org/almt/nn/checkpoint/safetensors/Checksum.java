package org.almt.nn.checkpoint.safetensors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.bytes.FileRegion;

/**
 * The checksum of a safetensors file. It is an entry of the metadata, which other readers ignore: eight hexadecimal
 * digits, the CRC-32C of all bytes of the file with these digits as zeros.
 */
final class Checksum {
    /** The key of the entry. */
    static final String KEY = "almt.crc32c";

    /** Replaces the digits while the checksum is computed. */
    static final String EMPTY = "00000000";

    private static final int PIECE = 1 << 16;

    private Checksum() {}

    /** The position of the digits in a header, or -1. */
    static int find(byte[] header, String digits) {
        byte[] wanted = ("\"" + KEY + "\":\"" + digits + "\"").getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at + wanted.length <= header.length; at++) {
            int same = 0;
            while (same < wanted.length && header[at + same] == wanted[same]) {
                same++;
            }
            if (same == wanted.length) {
                return at + wanted.length - 1 - EMPTY.length();
            }
        }
        return -1;
    }

    /** The digits of a checksum. */
    static String digits(CRC32C crc) {
        return String.format("%08x", crc.getValue());
    }

    /**
     * Compares a file with the checksum in its metadata, if there is one.
     *
     * @throws CheckpointException if the checksum differs
     */
    static void check(FileRegion file, SafeTensorsHeader header) throws CheckpointException {
        String stated = header.metadata().get(KEY);
        if (stated == null) {
            return;
        }
        byte[] head = file.read(0, (int) header.dataStart()).array();
        int at = stated.length() == EMPTY.length() ? find(head, stated) : -1;
        if (at < 0) {
            throw wrong(file, "is not written as this program writes it");
        }
        CRC32C crc = new CRC32C();
        System.arraycopy(EMPTY.getBytes(StandardCharsets.US_ASCII), 0, head, at, EMPTY.length());
        crc.update(head);
        byte[] piece = new byte[PIECE];
        try (InputStream in = file.stream(header.dataStart(), file.size())) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                crc.update(piece, 0, count);
            }
        } catch (IOException cause) {
            throw file.place().failed("reading", cause);
        }
        if (!digits(crc).equals(stated)) {
            throw wrong(file, "is " + stated + ", but the content has " + digits(crc));
        }
    }

    private static CheckpointException wrong(FileRegion file, String problem) {
        return file.place().error("its checksum (" + KEY + " in the metadata) " + problem
                + ", so at least one bit of the file has changed",
                "restore the file from its source; only if you have changed it yourself, write it again with"
                        + " SafeTensors.write, which computes a new checksum");
    }
}
