package org.almt.data.pickle;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/**
 * The unpacked bytes of a pickle, read forward once, with the position of each byte for messages. A length stated in
 * the file is trusted only as its bytes arrive.
 */
final class PickleInput implements AutoCloseable {
    /**
     * The most times its size to which a file may unpack, if that is more than {@link #MAX_TRUSTED_BYTES}. The same
     * limit applies to zip files.
     */
    static final int MAX_EXPANSION = 100;

    /** The unpacked size that is allowed for any file. */
    static final long MAX_TRUSTED_BYTES = 16 << 20;

    private final InputStream in;
    private final String name;
    private final long size;
    private final long most;
    private final byte[] buffer = new byte[1 << 16];
    private long bufferOffset;
    private long frameEnd;
    private int at;
    private int end;

    /**
     * Starts at offset 0.
     *
     * @param in the unpacked bytes
     * @param name the file name for messages
     * @param size the number of bytes, or -1 if it is unknown before reading; with a size, skipping may seek
     */
    PickleInput(InputStream in, String name, long size) {
        this(in, name, size, Long.MAX_VALUE);
    }

    /**
     * The same with a limit.
     *
     * @param most the most bytes that are read
     */
    PickleInput(InputStream in, String name, long size, long most) {
        this.most = most;
        this.in = in;
        this.name = name;
        this.size = size;
    }

    /** The position of the next byte. */
    long offset() {
        return bufferOffset + at;
    }

    /** An error at the current position. */
    PickleException error(String problem) {
        return errorAt(offset(), problem);
    }

    PickleException errorAt(long offset, String problem) {
        return new PickleException(name + ": at byte " + offset + ": " + problem);
    }

    PickleException truncated() {
        return new PickleException(name + " ends at byte " + (bufferOffset + end)
                + ", in the middle of a value: the file is truncated");
    }

    /** Refills the empty buffer; false at the end. */
    private boolean fill() throws IOException {
        bufferOffset += end;
        at = 0;
        end = 0;
        int got;
        try {
            got = in.read(buffer);
        } catch (EOFException e) {
            throw new PickleException(name + ": the gzip data ends after " + bufferOffset
                    + " unpacked bytes: the file is truncated");
        } catch (ZipException e) {
            throw new PickleException(name + ": the gzip data is damaged after " + bufferOffset + " unpacked bytes: "
                    + e.getMessage());
        }
        end = Math.max(got, 0);
        if (bufferOffset + end > most) {
            throw new PickleException(name + ": the gzip data unpack to more than " + MAX_EXPANSION
                    + " times their size; if the file is trusted, unpack it first: gunzip");
        }
        return got > 0;
    }

    boolean atEnd() throws IOException {
        return at == end && !fill();
    }

    int u1() throws IOException {
        if (at == end && !fill()) {
            throw truncated();
        }
        return buffer[at++] & 0xff;
    }

    int u2() throws IOException {
        return u1() | u1() << 8;
    }

    int i4() throws IOException {
        return u2() | u2() << 16;
    }

    long u4() throws IOException {
        return i4() & 0xffffffffL;
    }

    long i8() throws IOException {
        return u4() | (long) i4() << 32;
    }

    /** Reads a double, the only big-endian number of the format. */
    double f8() throws IOException {
        return Double.longBitsToDouble(Long.reverseBytes(i8()));
    }

    /** Reads exactly {@code count} bytes. */
    void read(byte[] target, int from, int count) throws IOException {
        int done = 0;
        while (done < count) {
            if (at == end && !fill()) {
                throw truncated();
            }
            int n = Math.min(count - done, end - at);
            System.arraycopy(buffer, at, target, from + done, n);
            at += n;
            done += n;
        }
    }

    byte[] bytes(int count) throws IOException {
        byte[] bytes = new byte[count];
        read(bytes, 0, count);
        return bytes;
    }

    /** Starts a frame. As in Python's own reader, only the presence of its bytes matters. */
    void frame(long length) throws IOException {
        if (length < 0 || size >= 0 && length > size - offset()) {
            throw error("a frame of " + Long.toUnsignedString(length) + " bytes is announced, more than follow");
        }
        frameEnd = Math.max(frameEnd, offset() + length);
    }

    /** The latest end of all frames. */
    long frameEnd() {
        return frameEnd;
    }

    /** Reads a line of ASCII without its line end. {@code GLOBAL} has names in this form. */
    String line(int longest) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = u1(); b != '\n'; b = u1()) {
            if (line.length() == longest) {
                throw error("a name of more than " + longest + " characters");
            }
            line.append((char) b);
        }
        return line.toString();
    }

    /** Skips {@code count} bytes, which must exist. */
    void skip(long count) throws IOException {
        if (size >= 0 && count > size - offset()) {
            throw new PickleException(name + ": at byte " + offset() + ": a value of " + count
                    + " bytes is announced, but only " + (size - offset()) + " follow: the file is truncated");
        }
        long left = count;
        while (left > 0) {
            if (at == end && size >= 0 && left > buffer.length) {
                bufferOffset += end + left;
                at = 0;
                end = 0;
                try {
                    in.skipNBytes(left);
                } catch (EOFException e) {
                    throw truncated();
                }
                return;
            }
            if (at == end && !fill()) {
                throw truncated();
            }
            int n = (int) Math.min(left, end - at);
            at += n;
            left -= n;
        }
    }

    /** Skips UTF-8 text of {@code stored} bytes and counts its code points: all bytes except continuation bytes. */
    long skipText(long stored) throws IOException {
        long points = 0;
        for (long left = stored; left > 0;) {
            if (at == end && !fill()) {
                throw truncated();
            }
            int n = (int) Math.min(left, end - at);
            for (int i = at; i < at + n; i++) {
                points += (buffer[i] & 0xc0) != 0x80 ? 1 : 0;
            }
            at += n;
            left -= n;
        }
        return points;
    }

    /** Reads a short UTF-8 text. */
    String text(int stored) throws IOException {
        String text = PythonText.decode(bytes(stored));
        if (text == null) {
            throw error("a string is not valid UTF-8");
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
