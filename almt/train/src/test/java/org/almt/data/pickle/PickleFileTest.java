package org.almt.data.pickle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every kind of array that NumPy pickles, in protocols 2, 4 and 5, plain and gzipped; tests-data/pickles/make.py wrote
 * them.
 */
class PickleFileTest {
    @TempDir
    Path folder;

    private static byte[] bytes(PickleFile file, NdArray array) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.stream(List.of(new PayloadRead(array.data(), (bytes, count) -> out.write(bytes, 0, count))));
        return out.toByteArray();
    }

    private static NdArray array(PickleFile file, String key) {
        return assertInstanceOf(NdArray.class, ((PickleValue.Dict) file.root()).get(key), key);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 5})
    void arraysOfEveryTypeAndOrderAreFound(int protocol) throws IOException {
        PickleFile file = PickleFile.open(Fixtures.path("pickles/types_p" + protocol + ".pkl"));
        assertEquals(protocol, file.protocol());
        for (String name : List.of("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", ">f4", ">f8",
                ">i2",
                ">u4", "bool", "fortran", "fortran_big", "transposed")) {
            NdArray array = array(file, name);
            boolean fortran = name.startsWith("fortran") || name.equals("transposed");
            assertEquals(fortran, array.isFortran(), name);
            assertArrayEquals(name.equals("transposed") ? new long[] {4, 3, 2} : new long[] {2, 3, 4}, array.shape(),
                    name);
            assertTrue(array.dtype().isNumeric(), name);
            ByteBuffer bytes = ByteBuffer.wrap(bytes(file, array)).order(array.dtype().order());
            for (int i = 0; i < 24; i++) {
                // In Fortran order of [2,3,4], element i is (i % 2, i / 2 % 3, i / 6); "transposed" is C order turned
                // round.
                int expected = name.equals("bool") ? i % 2
                        : name.startsWith("fortran") ? i % 2 * 12 + i / 2 % 3 * 4 + i / 6
                        : i;
                assertEquals(expected, number(bytes, array.dtype()), name + " " + i);
            }
        }
    }

    /** An independent decoding of small non-negative numbers. */
    private static double number(ByteBuffer bytes, NumpyType type) {
        byte[] raw = new byte[type.itemSize()];
        bytes.get(raw);
        if (bytes.order() == java.nio.ByteOrder.LITTLE_ENDIAN) {
            for (int i = 0; i < raw.length / 2; i++) {
                byte swap = raw[i];
                raw[i] = raw[raw.length - 1 - i];
                raw[raw.length - 1 - i] = swap;
            }
        }
        long bits = new BigInteger(1, raw).longValue();
        return type.code() != 'f' ? bits : switch (raw.length) {
            case 2 -> Float.float16ToFloat((short) bits);
            case 4 -> Float.intBitsToFloat((int) bits);
            default -> Double.longBitsToDouble(bits);
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 5})
    void scalarsTextsObjectsAndListsAreFound(int protocol) throws IOException {
        PickleFile file = PickleFile.open(Fixtures.path("pickles/types_p" + protocol + ".pkl"));
        PickleValue.Dict dict = (PickleValue.Dict) file.root();
        assertEquals(new PickleValue.Real(1.5), dict.get("scalar_f4"));
        assertEquals(new PickleValue.Int(-3), dict.get("scalar_i8"));
        assertEquals(new PickleValue.Int(65535), dict.get("scalar_u2"));
        assertEquals("né😀", ((PickleValue.Text) dict.get("scalar_str")).value());
        NdArray zero = array(file, "zero_d");
        assertEquals(0, zero.rank());
        assertEquals(7.5, ByteBuffer.wrap(bytes(file, zero)).order(zero.dtype().order()).getDouble());
        assertArrayEquals(new long[] {0, 3}, array(file, "empty").shape());
        assertEquals(0, bytes(file, array(file, "empty")).length);
        for (String key : List.of("unicode", "unicode_big")) {
            NdArray array = array(file, key);
            byte[] raw = bytes(file, array);
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                texts.add(FixedText.decode(array.dtype(), raw, i * array.dtype().itemSize()));
            }
            assertEquals(List.of("", "né", "😀 end"), texts, key);
        }
        assertEquals("abc", FixedText.decode(array(file, "bytes").dtype(), bytes(file, array(file, "bytes")), 3));
        PickleValue.Sequence objects = array(file, "objects").objects();
        assertEquals(List.of("string", "None", "int"), objects.items().stream().map(PickleValue::kind).toList());
        assertFalse(array(file, "complex").dtype().isNumeric());
        assertFalse(array(file, "record").dtype().isNumeric());
        assertEquals(List.of("int", "int", "float", "bool", "None", "string", "tuple of 2", "list of 0", "dict of 0"),
                ((PickleValue.Sequence) dict.get("list")).items().stream().map(PickleValue::kind).toList());
        assertEquals(List.of(1L << 40, -(1L << 62), 255L, -1L),
                ((PickleValue.Sequence) dict.get("long")).items().stream()
                        .map(item -> ((PickleValue.Int) item).value()).toList());
        byte[] longBytes = bytes(file, array(file, "long_bytes"));
        assertEquals(100_000, longBytes.length);
        for (int i = 0; i < longBytes.length; i++) {
            assertEquals((byte) i, longBytes[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void aGzippedFileGivesTheSameAndItsOwnHash(int protocol) throws Exception {
        Path plain = Fixtures.path("pickles/types_p" + protocol + ".pkl");
        Path zipped = gzip(Files.readAllBytes(plain), "any-name");
        PickleFile file = PickleFile.open(zipped);
        assertTrue(file.isGzipped());
        assertArrayEquals(bytes(PickleFile.open(plain), array(PickleFile.open(plain), "long_bytes")),
                bytes(file, array(file, "long_bytes")));
        String hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(zipped)));
        assertEquals(hash, file.stream(List.of()));
        assertEquals(hash, file.stream(List.of(new PayloadRead(array(file, "f4").data(), (bytes, count) -> {}))));
    }

    @Test
    void oneArrayMayBeWantedTwiceAndInAnyOrder() throws IOException {
        PickleFile file = PickleFile.open(Fixtures.path("pickles/types_p5.pkl"));
        int[] counts = new int[3];
        file.stream(List.of(new PayloadRead(array(file, "long_bytes").data(), (bytes, n) -> counts[0] += n),
                new PayloadRead(array(file, "f4").data(), (bytes, n) -> counts[1] += n),
                new PayloadRead(array(file, "long_bytes").data(), (bytes, n) -> counts[2] += n)));
        assertArrayEquals(new int[] {100_000, 96, 100_000}, counts);
    }

    @Test
    void piecesNeverCutAnElement() throws IOException {
        PickleFile file = PickleFile.open(Fixtures.path("pickles/types_p2.pkl"));
        List<Integer> pieces = new ArrayList<>();
        file.stream(List.of(new PayloadRead(array(file, "long_bytes").data(), (bytes, n) -> pieces.add(n))));
        assertTrue(pieces.size() > 1);
        assertTrue(pieces.subList(0, pieces.size() - 1).stream().allMatch(n -> n % 16 == 0), pieces.toString());
    }

    @Test
    void damagedGzipIsAnOrdinaryError() throws IOException {
        byte[] whole = Files.readAllBytes(gzip(Fixtures.open("golden/pickles/mosi_p4.pkl").readAllBytes(), "whole"));
        for (int length = 2; length < whole.length; length += 7) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
            assertThrows(PickleException.class, () -> PickleFile.open(cut), () -> "cut to " + cut.toFile().length());
        }
        for (int at = 2; at < whole.length; at += 11) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x55;
            Path file = Files.write(folder.resolve("damaged"), damaged);
            try {
                PickleFile.open(file); // a name or time in the header may change without harm
            } catch (PickleException expected) {
                assertTrue(expected.getMessage().startsWith("damaged"), expected.getMessage());
            }
        }
    }

    @Test
    void aGzipBombIsRefused() throws IOException {
        Path bomb = folder.resolve("bomb.gz");
        long size = 100 << 20;
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb), 1 << 16)) {
            byte[] head = new PickleBytes().raw(0x8e).i8(size).stop();
            out.write(head, 0, head.length - 1);
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 100; i++) {
                out.write(zeros);
            }
            out.write('.');
        }
        assertTrue(Files.size(bomb) < 200_000);
        String message = assertThrows(PickleException.class, () -> PickleFile.open(bomb)).getMessage();
        assertTrue(message.contains("unpack to more than 100 times their size"), message);
    }

    @Test
    void aFileThatChangesBetweenTheStepsIsNoticed() throws IOException {
        Path path = folder.resolve("changing.pkl");
        Files.write(path, new PickleBytes().raw('N').stop());
        PickleFile file = PickleFile.open(path);
        Files.write(path, new PickleBytes().raw('N', 'N').stop());
        assertTrue(assertThrows(PickleException.class, () -> file.stream(List.of())).getMessage().contains("changed"));
    }

    @Test
    void foldersAreRefused() {
        assertTrue(assertThrows(PickleException.class, () -> PickleFile.open(folder)).getMessage()
                .contains("regular file"));
    }

    private Path gzip(byte[] bytes, String name) throws IOException {
        Path path = folder.resolve(name);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(bytes);
        }
        return path;
    }
}
