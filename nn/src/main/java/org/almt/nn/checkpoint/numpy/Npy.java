package org.almt.nn.checkpoint.numpy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.StringJoiner;
import org.almt.nn.checkpoint.AtomicFiles;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.DType;
import org.almt.nn.checkpoint.bytes.ElementReader;
import org.almt.nn.checkpoint.bytes.ElementWriter;
import org.almt.nn.checkpoint.bytes.FileRegion;
import org.almt.nn.checkpoint.bytes.Place;
import org.almt.nn.checkpoint.bytes.TensorSizes;

/**
 * NumPy's {@code .npy}: one array in a file. It reads versions 1.0 to 3.0: floats of 2, 4 and 8 bytes, integers of 1 to
 * 8, booleans and fixed-width strings, in both byte orders, in C and Fortran order. It writes version 1.0: float32,
 * float64, int64 and strings, little-endian, in C order. The bytes are those that NumPy writes.
 */
public final class Npy {
    /** Bytes of the magic, the version, and the length of the header's text. */
    private static final int PRELUDE = 10;

    private Npy() {}

    /**
     * Reads an array.
     *
     * @throws CheckpointException if the file cannot be read, is no array, or holds another type; Python objects are
     *     never read
     */
    public static NpyArray read(Path path) throws CheckpointException {
        try (FileRegion file = FileRegion.open(path)) {
            InputStream in = file.stream(0, file.size());
            return data(in, NpyHeader.read(in, file.size(), file.place()), file.place());
        }
    }

    /**
     * Writes an array atomically.
     *
     * @throws IllegalArgumentException if the type is not float32, float64, int64 or strings
     */
    public static void write(Path path, NpyArray array) throws CheckpointException {
        byte[] header = header(array);
        AtomicFiles.write(path, out -> write(out, header, array));
    }

    /** Reads the data after a header. */
    static NpyArray data(InputStream in, NpyHeader header, Place place) throws CheckpointException {
        Object values =
                header.dtype() == null ? strings(in, header, place) : numbers(in, header, header.dtype(), place);
        if (header.fortran()) {
            values = RowMajor.fromFortran(values, header.shape(), place);
        }
        return new NpyArray(place, header.dtype(), header.shape(), values);
    }

    private static Object numbers(InputStream in, NpyHeader header, DType dtype, Place place)
            throws CheckpointException {
        int count = header.shape().count();
        ElementReader reader = new ElementReader(in, dtype, header.order(), place);
        if (dtype == DType.F64) {
            double[] doubles = TensorSizes.allocate(double[]::new, count, Double.BYTES, place);
            reader.doubles(doubles, count);
            return doubles;
        }
        if (dtype.isFloat()) {
            float[] floats = TensorSizes.allocate(float[]::new, count, Float.BYTES, place);
            reader.floats(floats, 0, count);
            return floats;
        }
        long[] longs = TensorSizes.allocate(long[]::new, count, Long.BYTES, place);
        reader.longs(longs, 0, count);
        return longs;
    }

    /** Strings are stored as UTF-32, padded with zeros. */
    private static String[] strings(InputStream in, NpyHeader header, Place place) throws CheckpointException {
        String[] strings = new String[header.shape().count()];
        byte[] bytes = new byte[header.elementBytes()];
        int[] points = new int[header.characters()];
        for (int i = 0; i < strings.length; i++) {
            ElementReader.fill(in, bytes, bytes.length, place);
            ByteBuffer.wrap(bytes).order(header.order()).asIntBuffer().get(points);
            int length = points.length;
            while (length > 0 && points[length - 1] == 0) {
                length--;
            }
            for (int j = 0; j < length; j++) {
                boolean surrogate = points[j] >= Character.MIN_SURROGATE && points[j] <= Character.MAX_SURROGATE;
                if (!Character.isValidCodePoint(points[j]) || surrogate) {
                    throw place.damaged("string " + i + " holds 0x" + Integer.toHexString(points[j])
                            + ", which is no Unicode character");
                }
            }
            strings[i] = new String(points, 0, length);
        }
        return strings;
    }

    /** The header as NumPy 2 writes it, including spaces for a growing first axis and the alignment to 64 bytes. */
    static byte[] header(NpyArray array) throws CheckpointException {
        String descr = descr(array);
        int[] sizes = array.shape().toArray();
        StringJoiner tuple = new StringJoiner(", ", "(", sizes.length == 1 ? ",)" : ")");
        for (int size : sizes) {
            tuple.add(Integer.toString(size));
        }
        StringBuilder text = new StringBuilder("{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + tuple
                + ", }");
        if (sizes.length > 0) {
            text.append(" ".repeat(21 - Integer.toString(sizes[0]).length()));
        }
        text.append(" ".repeat(64 - (PRELUDE + text.length() + 1) % 64)).append('\n');
        byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(PRELUDE + bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(NpyHeader.MAGIC)
                .put(new byte[] {1, 0})
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }

    /** Header and elements. */
    static void write(OutputStream out, byte[] header, NpyArray array) throws IOException {
        out.write(header);
        DType dtype = array.dtype();
        if (dtype == null) {
            writeStrings(out, array.strings());
            return;
        }
        ElementWriter writer = new ElementWriter(out);
        switch (dtype) {
            case F32 -> writer.floats(array.floats(), 0, array.shape().count());
            case F64 -> writer.doubles(array.doubles());
            default -> writer.longs(array.longs());
        }
    }

    /** Number of characters of the longest string, at least one, as in NumPy. */
    private static int characters(String... strings) {
        int most = 1;
        for (String string : strings) {
            most = Math.max(most, string.codePointCount(0, string.length()));
        }
        return most;
    }

    private static void writeStrings(OutputStream out, String... strings) throws IOException {
        ByteBuffer element = ByteBuffer.allocate(4 * characters(strings)).order(ByteOrder.LITTLE_ENDIAN);
        for (String string : strings) {
            element.clear();
            string.codePoints().forEach(element::putInt);
            while (element.hasRemaining()) {
                element.putInt(0);
            }
            out.write(element.array());
        }
    }

    /** Number of bytes of an array's elements. */
    static long elementBytes(NpyArray array) throws CheckpointException {
        DType dtype = array.dtype();
        long each = dtype == null ? 4L * characters(array.strings()) : dtype.bytes();
        return array.shape().count() * each;
    }

    private static String descr(NpyArray array) throws CheckpointException {
        DType dtype = array.dtype();
        String descr = dtype == null ? "<U" + characters(array.strings()) : switch (dtype) {
            case F32 -> "<f4";
            case F64 -> "<f8";
            case I64 -> "<i8";
            default -> "";
        };
        if (descr.isEmpty()) {
            throw new IllegalArgumentException("npy: cannot write " + array + ", expected F32, F64, I64 or strings");
        }
        return descr;
    }
}
