package org.almt.data.pickle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes feature files in the format of Python's pickle, protocol 4: dictionaries, lists of texts and whole numbers,
 * and NumPy arrays, whose elements are written in blocks. Equal contents give equal bytes.
 */
public final class PickleWriter {
    private static final int BLOCK = 1 << 14;

    private final OutputStream out;
    private final ByteBuffer block = ByteBuffer.allocate(8 * BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    private long left;

    /** Begins a pickle. The caller buffers the stream, which is not closed. */
    public PickleWriter(OutputStream out) throws IOException {
        this.out = out;
        out.write(0x80);
        out.write(4);
    }

    /** Begins a dictionary. {@link #key} and a value must follow for each entry, then {@link #endDictionary}. */
    public void dictionary() throws IOException {
        out.write('}');
        out.write('(');
    }

    /** Writes the key of the next value. */
    public void key(String key) throws IOException {
        text(key);
    }

    /** Ends a dictionary. */
    public void endDictionary() throws IOException {
        out.write('u');
    }

    /** Ends the pickle. */
    public void end() throws IOException {
        out.write('.');
    }

    /** Writes a list of texts. */
    public void texts(List<String> texts) throws IOException {
        out.write(']');
        out.write('(');
        for (String text : texts) {
            text(text);
        }
        out.write('e');
    }

    /** Writes a list of whole numbers of 32 bits. */
    public void integers(int... numbers) throws IOException {
        out.write(']');
        out.write('(');
        for (int number : numbers) {
            out.write('J');
            little(number, 4);
        }
        out.write('e');
    }

    private void text(String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        little(utf8.length, 4);
        out.write(utf8);
    }

    private void little(long value, int bytes) throws IOException {
        for (int i = 0; i < bytes; i++) {
            out.write((int) (value >> 8 * i));
        }
    }

    /** Begins an array of float32. Exactly as many {@link #floats} as the product of its sizes must follow. */
    public void floatArray(int... sizes) throws IOException {
        array("f4", 4, sizes);
    }

    /** Begins an array of int64. Exactly as many {@link #longs} as the product of its sizes must follow. */
    public void longArray(int... sizes) throws IOException {
        array("i8", 8, sizes);
    }

    private void array(String type, int itemSize, int... sizes) throws IOException {
        global("numpy.core.multiarray", "_reconstruct");
        global("numpy", "ndarray");
        integer(0);
        out.write(0x85);
        out.write('C');
        out.write(1);
        out.write('b');
        out.write(0x87);
        out.write('R');
        // The state: (version, shape, type, Fortran order, bytes).
        out.write('(');
        integer(1);
        out.write('(');
        long count = 1;
        for (int size : sizes) {
            integer(size);
            count = Math.multiplyExact(count, (long) size);
        }
        out.write('t');
        type(type);
        out.write(0x89);
        out.write(0x8e);
        left = Math.multiplyExact(count, (long) itemSize);
        little(left, 8);
        if (left == 0) {
            endArray();
        }
    }

    private void type(String type) throws IOException {
        global("numpy", "dtype");
        text(type);
        out.write(0x89);
        out.write(0x88);
        out.write(0x87);
        out.write('R');
        out.write('(');
        integer(3);
        text("<");
        out.write('N');
        out.write('N');
        out.write('N');
        integer(-1);
        integer(-1);
        integer(0);
        out.write('t');
        out.write('b');
    }

    private void endArray() throws IOException {
        out.write('t');
        out.write('b');
    }

    private void global(String module, String name) throws IOException {
        out.write('c');
        out.write((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void integer(int value) throws IOException {
        out.write('J');
        little(value, 4);
    }

    /** Writes the next elements of an array of float32. */
    public void floats(float[] numbers, int from, int count) throws IOException {
        for (int done = 0; done < count;) {
            int part = Math.min(BLOCK, count - done);
            block.clear();
            for (int i = 0; i < part; i++) {
                block.putFloat(numbers[from + done + i]);
            }
            put();
            done += part;
        }
    }

    /** Writes the next elements of an array of int64. */
    public void longs(long... numbers) throws IOException {
        for (int done = 0; done < numbers.length;) {
            int part = Math.min(BLOCK, numbers.length - done);
            block.clear();
            for (int i = 0; i < part; i++) {
                block.putLong(numbers[done + i]);
            }
            put();
            done += part;
        }
    }

    private void put() throws IOException {
        int bytes = block.position();
        if (bytes > left) {
            throw new IllegalStateException("more elements than the product of the array's sizes");
        }
        out.write(block.array(), 0, bytes);
        left -= bytes;
        if (left == 0 && bytes > 0) {
            endArray();
        }
    }
}
