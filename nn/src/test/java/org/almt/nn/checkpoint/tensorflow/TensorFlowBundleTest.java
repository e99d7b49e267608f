package org.almt.nn.checkpoint.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.almt.core.Shape;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.Hostile;
import org.almt.testsdata.BundleMaker;
import org.almt.testsdata.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFlowBundleTest {
    private static final float[] SIX = {1, 2, 3, 4, 5, 6};

    @TempDir
    Path folder;

    /** Enough entries for several blocks. */
    private static BundleMaker small() {
        BundleMaker maker = new BundleMaker().floats("bert/dense/kernel", SIX, 2, 3).floats("scalar", new float[] {7});
        for (int i = 0; i < 20; i++) {
            maker.floats("bert/encoder/layer_" + i + "/bias", new float[] {i, -i}, 2);
        }
        byte[] step = {5, 0, 0, 0, 0, 0, 0, 0};
        return maker.entry("global_step", BundleMaker.entry(9, maker.data().length, 8, BundleMaker.masked(step)), step)
                .entry("words", BundleMaker.entry(7, 0, 3, 0, 1), new byte[0]);
    }

    private void write(BundleMaker maker) throws IOException {
        Files.write(folder.resolve("data"), maker.data());
        Files.write(folder.resolve("index"), maker.index());
    }

    private void readAll(Path index) throws IOException {
        try (TensorFlowBundle file = TensorFlowBundle.open(index, folder.resolve("data"))) {
            for (String name : file.tensors().keySet()) {
                file.tensor(name);
            }
        }
    }

    @Test
    void tensorsOfSeveralBlocks() throws IOException {
        write(small());
        try (TensorFlowBundle file = TensorFlowBundle.open(folder.resolve("index"), folder.resolve("data"))) {
            assertEquals(23, file.tensors().size());
            assertEquals(Shape.of(2, 3), file.info("bert/dense/kernel").shape());
            assertArrayEquals(SIX, file.tensor("bert/dense/kernel").toArray());
            assertArrayEquals(new float[] {19, -19}, file.tensor("bert/encoder/layer_19/bias").toArray());
            assertEquals(Shape.SCALAR, file.info("scalar").shape());
            assertEquals(5, file.integer("global_step"));
            assertThrows(CheckpointException.class, () -> file.tensor("words"));
        }
    }

    @Test
    void aWrongChecksumOfNumbersIsFound() throws IOException {
        write(small());
        byte[] data = small().data();
        data[2] ^= 1;
        Files.write(folder.resolve("data"), data);
        String message = assertThrows(CheckpointException.class, () -> readAll(folder.resolve("index"))).getMessage();
        assertTrue(message.startsWith(folder.resolve("data") + ": 'bert/dense/kernel': its checksum is wrong; "),
                message);
    }

    private void refused(BundleMaker maker, String expected) throws IOException {
        Files.write(folder.resolve("data"), maker.data());
        Hostile.refused(folder, maker.index(), this::readAll, expected);
    }

    @Test
    void brokenEntriesAreRefused() throws IOException {
        byte[] none = {};
        refused(small().entry("x", BundleMaker.entry(1, 1000, 4, 0, 1), none), "claims 4 bytes at byte 1000");
        refused(small().entry("x", BundleMaker.entry(1, -4, 4, 0, 1), none), "claims 4 bytes at byte -4");
        refused(small().entry("x", BundleMaker.entry(1, 4, -4, 0, 1), none), "claims -4 bytes");
        refused(small().entry("x", BundleMaker.entry(1, Long.MAX_VALUE, 4, 0, 1), none), "claims 4 bytes");
        refused(small().entry("x", BundleMaker.entry(1, 8, 4, 0, 2), none), "claims 4 bytes, expected 8 for F32 [2]");
        refused(small().entry("x", BundleMaker.entry(1, 8, 4, 0, 1), none), "inside of another");
        refused(small().entry("x", BundleMaker.entry(1, 0, 4, 0, 1).number(3, 1), none), "of data file 1");
        refused(small().entry("x", BundleMaker.entry(1, 0, 4, 0, -1), none), "negative size");
        refused(small().entry("x", BundleMaker.entry(1, 0, 4, 0, new int[65]), none), "more than 64 axes");
        refused(small().entry("x", BundleMaker.entry(1, 0, 4, 0, 1).message(7, new Wire()), none), "in slices");
        refused(small().entry("x", new Wire().number(1, 1).message(2, new Wire().number(3, 1)), none), "unknown rank");
        refused(small().entry("\u0001", BundleMaker.entry(1, 0, 4, 0, 1), none), "control character");
        refused(small().entry("x".repeat(2000), BundleMaker.entry(1, 0, 4, 0, 1), none), "than 1024 of key");
        refused(small().entry("", new Wire().number(1, 2), none), "its elements in 2 files");
        refused(small().entry("", new Wire().number(1, 1).number(2, 1), none), "in big-endian order");
    }

    @Test
    void brokenTablesAreRefused() throws IOException {
        write(small());
        byte[] index = small().index();
        Hostile.refused(folder, new byte[0], this::readAll, "does not end as");
        Hostile.refused(folder, new byte[100], this::readAll, "does not end as");
        byte[] flipped = index.clone();
        flipped[3] ^= 1;
        Hostile.refused(folder, flipped, this::readAll, "the checksum of the block at byte 0 is wrong");
        byte[] handle = index.clone();
        Arrays.fill(handle, index.length - 48, index.length - 10, (byte) -1);
        Hostile.refused(folder, handle, this::readAll, "a number is cut short or too large");
        // A compressed block whose checksum is right.
        byte[] block = {0, 0, 0, 0, 1};
        ByteBuffer compressed = ByteBuffer.allocate(9 + 48).order(ByteOrder.LITTLE_ENDIAN);
        compressed.put(block).putInt(BundleMaker.masked(block)).put(new byte[] {0, 4, 0, 4});
        compressed.putLong(49, 0xdb4775248b80fb57L);
        Hostile.refused(folder, compressed.array(), this::readAll, "compressed by method 1");
        // Restarts that fill more than the block.
        byte[] restarts = {9, 0, 0, 0, 0};
        compressed.put(0, restarts).putInt(5, BundleMaker.masked(restarts));
        Hostile.refused(folder, compressed.array(), this::readAll, "claims 9 restarts in a block of 4 bytes");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        write(small());
        Hostile.everyTruncation(folder, small().index(), this::readAll);
        Path index = Files.write(folder.resolve("index"), small().index());
        byte[] data = small().data();
        for (int length = data.length - 1; length >= 0; length--) {
            Files.write(folder.resolve("data"), Arrays.copyOf(data, length));
            assertThrows(CheckpointException.class, () -> readAll(index));
        }
    }

    @Test
    void randomDamageIsReadOrRefused() throws IOException {
        write(small());
        byte[] whole = small().index();
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            Hostile.survives(folder, Hostile.mutated(whole, random.nextLong()), this::readAll);
        }
    }

    /** Damage with right checksums, as in a malicious file. */
    @Test
    void damagedEntriesAreReadOrRefused() throws IOException {
        Random random = new Random(6);
        byte[] entry = BundleMaker.entry(1, 8, 4, 0, 1, 2, 3).toBytes();
        for (int i = 0; i < 2000; i++) {
            BundleMaker maker = small();
            byte[] damaged = Hostile.mutated(entry, random.nextLong());
            maker.raw("bert/x", damaged);
            Files.write(folder.resolve("data"), maker.data());
            Hostile.survives(folder, maker.index(), this::readAll);
        }
    }
}
