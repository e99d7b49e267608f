package org.almt.nn.checkpoint.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.almt.core.Shape;
import org.almt.core.Tensor;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.format.AnyFormat;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.DType;
import org.almt.nn.checkpoint.Hostile;
import org.almt.nn.checkpoint.TensorInfo;
import org.almt.nn.checkpoint.TensorSource;
import org.almt.nn.checkpoint.bytes.TensorNames;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeTensorsTest {
    @TempDir
    Path folder;

    private Path propertyFile;

    @BeforeProperty
    void makeFile() throws IOException {
        propertyFile = Files.createTempFile("almt", ".safetensors");
    }

    @AfterProperty
    void deleteFile() throws IOException {
        Files.delete(propertyFile);
    }

    @Provide
    Arbitrary<Map<String, int[]>> namedShapes() {
        Arbitrary<String> names = Arbitraries.strings().ofMinLength(1).ofMaxLength(12)
                .filter(name -> TensorNames.problem(name) == null && !name.equals("__metadata__"));
        Arbitrary<int[]> shapes = Arbitraries.integers().between(0, 5).array(int[].class).ofMaxSize(4);
        return Arbitraries.maps(names, shapes).ofMaxSize(6).withoutEdgeCases();
    }

    /** Any names, any shapes with zeros, any bits: NaNs with payloads and negative zero included. */
    @Property(tries = 60)
    void whatIsWrittenIsReadBitForBit(@ForAll("namedShapes") Map<String, int[]> shapes, @ForAll long seed,
            @ForAll long step) throws IOException {
        Random random = new Random(seed);
        List<TensorSource> sources = new ArrayList<>();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        shapes.forEach((name, sizes) -> {
            float[] values = new float[2 + Shape.of(sizes).count()];
            for (int i = 0; i < values.length; i++) {
                values[i] = Float.intBitsToFloat(random.nextInt());
            }
            Tensor tensor = Tensor.wrap(values, 2, Shape.of(sizes));
            tensors.put(name, tensor);
            sources.add(TensorSource.of(name, tensor));
        });
        sources.add(TensorSource.of("the step", step));
        SafeTensors.write(propertyFile, sources, Map.of("epoch", "3"));

        try (SafeTensors file = SafeTensors.open(propertyFile)) {
            assertEquals(Map.of("epoch", "3", "format", "pt"), file.metadata());
            assertEquals(step, file.integer("the step"));
            assertEquals(shapes.size() + 1, file.tensors().size());
            assertEquals(0, dataStart(propertyFile) % 8);
            for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
                Tensor read = file.tensor(entry.getKey());
                assertEquals(entry.getValue().shape(), read.shape());
                assertArrayEquals(Hostile.bits(entry.getValue().toArray()), Hostile.bits(read.toArray()));
            }
        }
    }

    private static long dataStart(Path path) throws IOException {
        return 8 + ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    @Test
    void aTensorOfSeveralPiecesIsRead() throws IOException {
        float[] values = new float[3 * (1 << 16) + 5];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Path path = folder.resolve("large");
        SafeTensors.write(path, Map.of("x", Tensor.of(values, values.length)));
        assertArrayEquals(values, SafeTensors.read(path).get("x").toArray());
    }

    @Test
    void theBytesAreAsTheFormatSays() throws IOException {
        Path path = folder.resolve("small.safetensors");
        List<TensorSource> sources = List.of(TensorSource.of("b", Tensor.of(new float[] {1, -0f}, 1, 2)),
                TensorSource.of("a", Tensor.scalar(2)), TensorSource.of("step", 3));
        SafeTensors.write(path, sources, Map.of());
        byte[] bytes = Files.readAllBytes(path);

        String header =
                "{\"__metadata__\":{\"almt.crc32c\":\"00000000\",\"format\":\"pt\"},"
                        + "\"step\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[8,16]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[16,20]}}";
        int padded = (header.length() + 7) / 8 * 8;
        ByteBuffer expected = ByteBuffer.allocate(8 + padded + 20).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(padded).put((header + " ".repeat(padded - header.length())).getBytes(StandardCharsets.UTF_8));
        expected.putLong(3).putFloat(1).putFloat(-0f).putFloat(2);
        CRC32C crc = new CRC32C();
        crc.update(expected.array());
        byte[] digits = String.format("%08x", crc.getValue()).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, expected.array(), 8 + header.indexOf("00000000"), 8);
        assertArrayEquals(expected.array(), bytes);
    }

    /** Whatever bit changes, the file is refused, or its content is the same as before (the key of the checksum). */
    @Test
    void everyBitCounts() throws IOException {
        Path path = folder.resolve("bits.safetensors");
        SafeTensors.write(path, List.of(TensorSource.of("b", Tensor.of(new float[] {1, -0f}, 1, 2)),
                TensorSource.of("step", 3)), Map.of("epoch", "3"));
        byte[] sound = Files.readAllBytes(path);
        int unnoticed = 0;
        for (int bit = 0; bit < 8 * sound.length; bit++) {
            byte[] damaged = sound.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(path, damaged);
            try (SafeTensors file = SafeTensors.open(path)) {
                unnoticed++;
                assertEquals("3", file.metadata().get("epoch"));
                assertEquals(List.of("step", "b"), List.copyOf(file.tensors().keySet()));
                assertArrayEquals(new float[] {1, -0f}, file.tensor("b").toArray());
                assertArrayEquals(new long[] {3}, file.longs("step"));
            } catch (CheckpointException noticed) {
                assertTrue(noticed.getMessage().startsWith(path.toString()));
            }
        }
        assertTrue(unnoticed <= 8 * "almt.crc32c".length(), unnoticed + " flips are not noticed");
    }

    @Test
    void theReferenceLibrarysFileIsRead() throws IOException {
        try (Checkpoint file = AnyFormat.open(Fixtures.path("safetensors/reference.safetensors"))) {
            assertEquals(Map.of("format", "pt", "note", "ü"), ((SafeTensors) file).metadata());
            assertEquals(List.of("step", "double", "empty", "grid", "half", "flags"),
                    List.copyOf(file.tensors().keySet()));
            assertEquals(new TensorInfo("grid", DType.F32, Shape.of(2, 3)), file.info("grid"));
            assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, file.tensor("grid").toArray());
            assertArrayEquals(Hostile.bits(new float[] {1.5f, -0f, Float.POSITIVE_INFINITY}),
                    Hostile.bits(file.tensor("half").toArray()));
            assertEquals(2.5f, file.tensor("double").item());
            assertEquals(7, file.integer("step"));
            assertEquals(7f, file.tensor("step").item());
            assertEquals(Shape.of(0, 3), file.tensor("empty").shape());
            assertArrayEquals(new long[] {1, 0}, file.longs("flags"));
        }
    }

    @Test
    void everyTypeConvertsToFloat() throws IOException {
        byte[] data = ByteBuffer.allocate(8 + 4 + 2 + 2 + 8 + 4 + 2 + 1 + 8 + 4 + 2 + 1 + 1)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(0.1).putFloat(0.1f).putShort(Float.floatToFloat16(0.1f)).putShort((short) 0x3dcd)
                .putLong(-5).putInt(-5).putShort((short) -5).put((byte) -5)
                .putLong(1L << 62).putInt(0x80000000).putShort((short) 0x8000).put((byte) 0x80).put((byte) 1).array();
        StringBuilder header = new StringBuilder("{");
        int at = 0;
        for (DType dtype : DType.values()) {
            header.append(at == 0 ? "" : ",").append("\"" + dtype + "\":{\"dtype\":\"" + dtype
                    + "\",\"shape\":[],\"data_offsets\":[" + at + "," + (at + dtype.bytes()) + "]}");
            at += dtype.bytes();
        }
        Map<String, Tensor> read =
                SafeTensors.read(Hostile.file(folder, SafeTensorsHostileTest.file(header + "}", data)));
        float half = Float.float16ToFloat(Float.floatToFloat16(0.1f));
        float brain = Float.intBitsToFloat(0x3dcd0000);
        float[] expected = {0.1f, 0.1f, half, brain, -5, -5, -5, -5, 0x1p62f, 0x1p31f, 0x1p15f, 0x1p7f, 1};
        for (DType dtype : DType.values()) {
            assertEquals(expected[dtype.ordinal()], read.get(dtype.name()).item(), dtype.name());
        }
    }

    @Test
    void aNumberThatNoFloatEqualsIsRefused() throws IOException {
        Path path = folder.resolve("steps");
        SafeTensors.write(path, List.of(TensorSource.of("n", new long[] {1, (1 << 24) + 1}, 2),
                TensorSource.of("max", Long.MAX_VALUE)), Map.of());
        try (SafeTensors file = SafeTensors.open(path)) {
            assertArrayEquals(new long[] {1, (1 << 24) + 1}, file.longs("n"));
            CheckpointException error = assertThrows(CheckpointException.class, () -> file.tensor("n"));
            assertEquals(path + ": 'n': element 1 is 16777217, which no 32-bit float equals; read it as integers.",
                    error.getMessage());
            assertThrows(CheckpointException.class, () -> file.tensor("max"));
            assertThrows(CheckpointException.class, () -> file.integer("n"));
        }
    }

    @Test
    void anUnknownNameIsAnErrorThatNamesIt() throws IOException {
        Path path = folder.resolve("one");
        SafeTensors.write(path, Map.of("x", Tensor.zeros(2)));
        try (SafeTensors file = SafeTensors.open(path)) {
            String message = assertThrows(CheckpointException.class, () -> file.tensor("y")).getMessage();
            assertTrue(message.contains("no tensor 'y' among its 1"), message);
            assertThrows(CheckpointException.class, () -> file.longs("x"));
            assertThrows(IndexOutOfBoundsException.class, () -> file.read("x", new float[3], 2));
        }
    }

    /** Conversion between files holds one tensor at a time: each is requested when its turn comes. */
    @Test
    void valuesAreAskedForInTurn() throws IOException {
        List<String> asked = new ArrayList<>();
        List<TensorSource> sources = new ArrayList<>();
        for (String name : List.of("z", "y", "x")) {
            sources.add(TensorSource.lazy(name, Shape.of(3), () -> {
                asked.add(name);
                return Tensor.zeros(3);
            }));
        }
        SafeTensors.write(folder.resolve("lazy"), sources, Map.of());
        assertEquals(List.of("z", "y", "x"), asked);
    }

    @Test
    void aLoaderThatFailsLeavesTheOldFile() throws IOException {
        Path path = folder.resolve("kept");
        SafeTensors.write(path, Map.of("x", Tensor.scalar(1)));
        TensorSource failing = TensorSource.lazy("x", Shape.of(3), () -> {
            throw new IOException("no more");
        });
        TensorSource other = TensorSource.lazy("x", Shape.of(3), () -> Tensor.zeros(4));
        assertThrows(CheckpointException.class, () -> SafeTensors.write(path, List.of(failing), Map.of()));
        assertThrows(IllegalStateException.class, () -> SafeTensors.write(path, List.of(other), Map.of()));
        assertEquals(1f, SafeTensors.read(path).get("x").item());
        try (var files = Files.list(folder)) {
            assertEquals(List.of(path), files.toList());
        }
    }

    @Test
    void namesThatCannotBeReadBackAreNotWritten() {
        Path path = folder.resolve("names");
        for (String name : List.of("", "a\nb", "\ud800", "__metadata__", "n".repeat(1025))) {
            assertThrows(IllegalArgumentException.class,
                    () -> SafeTensors.write(path, Map.of(name, Tensor.zeros(1))), name);
        }
        TensorSource x = TensorSource.of("x", 1);
        assertThrows(IllegalArgumentException.class, () -> SafeTensors.write(path, List.of(x, x), Map.of()));
        assertThrows(IllegalArgumentException.class,
                () -> SafeTensors.write(path, List.of(x), Map.of("k", "\ud800")));
        assertTrue(Files.notExists(path));
    }

    /** A diverged model may be written on explicit request. A model that was never given values is an error. */
    @Test
    void aNewModelIsNotSaved() throws IOException {
        Path path = folder.resolve("new");
        SafeTensors.write(path, Map.of("y", Tensor.zeros(0)));
        Tensor diverged = Tensor.of(new float[] {Float.NaN, 1}, 2);
        SafeTensors.write(path, List.of(TensorSource.of("x", diverged)), Map.of());
        assertThrows(IllegalArgumentException.class, () -> SafeTensors.write(path, Map.of("x", diverged)));
        String message = assertThrows(IllegalArgumentException.class,
                () -> SafeTensors.write(path, Map.of("weight", Tensor.full(Float.NaN, 2, 3)))).getMessage();
        assertEquals("safetensors: 'weight' is NaN in all elements, like a new parameter; call initialise(seed) or"
                + " load a"
                + " checkpoint before saving", message);
    }
}
