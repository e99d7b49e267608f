package org.almt.nn.checkpoint.numpy;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.almt.core.Shape;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.DType;
import org.almt.nn.checkpoint.bytes.ElementReader;
import org.almt.nn.checkpoint.bytes.Place;
import org.almt.nn.checkpoint.bytes.TensorSizes;
import org.jspecify.annotations.Nullable;

/**
 * The checked header of a {@code .npy} file, versions 1.0 to 3.0:
 *
 * <pre>
 *   \x93NUMPY | major minor | u16 (1.0) or u32 n | n bytes: a Python dict, padded with spaces, then a newline | data
 * </pre>
 *
 * @param dtype the type of the elements; null for strings
 * @param characters length of each string, in code points of four bytes; 0 for numbers
 * @param order the byte order
 * @param fortran whether the index of the first axis runs fastest
 * @param shape the sizes of the axes
 */
record NpyHeader(@Nullable DType dtype, int characters, ByteOrder order, boolean fortran, Shape shape) {
    /** The longest accepted header text. NumPy itself warns from 10,000 on. */
    static final int MAX_HEADER_BYTES = 1 << 16;

    /**
     * The most strings in an array, and the most characters in each. A short string takes far more memory than file
     * space.
     */
    static final int MAX_STRINGS = 1 << 20;

    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** Size of one element in the file. */
    int elementBytes() {
        return dtype == null ? 4 * characters : dtype.bytes();
    }

    /**
     * Reads a header. Checks that the announced data fill the rest of the file exactly.
     *
     * @param in a stream at the start of the file; afterwards it stands at the first byte of the data
     * @param size the number of bytes of the whole file
     */
    static NpyHeader read(InputStream in, long size, Place place) throws CheckpointException {
        byte[] start = new byte[12];
        if (size < 10) {
            throw place.damaged("has " + size + " bytes, expected a NumPy array (.npy)");
        }
        ElementReader.fill(in, start, 8, place);
        for (int i = 0; i < MAGIC.length; i++) {
            if (start[i] != MAGIC[i]) {
                throw place.error("does not start as a NumPy array (.npy) does", "check that this is the right file");
            }
        }
        int version = start[6];
        if (version < 1 || version > 3 || start[7] != 0) {
            throw place.error("has .npy version " + (start[6] & 0xff) + "." + (start[7] & 0xff) + ", expected 1.0, 2.0"
                    + " or 3.0", "save it again with numpy.save");
        }
        int lengthBytes = version == 1 ? 2 : 4;
        byte[] length = new byte[4];
        ElementReader.fill(in, length, lengthBytes, place);
        long headerBytes = Integer.toUnsignedLong(ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt());
        long available = size - 8 - lengthBytes;
        if (headerBytes > MAX_HEADER_BYTES || headerBytes > available) {
            throw place.damaged("claims a header of " + headerBytes + " bytes, expected at most "
                    + Math.min(available, MAX_HEADER_BYTES));
        }
        byte[] text = new byte[(int) headerBytes];
        ElementReader.fill(in, text, text.length, place);
        Charset charset = version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        NpyHeader header = new Parser(decode(text, charset, place), place).parse();
        header.checkSize(available - headerBytes, place);
        return header;
    }

    private void checkSize(long available, Place place) throws CheckpointException {
        // Fewer than 2^31 elements of at most 2^22 bytes each: no overflow.
        long expected = (long) shape.count() * elementBytes();
        if (expected != available) {
            throw place.damaged(available + " bytes of data follow the header, expected " + expected + " for "
                    + (dtype == null ? "strings of " + characters : dtype) + " " + shape);
        }
        if (dtype == null && shape.count() > MAX_STRINGS) {
            throw place.error("holds " + shape.count() + " strings, expected at most " + MAX_STRINGS,
                    "split the array");
        }
    }

    private static String decode(byte[] text, Charset charset, Place place) throws CheckpointException {
        try {
            CharBuffer chars = charset.newDecoder().decode(ByteBuffer.wrap(text));
            return chars.toString();
        } catch (CharacterCodingException malformed) {
            throw place.damaged("the .npy header is not valid " + charset);
        }
    }

    /** Reads exactly {@code {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }}: never Python. */
    private static final class Parser {
        private final LiteralScanner scan;
        private final Place place;
        private @Nullable String descr;
        private @Nullable Boolean fortran;
        private @Nullable Shape shape;

        Parser(String text, Place place) {
            this.scan = new LiteralScanner(text, place);
            this.place = place;
        }

        NpyHeader parse() throws CheckpointException {
            scan.expect('{');
            while (!scan.accept('}')) {
                entry();
                if (!scan.accept(',')) {
                    scan.expect('}');
                    break;
                }
            }
            scan.expectEnd();
            if (descr == null || fortran == null || shape == null) {
                throw place.damaged("the .npy header lacks one of descr, fortran_order and shape");
            }
            return typed(descr, fortran, shape);
        }

        private void entry() throws CheckpointException {
            String key = scan.string();
            scan.expect(':');
            boolean repeated = switch (key) {
                case "descr" -> {
                    boolean seen = descr != null;
                    descr = type();
                    yield seen;
                }
                case "fortran_order" -> {
                    boolean seen = fortran != null;
                    fortran = scan.bool();
                    yield seen;
                }
                case "shape" -> {
                    boolean seen = shape != null;
                    shape = TensorSizes.shape(scan.tuple(), place);
                    yield seen;
                }
                default -> throw place.damaged("the .npy header has the key " + CheckpointException.quote(key)
                        + ", expected only descr, fortran_order and shape");
            };
            if (repeated) {
                throw place.damaged("the .npy header has the key '" + key + "' twice");
            }
        }

        private String type() throws CheckpointException {
            if (scan.accept('[')) {
                throw place.error("has a structured type of several fields, expected one type of number or string",
                        "save each field as an array of its own");
            }
            return scan.string();
        }

        /** A type such as {@code <f4}: byte order, kind, size. */
        private NpyHeader typed(String descr, boolean fortran, Shape shape) throws CheckpointException {
            char endian = descr.isEmpty() ? ' ' : descr.charAt(0);
            ByteOrder order = endian == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            String type = descr.isEmpty() ? "" : descr.substring(1);
            if (type.matches("U[0-9]{1,7}") && (endian == '<' || endian == '>')) {
                int characters = Integer.parseInt(type.substring(1));
                if (characters <= MAX_STRINGS) {
                    return new NpyHeader(null, characters, order, fortran, shape);
                }
            }
            DType dtype = switch (type) {
                case "f8" -> DType.F64;
                case "f4" -> DType.F32;
                case "f2" -> DType.F16;
                case "i8" -> DType.I64;
                case "i4" -> DType.I32;
                case "i2" -> DType.I16;
                case "i1" -> DType.I8;
                case "u8" -> DType.U64;
                case "u4" -> DType.U32;
                case "u2" -> DType.U16;
                case "u1" -> DType.U8;
                case "b1" -> DType.BOOL;
                default -> null;
            };
            boolean known = dtype != null && (endian == '<' || endian == '>' || endian == '|' && dtype.bytes() == 1);
            if (type.equals("O")) {
                throw place.error("holds Python objects, which are a pickle and are never read",
                        "save numbers or fixed-width strings instead");
            }
            if (!known) {
                throw place
                        .error("has the type " + CheckpointException.quote(descr)
                                + ", expected floats of 2, 4 or 8 bytes, integers"
                                + " of 1 to 8 bytes, b1 or U", "convert it with numpy's astype");
            }
            return new NpyHeader(dtype, 0, order, fortran, shape);
        }
    }
}
