package org.almt.nn.checkpoint.numpy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.almt.core.Shape;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.Hostile;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values are those of {@code numpy/make.py}. */
class NpyTest {
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    @TempDir
    Path folder;

    private Path propertyFolder;

    @BeforeProperty
    void makeFolder() throws IOException {
        propertyFolder = Files.createTempDirectory("almt");
    }

    @AfterProperty
    void deleteFolder() throws IOException {
        Files.deleteIfExists(propertyFolder.resolve("hostile"));
        Files.deleteIfExists(propertyFolder.resolve("array.npy"));
        Files.delete(propertyFolder);
    }

    private static NpyArray numpy(String name) throws IOException {
        return Npy.read(Fixtures.path("numpy/" + name + ".npy"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"f2", "f4", "f4_big", "f8", "f8_big"})
    void floatsOfEveryWidthAndOrder(String name) throws IOException {
        NpyArray array = numpy(name);
        float last = name.equals("f2") ? Float.float16ToFloat(Float.floatToFloat16(6.1e-5f)) : 6.1e-5f;
        float[] expected = {0f, -0f, 1.5f, -2.25f, INFINITY, -INFINITY, Float.NaN, last};
        assertEquals(Shape.of(8), array.shape());
        assertArrayEquals(expected, array.floats());
        assertEquals(name.startsWith("f8") ? 6.1e-5 : last, array.doubles()[7]);
        assertThrows(CheckpointException.class, array::longs);
        assertThrows(CheckpointException.class, array::strings);
    }

    @ParameterizedTest
    @CsvSource({"i1,-128,127", "i2,-32768,32767", "i4,-2147483648,2147483647",
            "i8,-9223372036854775808,9223372036854775807", "i8_big,-9223372036854775808,9223372036854775807"})
    void signedIntegers(String name, long least, long most) throws IOException {
        assertArrayEquals(new long[] {least, -1, 0, 1, most}, numpy(name).longs());
    }

    @ParameterizedTest
    @CsvSource({"u1,255", "u2,65535", "u4,4294967295", "u8,9223372036854775807"})
    void unsignedIntegers(String name, long most) throws IOException {
        assertArrayEquals(new long[] {0, 1, most}, numpy(name).longs());
    }

    @Test
    void integersBecomeFloatsOnlyWhereTheyAreEqual() throws IOException {
        assertArrayEquals(new float[] {-128, -1, 0, 1, 127}, numpy("i1").floats());
        assertArrayEquals(new double[] {-2147483648.0, -1, 0, 1, 2147483647}, numpy("i4").doubles());
        assertThrows(CheckpointException.class, () -> numpy("i4").floats());
        assertThrows(CheckpointException.class, () -> numpy("i8").floats());
        assertThrows(CheckpointException.class, () -> numpy("i8").doubles());
    }

    @Test
    void booleansScalarsAndEmptyArrays() throws IOException {
        assertArrayEquals(new long[] {1, 0, 1}, numpy("b1").longs());
        assertEquals(Shape.SCALAR, numpy("scalar").shape());
        assertArrayEquals(new double[] {2.5}, numpy("scalar").doubles());
        assertEquals(Shape.of(2, 0, 3), numpy("empty").shape());
        assertEquals(0, numpy("empty").tensor().shape().count());
    }

    @Test
    void stringsOfAllPlanes() throws IOException {
        assertEquals(Shape.of(2, 2), numpy("text").shape());
        assertArrayEquals(new String[] {"a", "ü中", "😀 x", ""}, numpy("text").strings());
        assertArrayEquals(new String[] {"ab", "c"}, numpy("text_big").strings());
        assertThrows(CheckpointException.class, () -> numpy("text").floats());
    }

    @Test
    void fortranOrderBecomesRowMajor() throws IOException {
        float[] counting = new float[24];
        IntStream.range(0, 24).forEach(i -> counting[i] = i);
        assertEquals(Shape.of(2, 3, 4), numpy("fortran").shape());
        assertArrayEquals(counting, numpy("fortran").floats());
        assertArrayEquals(new long[] {0, 1, 2, 3, 4, 5}, numpy("fortran_i8").longs());
        assertArrayEquals(new String[] {"0", "1", "2", "3", "4", "5"}, numpy("fortran_text").strings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"version2", "version3"})
    void laterVersions(String name) throws IOException {
        assertEquals(Shape.of(2, 3), numpy(name).shape());
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, numpy(name).floats());
    }

    @ParameterizedTest
    @CsvSource({"objects,never read", "structured,structured type", "complex,'<c8'"})
    void otherTypesAreRefused(String name, String expected) {
        String message = assertThrows(CheckpointException.class, () -> numpy(name)).getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void whatIsWrittenEqualsNumPysBytes() throws IOException {
        Path path = folder.resolve("mine.npy");
        Npy.write(path, NpyArray.of(new float[] {0, 1, 2, 3, 4, 5}, 2, 3));
        assertArrayEquals(Files.readAllBytes(Fixtures.path("numpy/plain_f4.npy")), Files.readAllBytes(path));
        Npy.write(path, NpyArray.of(new long[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 10));
        assertArrayEquals(Files.readAllBytes(Fixtures.path("numpy/plain_i8.npy")), Files.readAllBytes(path));
        Npy.write(path, NpyArray.of(new double[] {2.5}));
        assertArrayEquals(Files.readAllBytes(Fixtures.path("numpy/scalar.npy")), Files.readAllBytes(path));
        Npy.write(path, numpy("text"));
        assertArrayEquals(Files.readAllBytes(Fixtures.path("numpy/text.npy")), Files.readAllBytes(path));
        NpyArray bytes = numpy("u1");
        assertThrows(IllegalArgumentException.class, () -> Npy.write(path, bytes));
    }

    @Property(tries = 60)
    void whatIsWrittenIsReadBitForBit(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> axes, @ForAll long seed)
            throws IOException {
        Path path = propertyFolder.resolve("array.npy");
        Random random = new Random(seed);
        int[] sizes = axes.stream().mapToInt(Integer::intValue).toArray();
        int count = Shape.of(sizes).count();
        float[] floats = new float[count];
        double[] doubles = new double[count];
        long[] longs = new long[count];
        for (int i = 0; i < count; i++) {
            floats[i] = Float.intBitsToFloat(random.nextInt());
            longs[i] = random.nextLong();
            doubles[i] = Double.longBitsToDouble(longs[i]);
        }
        Npy.write(path, NpyArray.of(floats, sizes));
        assertEquals(Shape.of(sizes), Npy.read(path).shape());
        assertArrayEquals(Hostile.bits(floats), Hostile.bits(Npy.read(path).floats()));
        Npy.write(path, NpyArray.of(longs, sizes));
        assertArrayEquals(longs, Npy.read(path).longs());
        Npy.write(path, NpyArray.of(doubles, sizes));
        double[] read = Npy.read(path).doubles();
        for (int i = 0; i < count; i++) {
            assertEquals(longs[i], Double.doubleToRawLongBits(read[i]));
        }
    }

    // ------------------------------------------------------------------ hostile files

    private static byte[] file(String header, int dataBytes) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = new byte[10 + text.length + dataBytes];
        System.arraycopy(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length,
                (byte) (text.length >> 8)}, 0, bytes, 0, 10);
        System.arraycopy(text, 0, bytes, 10, text.length);
        return bytes;
    }

    private void refused(String header, int dataBytes, String expected) throws IOException {
        Hostile.refused(folder, file(header, dataBytes), Npy::read, expected);
    }

    @Test
    void theHeaderIsOneDict() throws IOException {
        String good = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }";
        assertTrue(Hostile.survives(folder, file(good + "   \n", 8), Npy::read));
        assertTrue(Hostile.survives(folder, file("{\"shape\":(2,),\"descr\":\"<f4\",\"fortran_order\":False}\n", 8),
                Npy::read));
        refused(good, 8, "a newline at the end");
        refused(good + "\n\n", 8, "a newline at the end");
        refused(good + "x\n", 8, "a newline at the end");
        refused("__import__('os').system('true')\n", 8, "expected '{'");
        refused("{'descr': '<f4', 'fortran_order': False}\n", 8, "lacks one of");
        refused("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}\n", 8, "'descr' twice");
        refused("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1}\n", 8, "the key 'x'");
        refused("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}\n", 8, "True or False");
        refused("{'descr': '<f4' 'fortran_order': False, 'shape': (2,)}\n", 8, "expected '}'");
        refused("{'descr': '<\\x664', 'fortran_order': False, 'shape': (2,)}\n", 8, "without escapes");
        refused("{'descr': '<f4, 'fortran_order': False, 'shape': (2,)}\n", 8, "expected '}'");
        refused("{'descr", 8, "without escapes");
    }

    @Test
    void shapesAreTuplesThatFit() throws IOException {
        String start = "{'descr': '<f4', 'fortran_order': False, 'shape': ";
        refused(start + "(2)}\n", 8, "a comma in a tuple of one");
        refused(start + "[2]}\n", 8, "expected '('");
        refused(start + "(1 2)}\n", 8, "',' or ')'");
        refused(start + "(-2,)}\n", 8, "an integer from 0 on");
        refused(start + "(2.0,)}\n", 8, "',' or ')'");
        refused(start + "(,)}\n", 8, "an integer from 0 on");
        refused(start + "(9223372036854775808,)}\n", 8, "at most 18 digits");
        refused(start + "(1152921504606846976,)}\n", 8, "at most 18 digits");
        refused(start + "(115292150460684697,)}\n", 8, "more than 2147483631");
        refused(start + "(65536, 65536, 65536, 65536)}\n", 0, "more than 2147483631");
        refused(start + "(2147483631,)}\n", 8, "8 bytes of data follow the header, expected 8589934524");
        refused(start + "(" + "1, ".repeat(70) + ")}\n", 4, "70 axes");
        refused(start + "(3,)}\n", 8, "8 bytes of data follow the header, expected 12");
        refused(start + "(1,)}\n", 8, "8 bytes of data follow the header, expected 4");
    }

    @Test
    void typesAreKnown() throws IOException {
        String rest = ", 'fortran_order': False, 'shape': (2,)}\n";
        for (String type : new String[] {"", "<", "f4", "=f4", "<f3", "<f16", "|f4", "<S4", "<m8", "|V8", "<U", "|U1",
                "<U99999999", "<U2000000", "<U-1", "<i4x"}) {
            refused("{'descr': '" + type + "'" + rest, 8, "has the type '" + type);
        }
        refused("{'descr': '|O'" + rest, 8, "never read");
        refused("{'descr': [('x', '<f4')]" + rest, 8, "structured type");
    }

    /** A string of no characters takes no byte in the file, and 16 in memory. */
    @Test
    void stringsAreLimited() throws IOException {
        refused("{'descr': '<U0', 'fortran_order': False, 'shape': (2000000000,)}\n", 0, "at most 1048576");
        byte[] surrogate = file("{'descr': '<U1', 'fortran_order': False, 'shape': (1,)}\n", 4);
        surrogate[surrogate.length - 3] = (byte) 0xd8;
        Hostile.refused(folder, surrogate, Npy::read, "0xd800");
        byte[] beyond = file("{'descr': '>U1', 'fortran_order': False, 'shape': (1,)}\n", 4);
        beyond[beyond.length - 4] = (byte) 0x80;
        Hostile.refused(folder, beyond, Npy::read, "0x80000000");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        for (String name : new String[] {"f4", "text", "version2", "version3"}) {
            byte[] whole = Files.readAllBytes(Fixtures.path("numpy/" + name + ".npy"));
            Hostile.everyTruncation(folder, whole, Npy::read);
        }
    }

    @Property(tries = 500)
    void randomDamageIsReadOrRefused(@ForAll long seed) throws IOException {
        String[] names = {"f4", "f2", "fortran", "text", "version3", "i8", "b1"};
        String name = names[(int) Math.floorMod(seed, (long) names.length)];
        byte[] whole = Files.readAllBytes(Fixtures.path("numpy/" + name + ".npy"));
        Hostile.survives(propertyFolder, Hostile.mutated(whole, seed), Npy::read);
    }
}
