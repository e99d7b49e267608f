package org.almt.nn.checkpoint.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.almt.core.Tensor;
import org.almt.nn.checkpoint.Checkpoint;
import org.almt.nn.checkpoint.CheckpointException;
import org.almt.nn.checkpoint.Hostile;
import org.almt.nn.checkpoint.numpy.Npy;
import org.almt.nn.checkpoint.numpy.NpyArray;
import org.almt.nn.checkpoint.numpy.Npz;
import org.almt.nn.checkpoint.safetensors.SafeTensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnyFormatTest {
    @TempDir
    Path folder;

    @Test
    void theContentDecidesNotTheName() throws IOException {
        Path safe = folder.resolve("x.npz");
        SafeTensors.write(safe, Map.of("x", Tensor.zeros(2)));
        Path zipped = folder.resolve("x.safetensors");
        Npz.write(zipped, Map.of("x", NpyArray.of(Tensor.zeros(2))));
        for (Path path : List.of(safe, zipped)) {
            try (Checkpoint checkpoint = AnyFormat.open(path)) {
                assertEquals(path.equals(safe) ? SafeTensors.class : Npz.class, checkpoint.getClass());
                assertEquals(Set.of("x"), checkpoint.tensors().keySet());
            }
        }
    }

    @Test
    void foreignFilesAreNamed() throws IOException {
        Hostile.refused(folder, new byte[] {(byte) 0x80, 2, '}', 'q', 0, '.'}, AnyFormat::open, "Python pickle");
        Hostile.refused(folder, new byte[] {0x1f, (byte) 0x8b, 8, 0}, AnyFormat::open, "gzip");
        Hostile.refused(folder, new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}, AnyFormat::open, "one NumPy");
        Hostile.refused(folder, "hello, world, how are you".getBytes(StandardCharsets.UTF_8), AnyFormat::open,
                "is neither safetensors nor .npz (25 bytes)");
        Hostile.refused(folder, new byte[0], AnyFormat::open, "is neither safetensors nor .npz (0 bytes)");
    }

    @Test
    void missingFilesAndFoldersAreNamed() throws IOException {
        Path missing = folder.resolve("missing");
        for (Hostile.Reader reader : List.<Hostile.Reader>of(SafeTensors::read, Npz::read, Npy::read,
                AnyFormat::open)) {
            String message = assertThrows(CheckpointException.class, () -> reader.read(missing)).getMessage();
            assertTrue(message.equals(missing + ": no such file; check the path."), message);
            assertThrows(CheckpointException.class, () -> reader.read(folder));
        }
    }
}
