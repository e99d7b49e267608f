package org.almt.nn.checkpoint.zip;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.bytes.Place;
import org.jspecify.annotations.Nullable;

/**
 * The content of a zip member. It must have exactly the number of bytes and the checksum that the directory announced.
 */
final class ZipMember extends InputStream {
    private static final int BUFFER = 1 << 16;

    private final InputStream packed;
    private final InputStream content;
    private final @Nullable Inflater inflater;
    private final ZipDirectory.Entry entry;
    private final Place place;
    private final CRC32 crc = new CRC32();
    private long remaining;

    ZipMember(InputStream packed, ZipDirectory.Entry entry, Place place) {
        this.packed = packed;
        this.entry = entry;
        this.place = place;
        this.remaining = entry.size();
        this.inflater = entry.method() == ZipDirectory.DEFLATED ? new Inflater(true) : null;
        this.content = inflater == null
                ? packed
                : new InflaterInputStream(packed, inflater, (int) Math.min(BUFFER, entry.packed() + 1));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int at, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        try {
            if (remaining == 0) {
                return end();
            }
            int read = content.read(target, at, (int) Math.min(count, remaining));
            if (read < 0) {
                throw place.damaged("its content ends " + remaining + " bytes early");
            }
            crc.update(target, at, read);
            remaining -= read;
            return read;
        } catch (CheckpointException done) {
            throw done;
        } catch (IOException cause) {
            throw place.damaged("its compressed content is broken (" + cause.getMessage() + ")");
        }
    }

    private int end() throws IOException {
        if (content.read() >= 0) {
            throw place.damaged("its content is longer than the " + entry.size() + " bytes that the directory claims");
        }
        if (inflater != null && (inflater.getRemaining() > 0 || packed.read() >= 0)) {
            throw place.damaged("its compressed content is followed by other bytes");
        }
        if ((int) crc.getValue() != entry.crc()) {
            throw place.damaged("its checksum is wrong");
        }
        return -1;
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
        }
    }
}
