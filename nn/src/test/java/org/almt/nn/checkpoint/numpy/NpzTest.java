package org.almt.nn.checkpoint.numpy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.almt.core.Shape;
import org.almt.nn.checkpoint.Hostile;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.DType;
import org.almt.nn.checkpoint.bytes.ElementWriter;
import org.almt.testsdata.Fixtures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {
    @TempDir
    Path folder;

    /** Counted and summed by NumPy: {@code crc32} over all arrays' bytes in the order of the file. */
    @Test
    void theGoldenWeightsAreWhatNumPyReads() throws IOException {
        Map<String, NpyArray> weights = Npz.read(Fixtures.path("golden/tiny/tiny_state_dict.npz"));
        assertEquals(183, weights.size());
        assertEquals("h_hyper", weights.keySet().iterator().next());
        assertEquals(68_137, weights.values().stream().mapToInt(array -> array.shape().count()).sum());
        assertEquals(Shape.of(1, 12, 16), weights.get("proj_a.1.pos_embedding").shape());
        CRC32 crc = new CRC32();
        for (NpyArray array : weights.values()) {
            new ElementWriter(new CheckedOutputStream(OutputStream.nullOutputStream(), crc))
                    .floats(array.floats(), 0, array.shape().count());
        }
        assertEquals(991201666L, crc.getValue());
    }

    @Test
    void doublesKeepTheirPrecision() throws IOException {
        try (Npz file = Npz.open(Fixtures.path("golden/tiny/tiny_fwd_bwd_f64.npz"))) {
            assertEquals(2.1020773687236147, file.array("loss").doubles()[0]);
            assertEquals(DType.F64, file.info("loss").dtype());
            assertEquals((float) 2.1020773687236147, file.tensor("loss").item());
        }
    }

    @Test
    void numPysArchivesAreRead() throws IOException {
        try (Npz file = Npz.open(Fixtures.path("numpy/stored.npz"))) {
            assertEquals(List.of("a", "text", "step"), file.names());
            assertEquals(List.of("a", "step"), List.copyOf(file.tensors().keySet()), "strings are no tensors");
            assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, file.tensor("a").toArray());
            assertArrayEquals(new String[] {"x"}, file.array("text").strings());
            assertEquals(7, file.integer("step"));
            String message = assertThrows(CheckpointException.class, () -> file.array("b")).getMessage();
            assertTrue(message.contains("no array 'b' among its 3"), message);
        }
        try (Npz file = Npz.open(Fixtures.path("numpy/deflated.npz"))) {
            assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5}, file.array("a").doubles());
            float[] target = new float[8];
            file.read("a", target, 1);
            assertArrayEquals(new float[] {0, 0, 1, 2, 3, 4, 5, 0}, target);
            assertEquals(Shape.of(100, 100), file.tensor("zeros").shape());
        }
        assertEquals(Shape.of(2), Npz.read(Fixtures.path("numpy/zip64.npz")).get("a").shape());
    }

    private static Map<String, NpyArray> some() {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("last/hidden", NpyArray.of(new float[] {1, -0f, Float.NaN, 4}, 2, 2));
        arrays.put("ids", NpyArray.of(new long[] {101, 102}, 2));
        arrays.put("ü", NpyArray.of(new double[] {0.1}));
        return arrays;
    }

    @Test
    void whatIsWrittenIsReadHereAndByAnotherReader() throws IOException {
        Path path = folder.resolve("some.npz");
        Npz.write(path, some());
        Map<String, NpyArray> read = Npz.read(path);
        assertEquals(List.of("last/hidden", "ids", "ü"), List.copyOf(read.keySet()));
        assertArrayEquals(Hostile.bits(some().get("last/hidden").floats()),
                Hostile.bits(read.get("last/hidden").floats()));
        assertArrayEquals(new long[] {101, 102}, read.get("ids").longs());
        assertEquals(0.1, read.get("ü").doubles()[0]);
        try (ZipFile zip = new ZipFile(path.toFile())) {
            ZipEntry entry = zip.getEntry("ids.npy");
            assertEquals(ZipEntry.STORED, entry.getMethod());
            Path member = folder.resolve("ids.npy");
            Npy.write(member, some().get("ids"));
            assertArrayEquals(Files.readAllBytes(member), zip.getInputStream(entry).readAllBytes());
        }
    }

    @Test
    void theBytesDependOnNothingElse() throws IOException {
        Path here = folder.resolve("here.npz");
        Path there = folder.resolve("there.npz");
        Npz.write(here, some());
        TimeZone zone = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
            Npz.write(there, some());
        } finally {
            TimeZone.setDefault(zone);
        }
        assertArrayEquals(Files.readAllBytes(here), Files.readAllBytes(there));
    }

    @Test
    void whatCannotBeReadBackIsNotWritten() throws IOException {
        Path path = folder.resolve("none.npz");
        NpyArray one = NpyArray.of(new float[] {1});
        NpyArray bytes = Npy.read(Fixtures.path("numpy/u1.npy"));
        assertThrows(IllegalArgumentException.class, () -> Npz.write(path, Map.of("", one)));
        assertThrows(IllegalArgumentException.class, () -> Npz.write(path, Map.of("a\0", one)));
        assertThrows(IllegalArgumentException.class, () -> Npz.write(path, Map.of("a", bytes)));
        assertTrue(Files.notExists(path));
    }
}
