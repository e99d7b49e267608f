package org.almt.data.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/** Computes the CRC-32C of a part of a file, read once in order. Processors have an instruction for this checksum. */
public final class ChannelChecksum {
    private static final int PIECE = 1 << 20;

    private ChannelChecksum() {}

    /** The checksum of the bytes {@code [from, to)}; -1 if the file ends before. */
    public static long of(FileChannel channel, long from, long to) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer piece = ByteBuffer.allocateDirect((int) Math.min(PIECE, Math.max(1, to - from)));
        for (long at = from; at < to;) {
            piece.clear().limit((int) Math.min(piece.capacity(), to - at));
            int read = channel.read(piece, at);
            if (read < 0) {
                return -1;
            }
            crc.update(piece.flip());
            at += read;
        }
        return crc.getValue();
    }
}
